const GSTIN_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const GSTIN_SHAPE = /^\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z][0-9A-Z][0-9A-Z]$/

/** Upper case, without the spaces and dashes that people put in. */
export function normaliseCode(typed: string): string {
  return typed.toUpperCase().replace(/[^0-9A-Z]/g, '')
}

/**
 * What is wrong with a GSTIN, in words for the reader, or null when shape and check digit agree.
 * The check digit is the published modulo-36 scheme with alternating factors 1 and 2. This only
 * helps while typing; the server decides.
 */
export function gstinProblem(gstin: string): string | null {
  if (gstin.length !== 15) return `A GSTIN has 15 characters, this has ${gstin.length}`
  if (!GSTIN_SHAPE.test(gstin)) return 'A GSTIN looks like 27ABCDE1234F1Z5'
  let sum = 0
  for (let place = 0; place < 14; place++) {
    const product = GSTIN_ALPHABET.indexOf(gstin.charAt(place)) * (place % 2 === 0 ? 1 : 2)
    sum += Math.floor(product / 36) + (product % 36)
  }
  const check = GSTIN_ALPHABET.charAt((36 - (sum % 36)) % 36)
  return check === gstin.charAt(14)
    ? null
    : 'The check digit does not match: one character is wrong'
}

/** Prints a registration number in its groups: MH12AB1234 → MH 12 AB 1234. */
export function formatRegistration(registration: string): string {
  const code = normaliseCode(registration)
  const state = /^([A-Z]{2})(\d{1,2})([A-Z]{0,3})(\d{1,4})$/.exec(code)
  if (state) return state.slice(1).filter(Boolean).join(' ')
  const bharat = /^(\d{2})(BH)(\d{4})([A-Z]{1,2})$/.exec(code)
  return bharat ? bharat.slice(1).join(' ') : code
}

/**
 * Reads a phone number as E.164: ten digits are Indian (+91), a leading 0 is dropped, any other
 * country needs its plus sign. Null when it is no number.
 */
export function parsePhone(typed: string): string | null {
  const digits = typed.replace(/\D/g, '')
  if (typed.trim().startsWith('+')) return /^\d{8,15}$/.test(digits) ? `+${digits}` : null
  const local = digits.replace(/^0+/, '')
  if (/^[1-9]\d{9}$/.test(local)) return `+91${local}`
  return /^91[1-9]\d{9}$/.test(local) ? `+${local}` : null
}

/** Prints E.164 for reading: +919822012345 → +91 98220 12345. */
export function formatPhone(phone: string): string {
  const match = /^\+91(\d{5})(\d{5})$/.exec(phone)
  return match ? `+91 ${match[1]} ${match[2]}` : phone
}

/** Up to two initials of a name, for an avatar. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const first = words[0]?.charAt(0) ?? '?'
  const last = words.length > 1 ? (words[words.length - 1]?.charAt(0) ?? '') : ''
  return `${first}${last}`.toUpperCase()
}
