import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { PDFDict, PDFDocument, PDFName, PDFRawStream } from '@cantoo/pdf-lib'
import { layUnder } from '../../../app/documents/letterheads/lay_under.ts'
import type { Letterhead } from '../../../app/documents/letterheads/letterhead.ts'
import { PdfMerger } from '../../../app/documents/merge_pdf.ts'
import { readPdf } from '../../functional/documents/pdf_reader.ts'

const A4: [number, number] = [595, 842]
const AT = '2026-04-01T00:00:00Z'

/** A file with these words on its pages, changed before it is saved. */
async function drawn(words: string[], change: (file: PDFDocument) => void = () => undefined) {
  const file = await PDFDocument.create({ updateMetadata: false })
  for (const word of words) file.addPage(A4).drawText(word, { x: 40, y: 780, size: 20 })
  change(file)
  return file.save({ useObjectStreams: false })
}

/** A letterhead whose picture is as heavy as bytes that nothing can make smaller. */
async function letterheadOf(words: string, bytes: number): Promise<Letterhead> {
  const content = await drawn([words], (file) => {
    const noise = Uint8Array.from({ length: bytes }, (_, index) => (index * 7919) % 251)
    const size = { Type: 'XObject', Subtype: 'Image', Width: bytes, Height: 1 }
    const dict = file.context.obj({ ...size, ColorSpace: 'DeviceGray', BitsPerComponent: 8 })
    const picture = file.context.register(PDFRawStream.of(dict, noise))
    file.getPage(0).node.newXObject('Picture', picture)
  })
  return { sha256: words, content: async () => content, firstTop: 45, nextTop: 20, foot: 20 }
}

async function merged(files: [content: Uint8Array, title: string][]) {
  const folder = await mkdtemp(join(tmpdir(), 'karkhana-merge-'))
  try {
    const merger = await PdfMerger.create(join(folder, 'merged.pdf'))
    for (const [content, title] of files) await merger.add(content, title)
    const length = await merger.finish(AT)
    const file = await readFile(merger.path)
    return { file: new Uint8Array(file), length }
  } finally {
    await rm(folder, { recursive: true })
  }
}

test.group('Files joined into one', () => {
  test('carry a letterhead once, however many lie over it', async ({ assert }) => {
    const HEAVY = 200_000
    const ours = await letterheadOf('OURS', HEAVY)
    const theirs = await letterheadOf('THEIRS', HEAVY + 1)
    const files: [Uint8Array, string][] = []
    for (let number = 1; number <= 20; number++) {
      const paper = await drawn([`paper ${number}`, `more of ${number}`])
      files.push([await layUnder(paper, number % 5 ? ours : theirs), `No ${number}`])
    }
    const { file, length } = await merged(files)
    assert.equal(file.length, length)
    assert.isAbove(length, 2 * HEAVY)
    assert.isBelow(length, 2 * HEAVY + 20 * 4_000)
    assert.deepEqual((await merged(files)).file, file)

    const { pages, outline } = await readPdf(file)
    assert.deepEqual(
      outline,
      files.map(([, title]) => title)
    )
    const expected = files.flatMap((_, index) => {
      const under = (index + 1) % 5 ? 'OURS' : 'THEIRS'
      return [`${under}paper ${index + 1}`, `${under}more of ${index + 1}`]
    })
    assert.deepEqual(pages, expected)
  })

  test('keep a page each, also where they say the same', async ({ assert }) => {
    const same = await drawn(['the same'])
    const { file } = await merged([
      [same, 'First'],
      [same, 'Second'],
    ])
    const { pages, outline } = await readPdf(file)
    assert.deepEqual(pages, ['the same', 'the same'])
    assert.deepEqual(outline, ['First', 'Second'])
    const { context } = await PDFDocument.load(file)
    const all = context.enumerateIndirectObjects().map(([, object]) => object)
    const ofPages = all.filter(
      (each) => each instanceof PDFDict && each.get(PDFName.of('Type')) === PDFName.of('Page')
    )
    assert.lengthOf(ofPages, 2)
  })

  test('may hold objects that name each other', async ({ assert }) => {
    const inCircles = await drawn(['round'], (file) => {
      const { context } = file
      const [one, other] = [context.nextRef(), context.nextRef()]
      context.assign(one, context.obj({ Other: other }))
      context.assign(other, context.obj({ Other: one }))
      file.getPage(0).node.set(PDFName.of('PieceInfo'), one)
    })
    const { file } = await merged([
      [inCircles, 'First'],
      [inCircles, 'Second'],
    ])
    const pages = (await PDFDocument.load(file)).getPages()
    for (const { node } of pages) {
      const one = node.lookup(PDFName.of('PieceInfo'), PDFDict)
      const other = one.lookup(PDFName.of('Other'), PDFDict)
      assert.strictEqual(other.lookup(PDFName.of('Other')), one)
    }
    assert.lengthOf(pages, 2)
  })
})
