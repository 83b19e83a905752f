import { randomBytes } from 'node:crypto'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { test } from '@japa/runner'
import { ClamdScanner, ScannerError, scannerAt } from '../../../app/files/scanner.ts'
import { FakeClamd } from '../../helpers/files/fake_clamd.ts'

interface Place {
  scanner: ClamdScanner
  close(): Promise<void>
}

/** A real clamd is among them when `TEST_CLAMAV_URL` names one; it has to know the EICAR test file. */
const PLACES: Record<string, () => Promise<Place>> = {
  async 'the one of the tests'() {
    const clamd = await FakeClamd.start()
    return { scanner: clamd.scanner(30_000), close: () => clamd.stop() }
  },
  ...(process.env.TEST_CLAMAV_URL && {
    'a real clamd': async () => ({
      scanner: scannerAt(process.env.TEST_CLAMAV_URL!),
      close: async () => undefined,
    }),
  }),
}

/** In two halves, so that no scanner finds this file. */
const EICAR = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')
)
const MB = 1024 * 1024

for (const [name, open] of Object.entries(PLACES)) {
  test.group(`A virus scanner: ${name}`, (group) => {
    let place: Place
    group.each.setup(async () => {
      place = await open()
      return () => place.close()
    })

    test('lets pass what is clean, as large as files may be', async ({ assert }) => {
      const { scanner } = place
      assert.deepEqual(await scanner.scan(Readable.from([])), { clean: true })
      assert.deepEqual(await scanner.scan(Readable.from([Buffer.from('Odometer')])), {
        clean: true,
      })
      const large = Array.from({ length: 20 }, () => randomBytes(MB))
      assert.deepEqual(await scanner.scan(Readable.from(large)), { clean: true })
    })

    test('names what it finds, and is asked by several at the same time', async ({ assert }) => {
      const contents = [EICAR, Buffer.from('Odometer'), EICAR, Buffer.from('x'.repeat(MB)), EICAR]
      const verdicts = await Promise.all(
        contents.map((content) => place.scanner.scan(Readable.from([content])))
      )
      assert.deepEqual(
        verdicts.map(({ clean }) => clean),
        [false, true, false, true, false]
      )
      const [first] = verdicts
      assert.match(first.clean ? '' : first.found, /eicar/i)
    })
  })
}

test.group('A virus scanner that gives no answer', () => {
  test('is told apart: a limit of its own, a cut line, silence, nobody there', async ({
    assert,
    cleanup,
  }) => {
    const answers: ((socket: Socket) => void)[] = [
      (socket) => void socket.end('INSTREAM size limit exceeded. ERROR\0'),
      (socket) => void socket.destroy(),
      () => undefined,
    ]
    const sockets: Socket[] = []
    const server = createServer((socket) => {
      sockets.push(socket)
      socket.on('error', () => undefined).once('data', () => answers.shift()!(socket))
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const { port } = server.address() as AddressInfo
    cleanup(async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((done) => server.close(done))
    })
    const scanner = new ClamdScanner({ host: '127.0.0.1', port }, 200)
    const scan = () => scanner.scan(Readable.from([Buffer.from('Odometer')]))
    await assert.rejects(scan, /size limit exceeded/)
    for (const reason of ['cut', 'silent']) {
      const error = await scan().catch((each: unknown) => each)
      assert.instanceOf(error, ScannerError, reason)
    }
    const nobody = new ClamdScanner({ host: '127.0.0.1', port: 1 }, 200)
    await assert.rejects(() => nobody.scan(Readable.from([EICAR])), ScannerError)
  })

  test('is not asked at an address that is none', ({ assert }) => {
    assert.throws(() => scannerAt('http://127.0.0.1:3310'), /tcp:\/\/host:3310/)
  })
})
