/** Writing that people use inside a number; anything else is no number. */
const PUNCTUATION = /[\s().\-/]/g

/**
 * A phone number as E.164, `null` when it is none. Ten digits are Indian, mobile or landline with its STD code; a
 * leading 0 is the trunk prefix. Other countries need + or 00 and their code (ITU-T E.164: at most 15 digits).
 */
export function parsePhone(typed: string): string | null {
  const compact = typed.trim().replace(PUNCTUATION, '').replace(/^00/, '+')
  if (compact.startsWith('+91')) return /^\+91[1-9][0-9]{9}$/.test(compact) ? compact : null
  if (compact.startsWith('+')) return /^\+[1-9][0-9]{7,14}$/.test(compact) ? compact : null
  const national = compact.replace(/^0/, '')
  if (/^[1-9][0-9]{9}$/.test(national)) return `+91${national}`
  return /^91[1-9][0-9]{9}$/.test(national) ? `+${national}` : null
}
