import { Readable } from 'node:stream'
import { BYTE_ORDER_MARK } from '../../audit/csv.ts'
import type { ReportRow } from '../../reports/declaration.ts'
import { moneyText, numberText, type CellValue, type FileColumn, type FileTable } from './cells.ts'
import { withoutFormula } from './formula.ts'
import { WallClock } from './instants.ts'

/**
 * A CSV file (RFC 4180, UTF-8 with a byte order mark for Excel) that is written while it is sent. Text that a
 * spreadsheet would run gets an apostrophe in front; numbers, amounts and phone numbers stay what they are.
 */
export function writeCsv(
  { columns, zone }: FileTable,
  batches: AsyncIterable<readonly ReportRow[]>
): Readable {
  const clock = new WallClock(zone)
  const writers = columns.map((column) => [column.key, cellWriter(column, clock)] as const)
  async function* lines() {
    yield Buffer.from(BYTE_ORDER_MARK + line(columns.map(({ label }) => text(label))))
    for await (const rows of batches) {
      let chunk = ''
      for (const row of rows) chunk += line(writers.map(([key, write]) => write(row[key])))
      yield Buffer.from(chunk)
    }
  }
  return Readable.from(lines(), { objectMode: false })
}

const line = (cells: string[]) => `${cells.join(',')}\r\n`

function text(value: string): string {
  const safe = withoutFormula(value)
  return /[",\r\n;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** How the values of a column are written; an empty cell is an empty text. */
function cellWriter({ kind }: FileColumn, clock: WallClock): (value: CellValue) => string {
  const shown = WRITERS[kind]
  return (value) => {
    if (value === null || value === undefined || value === '') return ''
    if (typeof value === 'boolean') return value ? 'Yes' : 'No'
    return shown(value, clock)
  }
}

const WRITERS: Record<FileColumn['kind'], (value: string | number, clock: WallClock) => string> = {
  text: (value) => text(String(value)),
  date: (value) => text(String(value)),
  number: (value) => numberText(value) ?? text(String(value)),
  integer: (value) => numberText(value) ?? text(String(value)),
  money: moneyText,
  instant: (value, clock) => clock.text(String(value)) ?? text(String(value)),
}
