import { DateTime } from 'luxon'
import type { BusinessDate } from './business_date.ts'
import { InvalidDateError } from './errors.ts'

/** The twelve months by which books are kept. */
export interface FinancialYear {
  /** First day. */
  start: BusinessDate
  /** Last day. */
  end: BusinessDate
  /** As statutory forms write it: `2026-27`; a calendar year is `2026`. */
  label: string
  /** For document numbers: `26-27`; a calendar year is `26`. */
  short: string
}

/**
 * The financial year a day belongs to.
 *
 * @param startMonth month in which it begins, 1 to 12; 4 (April) is the Indian year
 * @throws InvalidDateError when the date does not exist
 * @throws RangeError when the month is not 1 to 12, which is a fault of the caller
 */
export function financialYear(date: BusinessDate, startMonth = 4): FinancialYear {
  const day = DateTime.fromISO(date, { zone: 'utc' })
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !day.isValid) {
    throw new InvalidDateError(`${date}`, 'YYYY-MM-DD')
  }
  if (!Number.isInteger(startMonth) || startMonth < 1 || startMonth > 12) {
    throw new RangeError(`A financial year cannot begin in month ${startMonth}`)
  }

  const startYear = day.month >= startMonth ? day.year : day.year - 1
  const start = DateTime.utc(startYear, startMonth, 1)
  const end = start.plus({ years: 1 }).minus({ days: 1 })
  const label = end.year === startYear ? `${startYear}` : `${startYear}-${end.toFormat('yy')}`
  return { start: start.toISODate()!, end: end.toISODate()!, label, short: label.slice(2) }
}
