import type { Scope } from '@karkhana/kernel'
import type { BusinessDate } from '@karkhana/kernel/dates'

declare module '@karkhana/kernel/module' {
  interface Contracts {
    'catalog.items@1': CatalogItems
  }
}

/** A part is goods with an HSN, a service has a SAC (an HSN of chapter 99). */
export type ItemKind = 'part' | 'service'

/** Taxable at a rate, nil-rated, exempt, or outside GST. */
export type ItemTreatment = 'taxable' | 'nil' | 'exempt' | 'nongst'

/** Facts that decide the GST rate of an item before its HSN does; at most one is true. */
export interface ItemFlags {
  /** A complete vehicle run by electricity alone. */
  ev?: boolean
  /** A charger or charging station for electric vehicles. */
  evCharger?: boolean
  /** The service of charging a vehicle's battery. */
  evCharging?: boolean
}

/** What other modules see of a part or service. */
export interface CatalogItem {
  id: string
  kind: ItemKind
  code: string
  name: string
  /** HSN or SAC, 4, 6 or 8 digits. */
  hsn: string
  /** Unit quantity code of the GST portal: `NOS`, `OTH`. */
  unit: string
  /** Rupees before tax, a decimal string with two places. */
  unitPrice: string
  treatment: ItemTreatment
  flags: ItemFlags
}

/** Which GST rate is asked for: of an item, or of an HSN or SAC, on a day. */
export interface RateOnQuery {
  /** With it, the item's own rates, treatment and flags count. */
  itemId?: string | null
  hsn: string
  date: BusinessDate
  /** Path of the input that an error belongs to: `lines.0.hsn`; default `hsn`. */
  field?: string
}

/** Parts and services for the modules that sell and use them. */
export interface CatalogItems {
  /** @throws NotFoundError also for an item of another organisation */
  get(scope: Scope, id: string): Promise<CatalogItem>
  /**
   * GST in percent on a date, shortest spelling: `'18'`. The item's own dated rate wins over the
   * law's table when the line has the item's HSN. A rate is never assumed.
   *
   * @throws RuleError E_RATE_UNKNOWN at `field` when nothing matches
   */
  rateOn(scope: Scope, query: RateOnQuery): Promise<string>
}
