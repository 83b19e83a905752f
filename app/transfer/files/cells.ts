import { DateTime } from 'luxon'
import { asPaise, toDecimal } from '../../money/index.ts'
import type { ColumnDeclaration, ReportRow } from '../../reports/declaration.ts'

/** A value of a report or export as it goes into a file: numbers are decimal strings, money is in rupees. */
export type FileCell =
  { kind: 'text' | 'number' | 'money' | 'date' | 'instant'; value: string } | { kind: 'empty' }

/** How the values of a column are written. `instant` is shown in `zone`. */
export function fileCell(
  value: ReportRow[string] | undefined,
  { kind }: Pick<ColumnDeclaration, 'kind'>,
  zone: string
): FileCell {
  if (value === null || value === undefined || value === '') return { kind: 'empty' }
  if (typeof value === 'boolean') return { kind: 'text', value: value ? 'Yes' : 'No' }
  if (kind === 'money') return { kind, value: toDecimal(asPaise(Number(value))) }
  if (kind === 'number' || kind === 'integer') {
    const number = String(value)
    return /^-?\d+(\.\d+)?$/.test(number) ? { kind: 'number', value: number } : text(number)
  }
  if (kind === 'date') return { kind, value: String(value) }
  if (kind === 'instant') {
    const at = DateTime.fromISO(String(value), { zone })
    return at.isValid ? { kind, value: at.toFormat('yyyy-MM-dd HH:mm') } : text(String(value))
  }
  return text(String(value))
}

const text = (value: string): FileCell => ({ kind: 'text', value })
