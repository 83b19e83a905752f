import { parsePhone } from '@karkhana/kernel'
import { PhoneError } from '../errors.ts'

/** Writing that people use inside a number; anything else is no number. */
const PUNCTUATION = /[\s().\-/]/g

/**
 * A phone number as E.164; see `parsePhone` of the kernel for how people may write it.
 * @throws PhoneError
 */
export function normalisePhone(typed: string): string {
  const phone = parsePhone(typed)
  if (!phone) throw new PhoneError()
  return phone
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
