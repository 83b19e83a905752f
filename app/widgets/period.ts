import { DateTime } from 'luxon'
import { financialYear, type BusinessDate } from '../dates/index.ts'
import type { Language } from '../lang/declaration.ts'
import type { Scope } from '../tenancy/scope.ts'

/** The stretches of time that the start page can be read for, the shortest first. */
export const PERIODS = ['today', 'this_week', 'this_month', 'this_year'] as const
export type PeriodId = (typeof PERIODS)[number]

/** What somebody sees who has not chosen. */
export const STANDARD_PERIOD: PeriodId = 'this_month'

/** A stretch of business dates up to today, both ends included. */
export interface Period {
  id: PeriodId
  from: BusinessDate
  to: BusinessDate
  /** In which dates on charts are written. */
  language: Language
}

/** One bar or point of a chart over time, both ends included. */
export interface Step {
  from: BusinessDate
  to: BusinessDate
  /** `21 Nov`, or `Nov 2026`. */
  label: string
}

/** Days that a chart shows at least; a single bar compares with nothing. */
const FEWEST_DAYS = 7

/** The period in the zone of the organisation: weeks begin on Monday, years with its financial year. */
export function periodOf(
  scope: Pick<Scope, 'today' | 'organisation' | 'language'>,
  id: PeriodId
): Period {
  const to = scope.today()
  const day = DateTime.fromISO(to, { zone: 'utc' })
  const from: Record<PeriodId, () => BusinessDate> = {
    today: () => to,
    this_week: () => day.startOf('week').toISODate()!,
    this_month: () => day.startOf('month').toISODate()!,
    this_year: () => financialYear(to, scope.organisation.financialYearStart).start,
  }
  return { id, from: from[id](), to, language: scope.language }
}

/**
 * What a chart over the period counts by: months of the financial year, otherwise days, a week of them at least.
 */
export function stepsOf(period: Period): Step[] {
  const at = (date: BusinessDate) =>
    DateTime.fromISO(date, { zone: 'utc', locale: period.language })
  const [first, last] = [at(period.from), at(period.to)]
  if (period.id === 'this_year') {
    const months = last.startOf('month').diff(first.startOf('month'), 'months').months + 1
    return Array.from({ length: months }, (_, index) => {
      const month = first.startOf('month').plus({ months: index })
      const end = month.endOf('month').toISODate()!
      return {
        from: month.toISODate()!,
        to: end < period.to ? end : period.to,
        label: month.toFormat('LLL yyyy'),
      }
    })
  }
  const days = Math.max(FEWEST_DAYS, last.diff(first, 'days').days + 1)
  return Array.from({ length: days }, (_, index) => {
    const day = last.minus({ days: days - 1 - index })
    return { from: day.toISODate()!, to: day.toISODate()!, label: day.toFormat('d LLL') }
  })
}

/** Adds up values by the step that their business date falls into; steps without any have 0. */
export function byStep(
  steps: Step[],
  rows: { date: BusinessDate; value: number | string }[]
): number[] {
  const sums = steps.map(() => 0)
  for (const { date, value } of rows) {
    const index = steps.findIndex(({ from, to }) => date >= from && date <= to)
    if (index >= 0) sums[index] += Number(value)
  }
  return sums
}
