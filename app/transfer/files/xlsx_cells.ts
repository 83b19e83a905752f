import { DateTime } from 'luxon'
import type { ReadPart } from './xlsx_reader.ts'

/** What a number format shows: a day, a day with time; `null` shows a number. */
export type DateStyle = 'date' | 'instant' | null

/** Number formats that every program knows as dates (ECMA-376 part 1, 18.8.30). */
const BUILT_IN = new Map<number, DateStyle>([
  ...[14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 57].map((id): [number, DateStyle] => [
    id,
    'date',
  ]),
  [22, 'instant'],
])

/** For each cell style, whether it shows a date. */
export async function dateStyles(read: ReadPart): Promise<DateStyle[]> {
  const formats = new Map(BUILT_IN)
  const styles: DateStyle[] = []
  let inCells = false
  await read('xl/styles.xml', {
    open({ name, attributes }) {
      if (name === 'numFmt') {
        formats.set(Number(attributes.numFmtId), styleOf(attributes.formatCode ?? ''))
      }
      if (name === 'cellXfs') inCells = true
      if (name === 'xf' && inCells) styles.push(formats.get(Number(attributes.numFmtId)) ?? null)
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  })
  return styles
}

function styleOf(code: string): DateStyle {
  // without quoted text, escaped characters, colours and conditions
  const bare = code.replace(/"[^"]*"|\\.|\[[^\]]*\]|_./g, '').toLowerCase()
  if (!/[yd]/.test(bare)) return null
  return /[hs]/.test(bare) ? 'instant' : 'date'
}

interface Facts {
  shared: string[]
  from1904: boolean
}

/** What stands in a cell, as text; dates as `YYYY-MM-DD`, times behind them as ` HH:mm`. */
export function cellText(raw: string, type: string, style: DateStyle, facts: Facts): string {
  if (type === 's') return facts.shared[Number(raw)] ?? ''
  if (type === 'inlineStr' || type === 'str') return decoded(raw)
  if (type === 'b') return raw === '1' ? 'true' : 'false'
  if (type !== 'n' || raw === '') return type === 'd' ? raw.slice(0, 10) : raw
  const value = Number(raw)
  if (!Number.isFinite(value)) return raw
  if (style) return dateText(value, style, facts.from1904)
  // Workbooks keep 17 digits of a number that people see 15 of.
  return String(Number(value.toPrecision(15)))
}

/** Days since 30 December 1899, because a spreadsheet of 1983 took 1900 for a leap year. */
function dateText(days: number, style: DateStyle, from1904: boolean): string {
  const origin = from1904 ? DateTime.utc(1904, 1, 1) : DateTime.utc(1899, 12, 30)
  const at = origin.plus({ minutes: Math.round(days * 1440) })
  return at.toFormat(style === 'instant' ? 'yyyy-MM-dd HH:mm' : 'yyyy-MM-dd')
}

/** Characters that XML cannot hold are written as `_x000D_` (ECMA-376 part 1, 22.9.2.19). */
export function decoded(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([\dA-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16))
  )
}
