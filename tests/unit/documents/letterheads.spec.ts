import { deflateSync } from 'node:zlib'
import { test } from '@japa/runner'
import { degrees, PDFDocument, PDFName, PDFString, rgb } from '@cantoo/pdf-lib'
import { layUnder } from '../../../app/documents/letterheads/lay_under.ts'
import { prepareLetterhead } from '../../../app/documents/letterheads/prepare_letterhead.ts'
import { readPdf } from '../../functional/documents/pdf_reader.ts'

const A4: [number, number] = [595, 842]

/** A file with these words on its pages, changed as a hostile author would. */
async function drawn(
  words: string[],
  change: (file: PDFDocument) => void = () => undefined,
  size = A4
): Promise<Buffer> {
  const file = await PDFDocument.create()
  for (const word of words) {
    const page = file.addPage(size)
    page.drawText(word, { x: 40, y: 780, size: 20 })
    page.drawRectangle({ x: 0, y: 0, width: 595, height: 30, color: rgb(0.1, 0.3, 0.8) })
  }
  change(file)
  return Buffer.from(await file.save({ useObjectStreams: false }))
}

const refuses = async (bytes: Buffer) => {
  const error = await prepareLetterhead(bytes).then(
    () => null,
    (reason: { code?: string; message: string; next?: string }) => reason
  )
  return error && { code: error.code, message: error.message, next: error.next }
}

test.group('A letterhead', (group) => {
  group.each.timeout(30_000)

  test('is drawn anew, and the same file gives the same bytes', async ({ assert }) => {
    const bytes = await drawn(['First sheet', 'Further sheets'])
    const [once, again] = [await prepareLetterhead(bytes), await prepareLetterhead(bytes)]
    assert.equal(once.pages, 2)
    assert.equal(once.sha256, again.sha256)
    const { pages } = await readPdf(new Uint8Array(once.content))
    assert.deepEqual(
      pages.map((page) => page.trim()),
      ['First sheet', 'Further sheets']
    )
  })

  test('leaves annotations of the file behind', async ({ assert }) => {
    const bytes = await drawn(['Linked'], (file) => {
      const { context } = file
      const note = context.obj({ Type: 'Annot', Subtype: 'Text', Rect: [0, 0, 9, 9] })
      note.set(PDFName.of('Contents'), PDFString.of('left-behind'))
      file.getPage(0).node.set(PDFName.of('Annots'), context.obj([context.register(note)]))
    })
    assert.include(bytes.toString('latin1'), 'left-behind')
    const { content } = await prepareLetterhead(bytes)
    assert.notInclude(content.toString('latin1'), 'left-behind')
    assert.notInclude(content.toString('latin1'), '/Subtype /Text')
  })

  test('that is hostile is refused with a reason', async ({ assert }) => {
    const script = await drawn(['x'], (file) => file.addJavaScript('main', 'app.alert(1)'))
    assert.include((await refuses(script))!.message, 'does something')
    const launch = await drawn(['x'], (file) => {
      file.catalog.set(
        PDFName.of('OpenAction'),
        file.context.obj({ S: 'Launch', F: PDFString.of('/bin/sh') })
      )
    })
    assert.include((await refuses(launch))!.message, 'does something')
    const secret = await PDFDocument.create()
    secret.addPage(A4)
    secret.encrypt({ userPassword: '', ownerPassword: 'owner', permissions: {} })
    assert.include((await refuses(Buffer.from(await secret.save())))!.message, 'password')
    assert.include((await refuses(await drawn(['a', 'b', 'c'])))!.message, 'one page')
    assert.include((await refuses(await drawn(['a'], undefined, [14_000, 19_800])))!.message, 'A4')
    assert.include((await refuses(await drawn(['a'], undefined, [842, 595])))!.message, 'A4')
    const turned = await drawn(['a'], (file) => file.getPage(0).setRotation(degrees(90)))
    assert.include((await refuses(turned))!.message, 'turned')
    assert.include((await refuses(Buffer.from('%PDF-1.7 nothing')))!.message, 'cannot be read')
    assert.include((await refuses(Buffer.from('<svg onload=alert(1)>')))!.message, 'no PDF')
    assert.include((await refuses(Buffer.alloc(6 * 1024 * 1024)))!.message, '5 MB')

    const bomb = Buffer.concat([
      Buffer.from(
        '%PDF-1.7\n1 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>\nstream\n'
      ),
      deflateSync(Buffer.alloc(200_000_000, 32)),
      Buffer.from('\nendstream\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF'),
    ])
    assert.isBelow(bomb.length, 1_000_000)
    const refused = await refuses(bomb)
    assert.equal(refused!.code, 'E_LETTERHEAD')
    assert.include(refused!.message, 'unfolds')
    assert.isString(refused!.next)
  })

  test('lies under every page: the first under the first, the last under the others', async ({
    assert,
  }) => {
    const { content, sha256 } = await prepareLetterhead(await drawn(['FIRST', 'NEXT']))
    const room = { firstTop: 45, nextTop: 20, foot: 20 }
    const letterhead = { sha256, content: async () => content, ...room }
    const paper = await drawn(['one', 'two', 'three'])
    const laid = await layUnder(paper, letterhead)
    const { pages } = await readPdf(Uint8Array.from(laid))
    assert.deepEqual(pages, ['FIRSTone', 'NEXTtwo', 'NEXTthree'])
    assert.deepEqual(await layUnder(paper, letterhead), laid)
  })
})
