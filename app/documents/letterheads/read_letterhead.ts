import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFStream,
  type PDFObject,
  type PDFPage,
} from '@cantoo/pdf-lib'

/** What stands in a letterhead, drawn anew; or why the file is none. */
export type ReadLetterhead =
  { content: Uint8Array; pages: number } | { problem: LetterheadProblem; pages?: number }

export type LetterheadProblem = 'unreadable' | 'encrypted' | 'active' | 'pages' | 'size' | 'turned'

/** Points of an A4 sheet, and how far another may be from its shape. */
const [A4_WIDTH, A4_HEIGHT] = [595.28, 841.89]
const SHAPE = 0.02
const SMALLEST = 200
const LARGEST = 2_000
const MOST_PAGES = 2

/** What acts when a file is opened or clicked, brings another file along or asks for one. */
const ACTIVE_KEYS = ['JS', 'JavaScript', 'AA', 'OpenAction', 'XFA', 'EmbeddedFiles', 'RichMedia']
const ACTIVE_ACTIONS = ['JavaScript', 'Launch', 'ImportData', 'SubmitForm', 'GoToR', 'Rendition']
/** Members that refer to something outside of what is drawn. */
const OUTSIDE_KEYS = ['OPI', 'Ref', 'AF', 'Metadata', 'PieceInfo', 'StructParent', 'StructParents']

/** What of a page is drawn; `Parent` leads to what it inherits. */
const DRAWN_KEYS = ['Type', 'Parent', 'MediaBox', 'Resources', 'Contents']
/** In the trailer, which is never encrypted itself. */
const ENCRYPTED = /\/Encrypt\s*(?:<<|\d+\s+\d+\s+R)/

/**
 * Reads an uploaded PDF and draws its pages into a new file, of which only what is drawn comes along: no annotation, no
 * action, no form, no other file. Runs in a worker, since a hostile file may take any time and memory.
 */
export async function readLetterhead(bytes: Uint8Array): Promise<ReadLetterhead> {
  if (ENCRYPTED.test(Buffer.from(bytes).toString('latin1'))) return { problem: 'encrypted' }
  const source = await PDFDocument.load(bytes, {
    updateMetadata: false,
    throwOnInvalidObject: true,
  })
  for (const [, object] of source.context.enumerateIndirectObjects()) {
    if (isActive(object)) return { problem: 'active' }
  }
  const pages = source.getPages()
  if (pages.length === 0 || pages.length > MOST_PAGES) {
    return { problem: 'pages', pages: pages.length }
  }
  for (const page of pages) {
    if (page.getRotation().angle % 360 !== 0) return { problem: 'turned' }
    if (!isA4(page)) return { problem: 'size' }
  }
  for (const { node } of pages) {
    for (const key of node.keys()) if (!DRAWN_KEYS.includes(key.decodeText())) node.delete(key)
  }
  const target = await PDFDocument.create({ updateMetadata: false })
  for (const drawn of await target.embedPages(pages)) {
    target.addPage([A4_WIDTH, A4_HEIGHT]).drawPage(drawn, {
      ...{ x: 0, y: 0 },
      ...{ width: A4_WIDTH, height: A4_HEIGHT },
    })
  }
  await target.flush()
  for (const [, object] of target.context.enumerateIndirectObjects()) withoutOutside(object)
  return { content: await target.save({ useObjectStreams: false }), pages: pages.length }
}

/** A5 and scaled sheets have the same shape. */
function isA4(page: PDFPage): boolean {
  const { width, height } = page.getMediaBox()
  const unit = page.node.get(PDFName.of('UserUnit'))
  return (
    unit === undefined &&
    width >= SMALLEST &&
    height <= LARGEST &&
    Math.abs(height / width / (A4_HEIGHT / A4_WIDTH) - 1) <= SHAPE
  )
}

function dictOf(object: PDFObject): PDFDict | undefined {
  if (object instanceof PDFStream) return object.dict
  return object instanceof PDFDict ? object : undefined
}

/** The dictionaries that stand in an object, itself among them. */
function* dictsIn(object: PDFObject): Generator<PDFDict> {
  const open: PDFObject[] = [object]
  while (open.length > 0) {
    const next = open.pop()!
    const dict = dictOf(next)
    if (dict) yield dict
    if (dict) open.push(...dict.values())
    else if (next instanceof PDFArray) open.push(...next.asArray())
  }
}

function isActive(object: PDFObject): boolean {
  for (const dict of dictsIn(object)) {
    if (ACTIVE_KEYS.some((key) => dict.has(PDFName.of(key)))) return true
    const action = dict.get(PDFName.of('S'))
    if (ACTIVE_ACTIONS.some((name) => action === PDFName.of(name))) return true
  }
  return false
}

function withoutOutside(object: PDFObject) {
  // A stream whose bytes stand in another file
  if (object instanceof PDFStream) object.dict.delete(PDFName.of('F'))
  for (const dict of dictsIn(object)) {
    for (const key of OUTSIDE_KEYS) dict.delete(PDFName.of(key))
  }
}
