import { addDays, daysBetween, type BusinessDate } from '@karkhana/kernel/dates'
import type { GstCalculator, RateResult } from '@karkhana/gst/contracts'
import type Item from '../models/item.ts'

/** What the law's table needs to know about an item. */
export type RateFacts = Pick<Item, 'hsn' | 'treatment' | 'evUse'>

/** One stretch of days with the same rate; both ends belong to it. */
export interface LawPeriod {
  from: BusinessDate
  to: BusinessDate
  /** Percent; `null` where the table does not know the item. */
  rate: string | null
  source: string | null
  caution: string | null
}

/** The day GST came into force. */
export const GST_BEGAN: BusinessDate = '2017-07-01'

/** The law's rate of an item on a date. */
export function lawRate(gst: GstCalculator, facts: RateFacts, date: BusinessDate): RateResult {
  return gst.rateFor({
    hsn: facts.hsn,
    date,
    flags: {
      treatment: facts.treatment,
      electricVehicle: facts.evUse === 'vehicle',
      evCharger: facts.evUse === 'charger',
      evCharging: facts.evUse === 'charging',
    },
  })
}

/**
 * The law's rates of an item from the beginning of GST to a date, oldest first. The table answers
 * for single days, so it is asked once a week, and between two answers that differ the first day of
 * the new rate is looked for. Notifications last for months; a rate of less than a week would be
 * missed.
 */
export function lawHistory(gst: GstCalculator, facts: RateFacts, until: BusinessDate): LawPeriod[] {
  const rateAt = (day: BusinessDate) => lawRate(gst, facts, day)
  const periods = [openPeriod(GST_BEGAN, rateAt(GST_BEGAN))]
  let day = GST_BEGAN
  while (day < until) {
    const next = addDays(day, Math.min(7, daysBetween(day, until)))
    if (rateOf(rateAt(next)) !== rateOf(rateAt(day))) {
      const first = firstDayOf(rateAt, day, next)
      periods.at(-1)!.to = addDays(first, -1)
      periods.push(openPeriod(first, rateAt(first)))
    }
    day = next
  }
  periods.at(-1)!.to = until
  return periods
}

/** The first day after `before` on which the rate is the one of `after`. */
function firstDayOf(
  rateAt: (day: BusinessDate) => RateResult,
  before: BusinessDate,
  after: BusinessDate
) {
  let day = after
  while (addDays(day, -1) > before && rateOf(rateAt(addDays(day, -1))) === rateOf(rateAt(after))) {
    day = addDays(day, -1)
  }
  return day
}

function openPeriod(from: BusinessDate, result: RateResult): LawPeriod {
  return {
    from,
    to: from,
    rate: rateOf(result),
    source: result.known ? result.source : null,
    caution: result.known ? result.caution : null,
  }
}

function rateOf(result: RateResult) {
  return result.known ? result.rate : null
}
