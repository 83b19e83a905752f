import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { FileTooLongCellError, FileUnreadableError } from './errors.ts'
import { withFormula } from './formula.ts'
import { FILE_LIMITS } from './limits.ts'
import { decodeText, type TextEncoding } from './text_encoding.ts'

const DELIMITERS = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof DELIMITERS)[number]

/** Lines by which the delimiter is told, and characters that are handed to the parser at a time. */
const LOOKED_AT = 30
const PIECE = 64 * 1024

/** One line of a file; `number` is its row as a spreadsheet shows it. */
export interface Line {
  number: number
  cells: string[]
}

/** A CSV file that is open for reading. */
export interface OpenCsv {
  encoding: TextEncoding
  delimiter: Delimiter
  lines: AsyncGenerator<Line>
}

/**
 * Opens a CSV file. Encoding and delimiter are found; an apostrophe that an export put before a formula is taken off
 * again.
 * @throws FileEncodingError, FileUnreadableError naming the line
 */
export function openCsv(bytes: Buffer): OpenCsv {
  const { text: whole, encoding } = decodeText(bytes)
  // What Excel puts above a file that does not follow its country.
  const [hint, said] = /^sep=(.)\r?\n/.exec(whole) ?? ['']
  const text = whole.slice(hint.length)
  const delimiter = DELIMITERS.find((each) => each === said) ?? delimiterOf(text)
  return { encoding, delimiter, lines: linesOf(text, delimiter, hint ? 2 : 1) }
}

async function* linesOf(text: string, delimiter: Delimiter, first: number): AsyncGenerator<Line> {
  function* pieces() {
    for (let at = 0; at < text.length; at += PIECE) yield text.slice(at, at + PIECE)
  }
  const parser = Readable.from(pieces()).pipe(
    parse({
      delimiter,
      relax_column_count: true,
      relax_quotes: false,
      max_record_size: FILE_LIMITS.columns * FILE_LIMITS.cell,
    })
  )
  let number = first
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      yield { number: number++, cells: cells.map(withFormula) }
    }
  } catch (error) {
    throw error instanceof CsvError ? refusal(error, first) : error
  }
}

type Refused = CsvError & { records?: number; column?: unknown }

/** What is wrong with the file, in words that help to find the place: the row behind those that could be read. */
function refusal(error: Refused, first: number): Error {
  const row = (error.records ?? 0) + first
  const column = typeof error.column === 'number' ? `, column ${error.column + 1}` : ''
  if (error.code === 'CSV_MAX_RECORD_SIZE') return new FileTooLongCellError(`row ${row}`)
  return new FileUnreadableError(
    error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? `A quotation mark that opens in row ${row} is never closed.`
      : `The quotation marks in row ${row}${column} do not fit together.`,
    error,
    'Correct it there, save the file again with your spreadsheet program, or upload it as .xlsx.'
  )
}

/** The sign that parts the first lines into most cells. */
function delimiterOf(text: string): Delimiter {
  const head = text.slice(0, 50_000).replace(/"(?:[^"]|"")*"/g, '')
  const lines = head.split(/\r?\n|\r/, LOOKED_AT)
  const count = (delimiter: Delimiter) =>
    lines.reduce((sum, line) => sum + line.split(delimiter).length - 1, 0)
  return DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best))
}
