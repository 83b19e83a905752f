import type { Scope } from '@karkhana/kernel'
import type { CatalogItem, ItemFlags } from '../contracts.ts'
import type Item from '../models/item.ts'
import type { EvUse } from '../models/item.ts'
import { costView, type CostView } from '../services/cost.ts'

const FLAGS: Record<EvUse, ItemFlags> = {
  vehicle: { ev: true },
  charger: { evCharger: true },
  charging: { evCharging: true },
}

/** An item as other modules and the API see it. */
export function itemView(item: Item): CatalogItem {
  return {
    id: item.id,
    kind: item.kind,
    code: item.code,
    name: item.name,
    hsn: item.hsn,
    unit: item.unit,
    unitPrice: item.unitPrice,
    treatment: item.treatment,
    flags: item.evUse ? FLAGS[item.evUse] : {},
  }
}

/** An item with everything its page shows the reader. */
export function itemRecord(scope: Scope, item: Item) {
  return {
    ...itemView(item),
    ...(costView(scope, item) as Partial<CostView>),
    description: item.description ?? null,
    evUse: item.evUse ?? null,
    archived: Boolean(item.archivedAt),
    version: item.version,
  }
}

export type ItemRecord = ReturnType<typeof itemRecord>
