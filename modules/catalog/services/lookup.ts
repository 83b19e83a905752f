import type { Scope } from '@karkhana/kernel'
import { formatRupees, paise } from '@karkhana/kernel/money'
import type { ItemKind, ItemTreatment } from '../contracts.ts'
import { contains, startsWith } from '../lists/like.ts'
import Item from '../models/item.ts'
import { ratesToday } from './rate_history.ts'

/** One choice of an item picker, with what a document line takes over. */
export interface ItemOption {
  id: string
  label: string
  hint: string
  kind: ItemKind
  code: string
  hsn: string
  unit: string
  unitPrice: string
  treatment: ItemTreatment
  /** Percent today; `null` while none is known. */
  gstRate: string | null
}

/** Items in use whose code, name or HSN fits what was typed, the nearest first, at most 20. */
export async function lookupItems(
  scope: Scope,
  input: { q?: string | null; kind?: ItemKind }
): Promise<ItemOption[]> {
  const term = input.q ?? ''
  return scope.read(async () => {
    const query = Item.query().whereNull('archived_at')
    if (input.kind) query.where('kind', input.kind)
    if (term) {
      query
        .where((either) =>
          either
            .whereILike('code', contains(term))
            .orWhereILike('name', contains(term))
            .orWhereLike('hsn', startsWith(term))
        )
        .orderByRaw('(code ilike ?) desc, (name ilike ?) desc', [
          startsWith(term),
          startsWith(term),
        ])
    }
    const items = await query.orderByRaw('lower(name), id').limit(20)
    const rates = await ratesToday(scope, items)
    return items.map((item) => option(item, rates.get(item.id) ?? null))
  })
}

function option(item: Item, gstRate: string | null): ItemOption {
  return {
    id: item.id,
    label: item.name,
    hint: `${item.code} · ${formatRupees(paise(item.unitPrice))} per ${item.unit}`,
    kind: item.kind,
    code: item.code,
    hsn: item.hsn,
    unit: item.unit,
    unitPrice: item.unitPrice,
    treatment: item.treatment,
    gstRate,
  }
}
