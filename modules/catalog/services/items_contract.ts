import type { Scope } from '@karkhana/kernel'
import { findOr404 } from '@karkhana/kernel/database'
import type {} from '@karkhana/gst/contracts'
import type { CatalogItem, CatalogItems, RateOnQuery } from '../contracts.ts'
import { RateUnknownError } from '../errors.ts'
import Item from '../models/item.ts'
import { itemView } from '../transformers/item.ts'
import { itemRate } from './item_rate.ts'
import { ownRatesOn } from './own_rates.ts'

/** What other modules get when they ask for `catalog.items@1`. */
const items: CatalogItems = { get, rateOn }

export default items

/** See the contract. */
async function get(scope: Scope, id: string): Promise<CatalogItem> {
  return scope.read(async () => itemView(await findOr404(Item, id, { what: 'item' })))
}

/** See the contract. */
async function rateOn(scope: Scope, query: RateOnQuery): Promise<string> {
  const gst = await scope.need('gst.calculator@1')
  const hsn = query.hsn.replace(/\s/g, '')
  const rate = await scope.read(async (unit) => {
    const item = query.itemId
      ? await findOr404(Item, query.itemId, { what: 'item', field: query.field ?? 'itemId' })
      : null
    const own = item?.hsn === hsn ? await ownRatesOn(unit, [item.id], query.date) : new Map()
    const facts = { hsn, treatment: item?.treatment ?? 'taxable', evUse: item?.evUse ?? null }
    return itemRate(gst, facts, item ? own.get(item.id) : undefined, query.date)
  })
  if (rate.known) return rate.rate
  throw new RateUnknownError(rate.message, query.field ?? 'hsn')
}
