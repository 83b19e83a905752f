/** Bytes that make Excel read a file as UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF'

/** What spreadsheets take for the beginning of a formula (OWASP ASVS 5, 1.2.10). */
const FORMULA = /^[=+\-@\t\r\n\0]/

/**
 * One line of a CSV file (RFC 4180). A value that a spreadsheet would run gets an apostrophe in front, so that it
 * stays text.
 */
export function csvLine(values: (string | null)[]): string {
  return `${values.map(csvCell).join(',')}\r\n`
}

function csvCell(value: string | null): string {
  if (value === null) return ''
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
