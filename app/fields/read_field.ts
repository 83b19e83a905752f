import vine from '@vinejs/vine'
import { isBusinessDate } from '../dates/index.ts'
import { asPaise, compareDecimals, formatRupees, normalizeDecimal } from '../money/index.ts'
import type { FieldDeclaration, FieldKind, FieldValue } from './declaration.ts'
import { parsePhone } from './phone.ts'

/** The value that was given, or what is wrong with it and what to do, in words that fit under the input. */
export type FieldReading = { value: Exclude<FieldValue, null> } | { problem: string }

type Reader = (raw: string | number | boolean, field: FieldDeclaration) => FieldReading

/** Characters of a text that says nothing else. */
const LONGEST: Partial<Record<FieldKind, number>> = { multiline: 5_000, email: 254, url: 2_000 }
const LONGEST_LINE = 500

const wrong = (problem: string): FieldReading => ({ problem })

/**
 * Reads one given value: from a form or JSON as its own type, from an address or a file as text. Whether it may be
 * missing is the caller's question.
 */
export function readField(field: FieldDeclaration, given: unknown): FieldReading {
  if (typeof given !== 'string' && typeof given !== 'number' && typeof given !== 'boolean') {
    return wrong('This must be a single value.')
  }
  return READERS[field.kind](given, field)
}

const READERS: Record<FieldKind, Reader> = {
  text: readText,
  multiline: readText,
  email: (raw, field) =>
    narrowed(
      readText(raw, field),
      vine.helpers.isEmail,
      'This is not an e-mail address. It looks like name@example.com.'
    ),
  url: (raw, field) =>
    narrowed(
      readText(raw, field),
      isWebAddress,
      'This is not a web address. It begins with https://'
    ),
  phone(raw) {
    const phone = parsePhone(String(raw))
    return phone
      ? { value: phone }
      : wrong('This is not a phone number. Ten digits, or + and the code of the country before it.')
  },
  integer: readInteger,
  money: readInteger,
  number(raw, field) {
    const typed = String(raw).trim()
    if (typeof raw === 'boolean' || !/^-?\d{1,15}(\.\d{1,6})?$/.test(typed)) {
      return wrong('This must be a number with six decimals at most.')
    }
    const value = normalizeDecimal(typed)
    return outside(field, (limit) => compareDecimals(value, decimal(limit))) ?? { value }
  },
  date(raw) {
    return isBusinessDate(raw)
      ? { value: raw }
      : wrong('This is not a date. Write it as YYYY-MM-DD.')
  },
  switch(raw) {
    if (raw === true || raw === 'true' || raw === '1' || raw === 1) return { value: true }
    if (raw === false || raw === 'false' || raw === '0' || raw === 0) return { value: false }
    return wrong('This must be yes or no.')
  },
  choice(raw, { options = [] }) {
    const chosen = options.find(({ value }) => value === String(raw))
    return chosen ? { value: chosen.value } : wrong('Choose one of the values offered.')
  },
}

function readText(raw: string | number | boolean, field: FieldDeclaration): FieldReading {
  const value = String(raw).trim()
  const { min = 0, max = LONGEST[field.kind] ?? LONGEST_LINE, pattern, example } = field
  const controls = field.kind === 'multiline' ? /[^\P{Cc}\t\n\r]/u : /\p{Cc}/u
  if (controls.test(value)) return wrong('A line break or control character is not allowed here.')
  if (value.length < min) return wrong(`This is too short: ${min} characters or more.`)
  if (value.length > max) return wrong(`This is too long: ${max} characters at most.`)
  if (pattern && !new RegExp(`^(?:${pattern})$`, 'u').test(value)) {
    return wrong(
      example
        ? `This is not written as it should be. It looks like ${example}`
        : 'This is not written as it should be. Check the characters.'
    )
  }
  return { value }
}

function readInteger(raw: string | number | boolean, field: FieldDeclaration): FieldReading {
  const value = typeof raw === 'string' && /^-?\d{1,16}$/.test(raw.trim()) ? Number(raw) : raw
  if (!Number.isSafeInteger(value)) {
    return wrong(
      field.kind === 'money' ? 'This must be an amount.' : 'This must be a whole number.'
    )
  }
  const amount = value as number
  return (
    outside(field, (limit) => Math.sign(amount - limit)) ?? { value: amount === 0 ? 0 : amount }
  )
}

/** What is wrong when the value lies below `min` or above `max`. */
function outside(field: FieldDeclaration, compare: (limit: number) => number): FieldReading | null {
  const shown = (limit: number) =>
    field.kind === 'money' ? formatRupees(asPaise(limit)) : String(limit)
  const { min, max } = field
  if (min !== undefined && compare(min) < 0) return wrong(`This must be ${shown(min)} or more.`)
  if (max !== undefined && compare(max) > 0) return wrong(`This must be ${shown(max)} or less.`)
  return null
}

function narrowed(reading: FieldReading, fits: (value: string) => boolean, problem: string) {
  if ('problem' in reading) return reading
  return fits(String(reading.value)) ? reading : wrong(problem)
}

function isWebAddress(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
}

/** A limit of a declaration without the exponent that JavaScript may print. */
const decimal = (limit: number) => limit.toFixed(6)
