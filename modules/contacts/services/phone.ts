import { PhoneError } from '../errors.ts'

/** Writing that people use inside a number; anything else is no number. */
const PUNCTUATION = /[\s().\-/]/g

/**
 * A phone number as E.164. Ten digits are Indian, mobile or landline with its STD code; a leading 0
 * is the trunk prefix. Other countries need + or 00 and their code (ITU-T E.164: at most 15 digits).
 * @throws PhoneError
 */
export function normalisePhone(typed: string): string {
  const compact = typed.trim().replace(PUNCTUATION, '').replace(/^00/, '+')
  if (!/^\+?[0-9]+$/.test(compact)) throw new PhoneError()
  if (compact.startsWith('+')) return international(compact)
  const national = compact.replace(/^0/, '')
  if (/^[1-9][0-9]{9}$/.test(national)) return `+91${national}`
  if (/^91[1-9][0-9]{9}$/.test(national)) return `+${national}`
  throw new PhoneError()
}

function international(number: string): string {
  const pattern = number.startsWith('+91') ? /^\+91[1-9][0-9]{9}$/ : /^\+[1-9][0-9]{7,14}$/
  if (!pattern.test(number)) throw new PhoneError()
  return number
}

/**
 * The digits of a search term, when it reads like a part of a phone number; without trunk prefix.
 * Three digits at least, since fewer find everybody.
 */
export function phoneDigits(term: string): string | null {
  const compact = term.trim().replace(PUNCTUATION, '')
  const digits = /^\+?([0-9]{3,15})$/.exec(compact)?.[1]
  return digits ? digits.replace(/^0+/, '') || null : null
}
