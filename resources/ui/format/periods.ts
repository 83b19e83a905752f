import { addDays } from './dates.ts'

/** Stretches of time that people ask for by name. */
export type PeriodName =
  | 'today'
  | 'yesterday'
  | 'last_7_days'
  | 'last_30_days'
  | 'this_month'
  | 'last_month'
  | 'this_quarter'
  | 'last_quarter'
  | 'this_year'
  | 'last_year'

/** First and last business date of a stretch of time, both inside it. */
export interface Period {
  from: string
  to: string
}

/** First month of the Indian financial year (section 2(41) of the Companies Act, 2013: it ends on 31 March). */
const FIRST_MONTH = 4

/** The first of a month that may lie outside of 1 to 12. */
function firstOf(year: number, month: number): string {
  return new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 10)
}

/** Whole months from one on. */
function months(year: number, month: number, count: number): Period {
  return { from: firstOf(year, month), to: addDays(firstOf(year, month + count), -1) }
}

/** Year in which the financial year of a date began: 2025 for 31-03-2026. */
export function financialYearOf(date: string): number {
  const [year = 0, month = 0] = date.split('-').map(Number)
  return month >= FIRST_MONTH ? year : year - 1
}

/** Prints the financial year of a date: 2026-27. */
export function formatFinancialYear(date: string): string {
  const year = financialYearOf(date)
  return `${year}-${String((year + 1) % 100).padStart(2, '0')}`
}

/** A named stretch of time. Quarters and years are those of the financial year, April to March. */
export function periodOf(name: PeriodName, today: string): Period {
  const [year = 0, month = 0] = today.split('-').map(Number)
  const quarter = month - ((month + 12 - FIRST_MONTH) % 3)
  switch (name) {
    case 'today':
      return { from: today, to: today }
    case 'yesterday':
      return { from: addDays(today, -1), to: addDays(today, -1) }
    case 'last_7_days':
      return { from: addDays(today, -6), to: today }
    case 'last_30_days':
      return { from: addDays(today, -29), to: today }
    case 'this_month':
      return months(year, month, 1)
    case 'last_month':
      return months(year, month - 1, 1)
    case 'this_quarter':
      return months(year, quarter, 3)
    case 'last_quarter':
      return months(year, quarter - 3, 3)
    case 'this_year':
      return months(financialYearOf(today), FIRST_MONTH, 12)
    case 'last_year':
      return months(financialYearOf(today) - 1, FIRST_MONTH, 12)
  }
}

/** All of them, in the order in which they are offered. */
export const PERIOD_NAMES: readonly PeriodName[] = [
  ...(['today', 'yesterday', 'last_7_days', 'last_30_days', 'this_month'] as const),
  ...(['last_month', 'this_quarter', 'last_quarter', 'this_year', 'last_year'] as const),
]

/** Days of the weeks that touch a month, Monday first, so that a calendar has whole rows. */
export function weeksOf(month: string): string[][] {
  const first = `${month.slice(0, 7)}-01`
  const weekday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7
  const start = addDays(first, -weekday)
  return Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (_day, day) => addDays(start, week * 7 + day))
  ).filter(([monday = '']) => monday.slice(0, 7) <= first.slice(0, 7))
}

/** Moves a date by months; the 31st becomes the last day of a shorter month. */
export function addMonths(date: string, count: number): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  const { from, to } = months(year, month + count, 1)
  return `${from.slice(0, 8)}${String(Math.min(day, Number(to.slice(8)))).padStart(2, '0')}`
}
