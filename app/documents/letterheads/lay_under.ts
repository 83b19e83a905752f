import { PDFArray, PDFDocument, PDFName, type PDFPage, type PDFRef } from '@cantoo/pdf-lib'
import type { Letterhead } from './letterhead.ts'

/** Letterheads that stay open: those of the organisations that print at the moment. */
const MOST_OPEN = 8
const open = new Map<string, Promise<PDFDocument>>()

/** Opens a letterhead, or takes the one of the same bytes that is open. */
function openLetterhead({ sha256, content }: Letterhead): Promise<PDFDocument> {
  const document =
    open.get(sha256) ?? content().then((file) => PDFDocument.load(file, { updateMetadata: false }))
  open.delete(sha256)
  open.set(sha256, document)
  if (open.size > MOST_OPEN) open.delete(open.keys().next().value!)
  document.catch(() => open.delete(sha256))
  return document
}

/**
 * Lays the letterhead under every page of a printed file: its first page under the first, its last under all others.
 * The same file and letterhead give the same bytes.
 */
export async function layUnder(file: Uint8Array, letterhead: Letterhead): Promise<Uint8Array> {
  const document = await PDFDocument.load(file, { updateMetadata: false })
  const own = await openLetterhead(letterhead)
  const drawn = await document.embedPdf(own, own.getPageIndices())
  await document.flush()
  for (const [index, page] of document.getPages().entries()) {
    const { ref, width, height } = drawn[Math.min(index, drawn.length - 1)]!
    drawFirst(page, ref, [page.getWidth() / width, page.getHeight() / height])
  }
  return document.save({ useObjectStreams: false, updateFieldAppearances: false })
}

/** Draws before what stands on the page; screen readers pass it over. */
function drawFirst(page: PDFPage, drawing: PDFRef, [x, y]: [number, number]) {
  page.node.normalize()
  const name = page.node.newXObject('Letterhead', drawing)
  const { context } = page.doc
  const words = `/Artifact BMC\nq\n${x.toFixed(5)} 0 0 ${y.toFixed(5)} 0 0 cm\n${name.toString()} Do\nQ\nEMC\n`
  const stream = context.register(context.stream(words))
  const contents = page.node.lookup(PDFName.of('Contents'), PDFArray)
  contents.insert(0, stream)
}
