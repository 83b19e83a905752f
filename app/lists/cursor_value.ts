import { DateTime } from 'luxon'
import type { SortDeclaration } from './declaration.ts'

/** SQL type that the last value of a page is cast to. */
export type CursorType = SortDeclaration['type']

const MOST = { bigint: 2n ** 63n - 1n, integer: 2n ** 31n - 1n }

/**
 * Whether the database can make a value of the type of a text. Page markers come back from outside: one that was
 * tampered with is refused, and fails nowhere.
 */
export function isCursorValue(type: CursorType, text: string): boolean {
  if (type === 'text') return !text.includes('\0')
  if (type === 'date') return text === NEVER || isDay(text)
  if (type === 'timestamptz') return text === NEVER || isInstant(text)
  if (!/^-?\d{1,19}$/.test(text)) return false
  const whole = BigInt(text)
  return whole <= MOST[type] && whole >= -MOST[type]
}

/** Lists put rows without a day behind all that have one: `coalesce(promised_at, 'infinity')`. */
const NEVER = 'infinity'

/** An instant as PostgreSQL writes it, as text or as JSON: `2026-11-21 18:30:00.123456+00`. */
function isInstant(text: string): boolean {
  const [day, time = ''] = text.split(/[ T]/, 2)
  return isDay(day) && text.length === day.length + 1 + time.length && TIME.test(time)
}

/** With the zone, where there is one. */
const TIME = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-](0\d|1[0-4])(:?[0-5]\d){0,2})?$/

/** A day of a year that PostgreSQL knows: it has no year 0. */
function isDay(text: string): boolean {
  return /^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text).isValid
}
