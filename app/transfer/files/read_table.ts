import { setImmediate as turn } from 'node:timers/promises'
import { openCsv, type Delimiter, type Line } from './csv_reader.ts'
import {
  FileEmptyError,
  FileTooLargeError,
  FileTooLongCellError,
  FileTooLongError,
  FileUnpacksTooLargeError,
} from './errors.ts'
import { formatOf } from './format_of.ts'
import { FILE_LIMITS } from './limits.ts'
import type { TextEncoding } from './text_encoding.ts'
import { columnLetters } from './xlsx_sheet.ts'
import { readXlsx } from './xlsx_reader.ts'

/** What was found out about a file. */
export interface FileFacts {
  format: 'csv' | 'xlsx'
  /** Of a CSV file. */
  encoding?: TextEncoding
  delimiter?: Delimiter
  /** Row that holds the headings, as a spreadsheet shows it. */
  heading: number
}

/** The first sheet of a file: its headings and the rows below them, all cells as text. */
export interface Table extends FileFacts {
  headings: string[]
  /** As wide as the headings; an empty cell is an empty text. */
  rows: string[][]
  /** Number of each row as a spreadsheet shows it; empty ones are counted and left out. */
  numbers: number[]
}

/** How well the cells of a line serve as headings; the best of the first lines is taken. */
export type HeadingScore = (cells: readonly string[]) => number

/** Lines between which others have their turn. */
const BREATH = 2_000

/**
 * Reads a CSV or XLSX file; which of the two it is, is told by its content. Headings are the first line with text, or
 * the best by `score` among the first ones: programs put the name of the firm and the period above them.
 * @throws FileTooLargeError, FileTooLongError, FileTooLongCellError, FileUnpacksTooLargeError, FileUnreadableError,
 * FileEncodingError, FileEmptyError
 */
export async function readTable(bytes: Buffer, score?: HeadingScore): Promise<Table> {
  if (bytes.length > FILE_LIMITS.bytes) throw new FileTooLargeError(FILE_LIMITS.bytes)
  if (bytes.length === 0) throw new FileEmptyError()
  const format = formatOf(bytes)
  const csv = format === 'csv' ? openCsv(bytes) : null
  const lines = await filledLines(csv ? csv.lines : readXlsx(bytes))
  const at = headingAt(lines, score)
  const [heading, ...below] = lines.slice(at)
  if (below.length > FILE_LIMITS.rows) throw new FileTooLongError('rows', FILE_LIMITS.rows)
  if (!heading || below.length === 0) throw new FileEmptyError()
  const width = below.reduce(
    (most, { cells }) => Math.max(most, cells.length),
    heading.cells.length
  )
  const padded = (row: string[]) => Array.from({ length: width }, (_, index) => row[index] ?? '')
  return {
    format,
    ...(csv && { encoding: csv.encoding, delimiter: csv.delimiter }),
    heading: heading.number,
    headings: padded(heading.cells),
    rows: below.map(({ cells }) => padded(cells)),
    numbers: below.map(({ number }) => number),
  }
}

async function filledLines(source: AsyncIterable<Line>): Promise<Line[]> {
  const lines: Line[] = []
  let size = 0
  for await (const { number, cells } of source) {
    const filled = trimmed(cells)
    if (filled.length > FILE_LIMITS.columns) {
      throw new FileTooLongError('columns', FILE_LIMITS.columns, number)
    }
    const long = filled.findIndex((cell) => cell.length > FILE_LIMITS.cell)
    if (long >= 0) throw new FileTooLongCellError(`${columnLetters(long)}${number}`)
    // A workbook names one text from many cells: what the rows take is more than what the file unpacks to.
    size += keptBytes(filled)
    if (size > FILE_LIMITS.unpacked) throw new FileUnpacksTooLargeError(FILE_LIMITS.unpacked)
    if (filled.length > 0) lines.push({ number, cells: filled })
    // more lines for the headings and what stands above them
    if (lines.length > FILE_LIMITS.rows + 1 + FILE_LIMITS.above) {
      throw new FileTooLongError('rows', FILE_LIMITS.rows)
    }
    if (number % BREATH === 0) await turn()
  }
  return lines
}

function headingAt(lines: readonly Line[], score?: HeadingScore): number {
  if (!score) return 0
  const scores = lines.slice(0, FILE_LIMITS.above).map(({ cells }) => score(cells))
  const best = Math.max(0, ...scores)
  return best > 0 ? scores.indexOf(best) : 0
}

/** At most what a line takes as JSON, with the empty cells that fill it up (see packRows). */
function keptBytes(line: string[]): number {
  return Buffer.byteLength(JSON.stringify(line)) + 3 * (FILE_LIMITS.columns - line.length) + 1
}

/** Cells without the blanks around them, and without the empty ones at the end of the line. */
function trimmed(line: string[]): string[] {
  const cells = line.map((cell) => cell.replaceAll('\u00A0', ' ').trim())
  let length = cells.length
  while (length > 0 && cells[length - 1] === '') length--
  return cells.slice(0, length)
}
