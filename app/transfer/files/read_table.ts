import { readCsv } from './csv_reader.ts'
import {
  FileEmptyError,
  FileTooLargeError,
  FileTooLongError,
  FileUnpacksTooLargeError,
  FileUnreadableError,
} from './errors.ts'
import { FILE_LIMITS } from './limits.ts'
import { readXlsx } from './xlsx_reader.ts'

/** The first sheet of a file: its headings and the rows below them, all cells as text. */
export interface Table {
  format: 'csv' | 'xlsx'
  headings: string[]
  /** As wide as the headings; an empty cell is an empty text. */
  rows: string[][]
}

/**
 * Reads a CSV or XLSX file; which of the two it is, is told by its content.
 * @throws FileTooLargeError, FileTooLongError, FileUnpacksTooLargeError, FileUnreadableError, FileEncodingError,
 * FileEmptyError
 */
export async function readTable(bytes: Buffer): Promise<Table> {
  if (bytes.length > FILE_LIMITS.bytes) throw new FileTooLargeError(FILE_LIMITS.bytes)
  if (bytes.length === 0) throw new FileEmptyError()
  const format = formatOf(bytes)
  const lines: string[][] = []
  let size = 0
  for await (const line of format === 'xlsx' ? readXlsx(bytes) : readCsv(bytes)) {
    const filled = trimmed(line)
    if (filled.length > FILE_LIMITS.columns) {
      throw new FileTooLongError('columns', FILE_LIMITS.columns)
    }
    if (filled.some((cell) => cell.length > FILE_LIMITS.cell)) {
      throw new FileUnreadableError(`A cell has more than ${FILE_LIMITS.cell} characters.`)
    }
    // A workbook names one text from many cells: what the rows take is more than what the file unpacks to.
    size += keptBytes(filled)
    if (size > FILE_LIMITS.unpacked) throw new FileUnpacksTooLargeError(FILE_LIMITS.unpacked)
    if (filled.length > 0) lines.push(filled)
    // one more line for the headings
    if (lines.length > FILE_LIMITS.rows + 1) throw new FileTooLongError('rows', FILE_LIMITS.rows)
  }
  const [headings, ...rows] = lines
  if (!headings || rows.length === 0) throw new FileEmptyError()
  const width = Math.max(headings.length, ...rows.map((row) => row.length))
  const padded = (row: string[]) => Array.from({ length: width }, (_, index) => row[index] ?? '')
  return { format, headings: padded(headings), rows: rows.map(padded) }
}

/** At most what a line takes as JSON, with the empty cells that fill it up (see packRows). */
function keptBytes(line: string[]): number {
  return Buffer.byteLength(JSON.stringify(line)) + 3 * (FILE_LIMITS.columns - line.length) + 1
}

function formatOf(bytes: Buffer): Table['format'] {
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') return 'xlsx'
  if (bytes.readUInt32BE(0) === 0xd0cf11e0) {
    throw new FileUnreadableError('This is a workbook of Excel 97–2003, or one with a password.')
  }
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') {
    throw new FileUnreadableError('This is a PDF file, not a table.')
  }
  return 'csv'
}

/** Cells without the blanks around them, and without the empty ones at the end of the line. */
function trimmed(line: string[]): string[] {
  const cells = line.map((cell) => cell.replaceAll('\u00A0', ' ').trim())
  let length = cells.length
  while (length > 0 && cells[length - 1] === '') length--
  return cells.slice(0, length)
}
