import { DateTime } from 'luxon'
import { InvalidDateError, InvalidZoneError } from './errors.ts'

/**
 * A calendar day of an organisation, `'YYYY-MM-DD'`, stored as `date`. It has no time and no zone;
 * two of them compare as text. Instants are `DateTime` and become a business date only through
 * {@link businessDateOf} with the organisation's zone.
 */
export type BusinessDate = string

const ISO = /^\d{4}-\d{2}-\d{2}$/
const INDIAN = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/

/** Calendar arithmetic runs in UTC, where every day has 24 hours. */
function calendar(date: BusinessDate): DateTime {
  const day = DateTime.fromISO(date, { zone: 'utc' })
  if (!ISO.test(date) || !day.isValid) throw new InvalidDateError(`${date}`, 'YYYY-MM-DD')
  return day
}

/** Whether the text is an existing calendar day written `YYYY-MM-DD`. */
export function isBusinessDate(value: unknown): value is BusinessDate {
  return (
    typeof value === 'string' && ISO.test(value) && DateTime.fromISO(value, { zone: 'utc' }).isValid
  )
}

/**
 * The calendar day on which an instant falls in a zone.
 *
 * @throws InvalidZoneError
 */
export function businessDateOf(instant: DateTime | Date, zone: string): BusinessDate {
  const moment = instant instanceof Date ? DateTime.fromJSDate(instant) : instant
  const day = moment.setZone(zone).toISODate()
  if (day === null) throw new InvalidZoneError(zone)
  return day
}

/**
 * Today in a zone.
 *
 * @throws InvalidZoneError
 */
export function today(zone: string): BusinessDate {
  return businessDateOf(DateTime.utc(), zone)
}

/**
 * Reads a day as people write it in India, day first: `'20-11-2026'`, `'20/11/2026'`.
 *
 * @throws InvalidDateError
 */
export function parseDate(text: string): BusinessDate {
  const parts = INDIAN.exec(text.trim())
  if (!parts) throw new InvalidDateError(text, 'DD-MM-YYYY')
  const date = `${parts[3]}-${parts[2].padStart(2, '0')}-${parts[1].padStart(2, '0')}`
  if (!isBusinessDate(date)) throw new InvalidDateError(text, 'DD-MM-YYYY')
  return date
}

/**
 * Writes a day as `DD-MM-YYYY`.
 *
 * @throws InvalidDateError
 */
export function formatDate(date: BusinessDate): string {
  return calendar(date).toFormat('dd-MM-yyyy')
}

/**
 * The day `count` days later, or earlier when negative.
 *
 * @throws InvalidDateError
 */
export function addDays(date: BusinessDate, count: number): BusinessDate {
  return calendar(date).plus({ days: count }).toISODate()!
}

/**
 * The day `count` months later; a day that does not exist becomes the last one of its month
 * (31 January and one month is 28 or 29 February).
 *
 * @throws InvalidDateError
 */
export function addMonths(date: BusinessDate, count: number): BusinessDate {
  return calendar(date).plus({ months: count }).toISODate()!
}

/**
 * Days from one date to another; negative when the other is earlier.
 *
 * @throws InvalidDateError
 */
export function daysBetween(from: BusinessDate, to: BusinessDate): number {
  return calendar(to).diff(calendar(from), 'days').days
}

/**
 * -1, 0 or 1 as `a` is before, equal to or after `b`.
 *
 * @throws InvalidDateError
 */
export function compareDates(a: BusinessDate, b: BusinessDate): -1 | 0 | 1 {
  return Math.sign(calendar(a).toMillis() - calendar(b).toMillis()) as -1 | 0 | 1
}

/**
 * Whether a day lies in a period; both ends belong to it, `null` leaves the end open. This is how
 * every table of dated law in the product reads its validity.
 *
 * @throws InvalidDateError
 */
export function isWithin(
  date: BusinessDate,
  period: { from: BusinessDate; to: BusinessDate | null }
): boolean {
  return (
    compareDates(date, period.from) >= 0 &&
    (period.to === null || compareDates(date, period.to) <= 0)
  )
}
