import type { Scope } from '@karkhana/kernel'
import { addDays, type BusinessDate } from '@karkhana/kernel/dates'
import type {} from '@karkhana/gst/contracts'
import type Item from '../models/item.ts'
import { itemRate, type ItemRate } from './item_rate.ts'
import { lawHistory, type LawPeriod, type RateFacts } from './law_rates.ts'
import { ownRates, ownRatesOn, type OwnRate } from './own_rates.ts'

/** How far ahead announced rates are looked for, in days. */
const AHEAD = 366

/** Today's rate with the day since when it holds; `since` is `null` while no rate is known. */
export type RateToday = ItemRate & { since: BusinessDate | null }

export interface RateHistory {
  today: RateToday
  /** The organisation's decisions, the one that begins last first. */
  own: OwnRate[]
  /** The law's table, newest first; empty for untaxed items. */
  law: LawPeriod[]
}

/** The rate of an item by date: what holds today, what the organisation decided, what the law says. */
export async function rateHistory(scope: Scope, item: Item): Promise<RateHistory> {
  const gst = await scope.need('gst.calculator@1')
  const today = scope.today()
  const own = await ownRates(scope, item.id)
  const inForce = own.find((decision) => decision.from <= today)
  const law = item.treatment === 'taxable' ? lawHistory(gst, item, addDays(today, AHEAD)) : []
  const rate = itemRate(gst, item, inForce, today)
  return {
    today: { ...rate, since: sinceOf(rate, inForce, law, today) },
    own,
    law: law.toReversed(),
  }
}

/** Today's GST in percent of each item, by id; `null` where none is known. */
export async function ratesToday(
  scope: Scope,
  items: (RateFacts & { id: string })[]
): Promise<Map<string, string | null>> {
  const gst = await scope.need('gst.calculator@1')
  const ids = items.map((item) => item.id)
  const own = await scope.read((unit) => ownRatesOn(unit, ids, scope.today()))
  return new Map(
    items.map((item) => {
      const rate = itemRate(gst, item, own.get(item.id), scope.today())
      return [item.id, rate.known ? rate.rate : null]
    })
  )
}

function sinceOf(
  rate: ItemRate,
  own: OwnRate | undefined,
  law: LawPeriod[],
  today: BusinessDate
): BusinessDate | null {
  if (!rate.known) return null
  if (rate.decidedBy === 'own') return own!.from
  const period = law.find((each) => each.from <= today && today <= each.to)
  if (!period) return null
  return own && own.from > period.from ? own.from : period.from
}
