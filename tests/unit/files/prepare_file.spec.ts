import { readFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import sharp from 'sharp'
import { PictureTooLargeError, PictureUnreadableError } from '../../../app/files/inspect/errors.ts'
import { decodeHeic } from '../../../app/files/inspect/heic.ts'
import { nameFor, plainName } from '../../../app/files/inspect/name.ts'
import { prepareFile } from '../../../app/files/inspect/prepare_file.ts'

const POLICY = { maxBytes: 20 * 1024 * 1024, kinds: ['image'] as const }

/** A photo as an iPhone takes it: to be turned, red where its top left is then right, with the place in it. */
const heic = () => readFile(new URL('../../fixtures/files/phone.heic', import.meta.url))

test.group('A photo of an iPhone', () => {
  test('is kept as JPEG, upright, without what it says of the place', async ({ assert }) => {
    const bytes = await heic()
    assert.include(bytes.toString('latin1'), 'Camera of Raj')
    const { name, type, content, thumbnail, side } = await prepareFile(
      bytes,
      'IMG_0042.HEIC',
      POLICY
    )
    assert.deepEqual([name, type, side], ['IMG_0042.jpg', 'image/jpeg', 640])
    const { width, height, exif } = await sharp(content).metadata()
    assert.deepEqual([width, height, exif], [480, 640, undefined])
    assert.notInclude(content.toString('latin1'), 'Raj')
    const { data, info } = await sharp(content).raw().toBuffer({ resolveWithObject: true })
    const redAt = (x: number) => data[(20 * info.width + x) * info.channels]
    assert.isAbove(redAt(460), 200)
    assert.isBelow(redAt(20), 160)
    assert.equal((await sharp(thumbnail!).metadata()).format, 'webp')
  })

  test('is refused when it breaks off, and before it is decoded when it is too large', async ({
    assert,
  }) => {
    const bytes = await heic()
    for (const broken of [bytes.subarray(0, bytes.length - 200), bytes.subarray(0, 60)]) {
      await assert.rejects(() => prepareFile(broken, 'a.heic', POLICY), PictureUnreadableError)
    }
    await assert.rejects(() => decodeHeic(bytes, 640 * 480 - 1), PictureTooLargeError)
  })
})

test.group('The name of a file', () => {
  const names: [sent: string, kept: string][] = [
    ['C:\\Users\\raj\\bill.pdf', 'bill.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['invoice\u202egpj.exe', 'invoicegpj.exe'],
    ['a\u061cb\u2066c\u2069d\u200be\u00adf.jpg', 'abcdef.jpg'],
    ['a\r\nset-cookie: x=1.txt', 'aset-cookie x=1.txt'],
    ['a\u2028b\u2029c\u{e0041}.txt', 'abc.txt'],
    ['half \ud83d.txt', 'half .txt'],
    ['con.txt', 'con_.txt'],
    ['...', 'file'],
    ['जॉब कार्ड.pdf', 'जॉब कार्ड.pdf'],
  ]
  test('keeps nothing that turns, hides or ends something: {$i}')
    .with(names)
    .run(({ assert }, [sent, kept]) => {
      assert.equal(plainName(sent), kept)
    })

  test('is cut between characters', ({ assert }) => {
    for (const before of ['', 'x']) {
      const long = plainName(`${before}${'🔧'.repeat(200)}.jpg`)
      assert.isAtMost(long.length, 200)
      assert.isTrue(long.isWellFormed())
      assert.match(long, /🔧\.jpg$/u)
      const other = nameFor(`${before}${'🔧'.repeat(99)}.x`, 'application/pdf')
      assert.isTrue(other.isWellFormed())
      assert.match(other, /🔧\.pdf$/u)
    }
  })
})
