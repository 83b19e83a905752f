import { column } from '@adonisjs/lucid/orm'
import { OrganisationModel } from '@karkhana/kernel/database'
import type { BillableLine, LineState } from '../contracts.ts'

/** One piece of labour or one part on a job card. */
export default class JobLine extends OrganisationModel {
  static table = 'jobcards_lines'

  @column()
  declare jobId: string

  /** Place on the card, from 0. */
  @column()
  declare sort: number

  /** The operation it belongs to: `Brake service`. */
  @column()
  declare groupName: string | null

  @column()
  declare kind: 'labour' | 'part'

  /** Item of the catalogue; `null` for a line typed by hand. */
  @column()
  declare itemId: string | null

  @column()
  declare description: string

  /** HSN or SAC. */
  @column()
  declare hsn: string

  /** Decimal string. */
  @column()
  declare quantity: string

  @column()
  declare unit: string

  /** Rupees before tax, decimal string. */
  @column()
  declare unitPrice: string

  @column()
  declare discountPercent: string

  /** Percent; `null` means by law on the date of the invoice. */
  @column()
  declare gstRate: string | null

  @column()
  declare treatment: BillableLine['treatment']

  @column()
  declare state: LineState
}
