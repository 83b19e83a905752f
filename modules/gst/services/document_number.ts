import type { DocumentNumberResult } from '../contracts.ts'

/**
 * Holds a document number against Rule 46(b) (at most 16 characters: letters, digits, dash, slash)
 * and the portal's pattern (may not begin with 0, dash or slash). Since 2025-06-01 the portal takes
 * numbers without regard to case and stores them in upper case (GSTN advisory of 2025-04-04), so the
 * returned value is upper case.
 */
export function checkDocumentNumber(no: string): DocumentNumberResult {
  const value = no.trim().toUpperCase()
  if (value === '') {
    return { ok: false, fault: 'empty', message: 'The number is missing. Enter one.' }
  }
  const stray = /[^A-Z0-9/-]/u.exec(value)?.[0]
  if (stray !== undefined) {
    const name = /\s/.test(stray) ? 'a blank' : `"${stray}"`
    return {
      ok: false,
      fault: 'character',
      message: `The number contains ${name}. Use only the letters A to Z, digits, - and /.`,
    }
  }
  if (value.length > 16) {
    return {
      ok: false,
      fault: 'length',
      message: `The number has ${value.length} characters, 16 are allowed. Shorten the prefix of the series.`,
    }
  }
  if (/^[0/-]/.test(value)) {
    return {
      ok: false,
      fault: 'first-character',
      message: `The number may not begin with "${value[0]}". Begin it with a letter or a digit from 1 to 9.`,
    }
  }
  return { ok: true, value }
}
