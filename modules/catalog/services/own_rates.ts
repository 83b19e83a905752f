import type { Scope, Unit } from '@karkhana/kernel'
import { findOr404 } from '@karkhana/kernel/database'
import { isBusinessDate, type BusinessDate } from '@karkhana/kernel/dates'
import { normalizeDecimal } from '@karkhana/kernel/money'
import { v7 as uuidv7 } from 'uuid'
import { ItemUntaxedError, RateDateError, RateNotAllowedError } from '../errors.ts'
import Item from '../models/item.ts'
import { allowedRates, isAllowedRate } from './allowed_rates.ts'

/** A rate that the organisation has decided for an item, from a day on. */
export interface OwnRate {
  id: string
  itemId: string
  from: BusinessDate
  /** Percent; `null` gives the item back to the law's table. */
  rate: string | null
  reason: string
  decidedBy: string
  /** ISO instant, UTC. */
  at: string
}

export interface OwnRateInput {
  from: BusinessDate
  rate: string | null
  reason: string
}

const OWN_RATE = `
  r.id, r.item_id as "itemId", r.from_date::text as "from", r.rate::text as rate, r.reason,
  r.decided_by as "decidedBy",
  to_char(r.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`

/** Of two decisions for the same day the later one counts. */
const ORDER = 'r.from_date desc, r.created_at desc, r.id desc'

/** The decision in force on a date, by item. */
export async function ownRatesOn(
  unit: Unit,
  itemIds: string[],
  date: BusinessDate
): Promise<Map<string, OwnRate>> {
  if (itemIds.length === 0) return new Map()
  const rows = await unit.rows<OwnRate>(
    `select distinct on (r.item_id) ${OWN_RATE} from catalog_item_rates r
      where r.item_id = any(?) and r.from_date <= ? order by r.item_id, ${ORDER}`,
    [itemIds, date]
  )
  return new Map(rows.map((row) => [row.itemId, shortest(row)]))
}

/** Every decision about an item, the one that begins last first. */
export async function ownRates(scope: Scope, itemId: string): Promise<OwnRate[]> {
  return scope.read(async (unit) => {
    const rows = await unit.rows<OwnRate>(
      `select ${OWN_RATE} from catalog_item_rates r where r.item_id = ? order by ${ORDER} limit 100`,
      [itemId]
    )
    return rows.map(shortest)
  })
}

/**
 * Decides the rate of an item from a day on. Decisions are never changed; a later one for the same
 * day takes its place, and `null` returns to the law's table.
 *
 * @throws NotFoundError, RateNotAllowedError, RateDateError, ItemUntaxedError
 */
export async function decideRate(
  scope: Scope,
  itemId: string,
  input: OwnRateInput
): Promise<OwnRate> {
  return scope.work(async (unit) => {
    const item = await findOr404(Item, itemId, { what: 'item' })
    checkRate(item, input)
    const now = scope.now()
    const id = uuidv7({ msecs: now.toMillis() })
    await unit.table('catalog_item_rates').insert({
      organisation_id: scope.organisationId,
      id,
      item_id: item.id,
      from_date: input.from,
      rate: input.rate,
      reason: input.reason,
      decided_by: scope.actor.name,
      created_at: now.toISO(),
      updated_at: now.toISO(),
    })
    const [row] = await unit.rows<OwnRate>(
      `select ${OWN_RATE} from catalog_item_rates r where r.id = ?`,
      [id]
    )
    return shortest(row)
  })
}

function checkRate(item: Item, { rate, from }: OwnRateInput) {
  if (item.treatment !== 'taxable') throw new ItemUntaxedError()
  if (!isBusinessDate(from) || from > '2099-12-31') throw new RateDateError()
  const allowed = allowedRates(from)
  if (allowed.length === 0) throw new RateDateError()
  if (rate !== null && !isAllowedRate(rate, from)) throw new RateNotAllowedError(rate, allowed)
}

function shortest(row: OwnRate): OwnRate {
  return { ...row, rate: row.rate === null ? null : normalizeDecimal(row.rate) }
}
