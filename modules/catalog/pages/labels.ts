import type { Texts } from '@karkhana/ui'
import type { ItemKind, ItemTreatment } from '../contracts.ts'
import type { EvUse } from '../models/item.ts'

export const KIND_LABELS: Record<ItemKind, string> = { part: 'Part', service: 'Service' }

export const TREATMENT_LABELS: Record<ItemTreatment, string> = {
  taxable: 'Taxable',
  nil: 'Nil-rated',
  exempt: 'Exempt',
  nongst: 'Outside GST',
}

export const EV_USE_LABELS: Record<EvUse, string> = {
  vehicle: 'Complete electric vehicle',
  charger: 'Charger or charging station for electric vehicles',
  charging: 'Charging of vehicle batteries',
}

/** What a list shows for the tax of an item: the rate, or why there is none. */
export function gstLabel(
  text: Texts,
  item: { treatment: ItemTreatment; gstRate: string | null }
): string {
  if (item.treatment !== 'taxable') return text.label(TREATMENT_LABELS[item.treatment])
  return rateLabel(text, item.gstRate)
}

/** A rate in percent, or that it is not known. */
export function rateLabel(text: Texts, rate: string | null): string {
  return rate === null ? text('rate.unknown') : `${rate} %`
}
