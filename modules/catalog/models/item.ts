import { OrganisationModel } from '@karkhana/kernel/database'
import { column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import type { ItemKind, ItemTreatment } from '../contracts.ts'

/** What the electrical use of an item is, where its GST rate depends on it. */
export type EvUse = 'vehicle' | 'charger' | 'charging'

/** A part or a service that the organisation sells. */
export default class Item extends OrganisationModel {
  static table = 'catalog_items'

  @column()
  declare kind: ItemKind

  /** Upper case; unique in the organisation. */
  @column()
  declare code: string

  @column()
  declare name: string

  @column()
  declare description: string | null

  @column()
  declare hsn: string

  /** Unit quantity code. */
  @column()
  declare unit: string

  /** Rupees before tax, a decimal string with two places. */
  @column()
  declare unitPrice: string

  /** What one costs the workshop, rupees before tax; `null` while unknown. Shown by `services/cost.ts` alone. */
  @column({ serializeAs: null })
  declare unitCost: string | null

  @column()
  declare treatment: ItemTreatment

  @column()
  declare evUse: EvUse | null

  @column.dateTime()
  declare archivedAt: DateTime | null
}
