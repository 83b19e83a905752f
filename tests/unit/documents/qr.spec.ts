import { test } from '@japa/runner'
import { create } from 'qrcode'
import { qrDataUri } from '../../../app/documents/main.ts'

test.group('QR code', () => {
  test('draws exactly the dark modules of the code inside a quiet zone of four', ({ assert }) => {
    const text = 'upi://pay?pa=volt@upi&am=4747.00&cu=INR'
    const svg = Buffer.from(qrDataUri(text).split(',')[1], 'base64').toString()

    const { modules } = create(text, { errorCorrectionLevel: 'M' })
    assert.include(svg, `viewBox="0 0 ${modules.size + 8} ${modules.size + 8}"`)
    const drawn = new Set([...svg.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`))
    for (let row = 0; row < modules.size; row++) {
      for (let column = 0; column < modules.size; column++) {
        assert.equal(drawn.has(`${column + 4} ${row + 4}`), Boolean(modules.get(row, column)))
      }
    }
  })
})
