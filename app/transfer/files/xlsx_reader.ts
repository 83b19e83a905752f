import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl'
import { RuleError } from '../../errors.ts'
import type { Line } from './csv_reader.ts'
import {
  FileFormulaError,
  FileMacrosError,
  FileTooLongCellError,
  FileTooLongError,
  FileUnpacksTooLargeError,
  FileUnreadableError,
} from './errors.ts'
import { FILE_LIMITS } from './limits.ts'
import { cellText, dateStyles, decoded, type DateStyle } from './xlsx_cells.ts'
import { columnLetters, SHEET_ROWS } from './xlsx_sheet.ts'

/** Parts of a workbook (ECMA-376); more are no workbook of rows. */
const PARTS = 2_000
/** Elements within elements, and attributes of one; workbooks have a dozen of each. */
const DEPTH = 64
const ATTRIBUTES = 64

/**
 * The rows of the first visible sheet. Parts are unpacked one after the other, never more than they declare and never
 * more than the limit together. Of formulas the results are taken that the file holds; links to other files are not
 * followed.
 * @throws FileUnpacksTooLargeError, FileUnreadableError, FileMacrosError, FileFormulaError, FileTooLongError,
 * FileTooLongCellError
 */
export async function* readXlsx(bytes: Buffer): AsyncGenerator<Line> {
  const { zip, parts } = await openWorkbook(bytes)
  if (parts.has('xl/vbaProject.bin')) throw new FileMacrosError()
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
  let [depth, attributes] = [0, 0]
  // Prefixes differ between the programs that write workbooks.
  const local = (name: string) => name.slice(name.indexOf(':') + 1)
  parser.on('opentagstart', () => {
    attributes = 0
    if (++depth > DEPTH) {
      throw new FileUnreadableError(`The workbook is damaged (${entry.fileName}).`)
    }
  })
  parser.on('attribute', () => {
    if (++attributes > ATTRIBUTES) {
      throw new FileUnreadableError(`The workbook is damaged (${entry.fileName}).`)
    }
  })
  parser.on('opentag', (tag) => handler.open?.({ ...tag, name: local(tag.name) }))
  parser.on('closetag', (tag) => {
    depth--
    handler.close?.(local(tag.name))
  })
  parser.on('text', (text) => handler.text?.(text))
  // Entities of a file's own are how small files become large; no spreadsheet program writes them.
  parser.on('doctype', () => {
    throw new FileUnreadableError(`The workbook holds declarations of its own (${entry.fileName}).`)
  })
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
    if (error instanceof RuleError) throw error
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

async function sheetRows(read: ReadPart, path: string, facts: SheetFacts): Promise<Line[]> {
  const rows: Line[] = []
  let row: Line = { number: 0, cells: [] }
  let cell = { column: 0, next: 0, type: 'n', style: 0, formula: false }
  let text = ''
  let reading = false
  const place = () => `${columnLetters(cell.column)}${row.number}`
  const found = await read(path, {
    open({ name, attributes }) {
      if (name === 'row') {
        row = { number: numberOf(attributes.r, row.number), cells: [] }
        cell = { ...cell, next: 0 }
      }
      if (name === 'c') {
        const column = attributes.r ? columnOf(attributes.r) : cell.next
        const style = Number(attributes.s ?? 0)
        cell = { column, next: column + 1, type: attributes.t ?? 'n', style, formula: false }
        text = ''
      }
      if (name === 'f') cell.formula = true
      reading = name === 'v' || name === 't'
    },
    text(piece) {
      if (!reading) return
      text += piece
      if (text.length > 2 * FILE_LIMITS.cell) throw new FileTooLongCellError(place())
    },
    close(name) {
      if (name === 'v' || name === 't') reading = false
      if (name === 'c') {
        // A text may be empty; a number that is computed may not.
        if (cell.formula && text === '' && cell.type === 'n') throw new FileFormulaError(place())
        if (text === '') return
        if (cell.column >= 2 * FILE_LIMITS.columns) {
          throw new FileTooLongError('columns', FILE_LIMITS.columns, row.number)
        }
        const { cells } = row
        while (cells.length < cell.column) cells.push('')
        cells[cell.column] = cellText(text, cell.type, facts.styles[cell.style] ?? null, facts)
      }
      if (name === 'row' && row.cells.length > 0) {
        rows.push(row)
        if (rows.length > FILE_LIMITS.rows + 1 + FILE_LIMITS.above) {
          throw new FileTooLongError('rows', FILE_LIMITS.rows)
        }
      }
    },
  })
  if (!found) throw new FileUnreadableError('The sheet of the workbook is missing.')
  return rows
}

/** The number of a row; what a file says wrongly, or not at all, is counted. */
function numberOf(said: string | undefined, before: number): number {
  const number = Number(said)
  return Number.isInteger(number) && number > before && number <= SHEET_ROWS + 1
    ? number
    : before + 1
}

/** `AB12` is column 27, counted from 0. */
function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0] ?? 'A'
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}
