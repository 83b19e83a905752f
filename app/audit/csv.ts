import { withoutFormula } from '../transfer/files/formula.ts'

/** Bytes that make Excel read a file as UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF'

/**
 * One line of a CSV file (RFC 4180). A value that a spreadsheet would run gets an apostrophe in front, so that it
 * stays text.
 */
export function csvLine(values: (string | null)[]): string {
  return `${values.map(csvCell).join(',')}\r\n`
}

function csvCell(value: string | null): string {
  if (value === null) return ''
  const text = withoutFormula(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
