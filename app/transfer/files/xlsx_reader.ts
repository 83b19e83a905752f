import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl'
import { FileUnpacksTooLargeError, FileUnreadableError } from './errors.ts'
import { FILE_LIMITS } from './limits.ts'
import { cellText, dateStyles, decoded, type DateStyle } from './xlsx_cells.ts'

/** Parts of a workbook (ECMA-376); more are no workbook of rows. */
const PARTS = 2_000

/**
 * The rows of the first visible sheet. Parts are unpacked one after the other, never more than they declare and never
 * more than the limit together; entities and macros are not looked at.
 * @throws FileUnpacksTooLargeError, FileUnreadableError
 */
export async function* readXlsx(bytes: Buffer): AsyncGenerator<string[]> {
  const { zip, parts } = await openWorkbook(bytes)
  const read = (name: string, handler: Handler) => readPart(zip, parts.get(name), handler)
  const { path, from1904 } = await firstSheet(read)
  const styles = await dateStyles(read)
  const shared = await sharedStrings(read)
  yield* await sheetRows(read, path, { shared, styles, from1904 })
}

/** What is told of a part while it is read. */
export interface Handler {
  open?(tag: SaxesTagPlain): void
  close?(name: string): void
  text?(text: string): void
}
export type ReadPart = (name: string, handler: Handler) => Promise<boolean>

async function openWorkbook(bytes: Buffer): Promise<{ zip: ZipFile; parts: Map<string, Entry> }> {
  const parts = new Map<string, Entry>()
  let unpacked = 0
  try {
    const zip = await fromBufferPromise(bytes)
    for await (const entry of zip.eachEntry()) {
      unpacked += entry.uncompressedSize
      if (unpacked > FILE_LIMITS.unpacked || parts.size > PARTS) {
        throw new FileUnpacksTooLargeError(FILE_LIMITS.unpacked)
      }
      parts.set(entry.fileName, entry)
    }
    return { zip, parts }
  } catch (error) {
    if (error instanceof FileUnpacksTooLargeError) throw error
    throw new FileUnreadableError('The workbook is damaged.', error)
  }
}

/** Reads one part as XML. @returns false when it is not there */
async function readPart(zip: ZipFile, entry: Entry | undefined, handler: Handler) {
  if (!entry) return false
  const parser = new SaxesParser()
  // Prefixes differ between the programs that write workbooks.
  const local = (name: string) => name.slice(name.indexOf(':') + 1)
  parser.on('opentag', (tag) => handler.open?.({ ...tag, name: local(tag.name) }))
  parser.on('closetag', (tag) => handler.close?.(local(tag.name)))
  parser.on('text', (text) => handler.text?.(text))
  parser.on('error', (error) => {
    throw error
  })
  try {
    const decoder = new TextDecoder()
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      parser.write(decoder.decode(chunk as Buffer, { stream: true }))
    }
    parser.close()
    return true
  } catch (error) {
    throw new FileUnreadableError(`The workbook is damaged (${entry.fileName}).`, error)
  }
}

async function firstSheet(read: ReadPart): Promise<{ path: string; from1904: boolean }> {
  const sheets: { id: string; hidden: boolean }[] = []
  let from1904 = false
  const found = await read('xl/workbook.xml', {
    open({ name, attributes }) {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes.date1904 ?? '')
      if (name !== 'sheet') return
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? ''
      sheets.push({ id, hidden: Boolean(attributes.state && attributes.state !== 'visible') })
    },
  })
  const sheet = sheets.find(({ hidden }) => !hidden)
  if (!found || !sheet) throw new FileUnreadableError('The file holds no sheet.')
  let target = ''
  await read('xl/_rels/workbook.xml.rels', {
    open({ name, attributes }) {
      if (name === 'Relationship' && attributes.Id === sheet.id) target = attributes.Target ?? ''
    },
  })
  const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`
  return { path, from1904 }
}

async function sharedStrings(read: ReadPart): Promise<string[]> {
  const strings: string[] = []
  let text = ''
  let [inText, phonetic] = [false, false]
  await read('xl/sharedStrings.xml', {
    open({ name }) {
      if (name === 'si') text = ''
      if (name === 'rPh') phonetic = true
      inText = name === 't' && !phonetic
    },
    text: (piece) => {
      if (inText) text += piece
    },
    close(name) {
      if (name === 't') inText = false
      if (name === 'rPh') phonetic = false
      if (name === 'si') strings.push(decoded(text))
    },
  })
  return strings
}

interface SheetFacts {
  shared: string[]
  styles: DateStyle[]
  from1904: boolean
}

async function sheetRows(read: ReadPart, path: string, facts: SheetFacts): Promise<string[][]> {
  const rows: string[][] = []
  let row: string[] = []
  let cell = { column: 0, type: 'n', style: 0 }
  let text = ''
  let reading = false
  const found = await read(path, {
    open({ name, attributes }) {
      if (name === 'row') row = []
      if (name === 'c') {
        const column = attributes.r ? columnOf(attributes.r) : row.length
        cell = { column, type: attributes.t ?? 'n', style: Number(attributes.s ?? 0) }
        text = ''
      }
      reading = name === 'v' || name === 't'
    },
    text: (piece) => {
      if (reading) text += piece
    },
    close(name) {
      if (name === 'v' || name === 't') reading = false
      if (name === 'c' && cell.column < 2 * FILE_LIMITS.columns) {
        while (row.length < cell.column) row.push('')
        row[cell.column] = cellText(text, cell.type, facts.styles[cell.style] ?? null, facts)
      }
      // One line too many is enough to tell that there are too many.
      if (name === 'row' && rows.length < FILE_LIMITS.rows + 2) rows.push(row)
    },
  })
  if (!found) throw new FileUnreadableError('The sheet of the workbook is missing.')
  return rows
}

/** `AB12` is column 27, counted from 0. */
function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0] ?? 'A'
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}
