import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { FileEncodingError, FileUnreadableError } from './errors.ts'
import { withFormula } from './formula.ts'

const DELIMITERS = [',', ';', '\t'] as const

/**
 * The lines of a CSV file. Comma, semicolon and tab are told by the first line; an apostrophe that an export put before
 * a formula is taken off again.
 * @throws FileEncodingError, FileUnreadableError naming the line
 */
export async function* readCsv(bytes: Buffer): AsyncGenerator<string[]> {
  const text = decode(bytes)
  if (text.includes('\0')) throw new FileUnreadableError('This file is not a table.')
  const parser = Readable.from([text]).pipe(
    parse({
      delimiter: delimiterOf(text),
      relax_column_count: true,
      skip_empty_lines: true,
      relax_quotes: false,
    })
  )
  try {
    for await (const line of parser as AsyncIterable<string[]>) yield line.map(withFormula)
  } catch (error) {
    const { lines, code } = error as { lines?: number; code?: string }
    if (!code?.startsWith('CSV_')) throw error
    throw new FileUnreadableError(
      `The quotation marks around line ${lines ?? 1} do not fit together.`,
      error,
      'Save the file again with your spreadsheet program, or upload it as .xlsx.'
    )
  }
}

/** UTF-8, or what its byte order mark says. Old code pages lose Indian letters, so they are refused. */
function decode(bytes: Buffer): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) throw new FileEncodingError()
    throw error
  }
}

function delimiterOf(text: string): string {
  const head = text.slice(0, 10_000).replace(/"(?:[^"]|"")*"/g, '')
  const line = head.split(/\r?\n/, 1)[0] ?? ''
  const count = (delimiter: string) => line.split(delimiter).length
  return DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best))
}
