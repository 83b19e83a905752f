import { Readable } from 'node:stream'
import { BYTE_ORDER_MARK, csvLine } from '../../audit/csv.ts'
import type { FileCell } from './cells.ts'

/**
 * A CSV file (RFC 4180, UTF-8 with a byte order mark for Excel) that is written while it is sent. Text that a
 * spreadsheet would run gets an apostrophe in front; numbers are written as numbers.
 */
export function writeCsv(headings: string[], batches: AsyncIterable<FileCell[][]>): Readable {
  async function* lines() {
    yield BYTE_ORDER_MARK + csvLine(headings)
    for await (const rows of batches) yield rows.map(line).join('')
  }
  return Readable.from(lines())
}

function line(cells: FileCell[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}

function cell(content: FileCell): string {
  if (content.kind === 'empty') return ''
  // Of a number nothing is left to run: `-5` stays a number.
  if (content.kind === 'number' || content.kind === 'money') return content.value
  return csvLine([content.value]).slice(0, -2)
}
