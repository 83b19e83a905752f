import type { GstCalculator } from '@karkhana/gst/contracts'
import type { BusinessDate } from '@karkhana/kernel/dates'
import { lawRate, type RateFacts } from './law_rates.ts'
import type { OwnRate } from './own_rates.ts'

/** The GST rate of an item on a date, and where it comes from. */
export type ItemRate =
  | {
      known: true
      /** Percent, shortest spelling. */
      rate: string
      /** The organisation's own decision, or the law's table. */
      decidedBy: 'own' | 'law'
      /** Reason of the decision, or the notification. */
      source: string | null
      /** When the table's entry does not hold for every item under its heading. */
      caution: string | null
    }
  | { known: false; message: string }

/**
 * The rate that is charged: nothing on untaxed items, else the organisation's own decision in force,
 * else the law's table. Never a guess.
 */
export function itemRate(
  gst: GstCalculator,
  facts: RateFacts,
  own: OwnRate | undefined,
  date: BusinessDate
): ItemRate {
  if (facts.treatment === 'taxable' && own && own.rate !== null) {
    return { known: true, rate: own.rate, decidedBy: 'own', source: own.reason, caution: null }
  }
  const law = lawRate(gst, facts, date)
  if (!law.known) return law
  return {
    known: true,
    rate: law.rate,
    decidedBy: 'law',
    source: law.source,
    caution: law.caution,
  }
}
