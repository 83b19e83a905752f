import { column } from '@adonisjs/lucid/orm'
import { OrganisationModel } from '@karkhana/kernel/database'
import type { Paise } from '@karkhana/kernel/money'
import { decimalColumn, paiseColumn, priceColumn } from './columns.ts'

/** One line of an invoice with its computed money. */
export default class InvoiceLine extends OrganisationModel {
  static table = 'invoicing_lines'

  @column()
  declare invoiceId: string

  /** 1, 2, 3 … */
  @column()
  declare position: number

  @column()
  declare kind: 'part' | 'service'

  @column()
  declare itemId: string | null

  @column()
  declare description: string

  @column()
  declare hsn: string

  @decimalColumn()
  declare quantity: string

  @column()
  declare unit: string

  @priceColumn()
  declare unitPrice: string

  @decimalColumn()
  declare discountPercent: string

  @column()
  declare treatment: 'taxable' | 'nil' | 'exempt' | 'nongst'

  /** The writer's own rate; `null` takes the one by law on the invoice's date. */
  @decimalColumn()
  declare chosenRate: string | null

  /** The rate that is charged, percent. */
  @decimalColumn()
  declare gstRate: string

  /** What the writer asked for, where a price rule of another module changed it. */
  @decimalColumn()
  declare askedPrice: string | null

  @decimalColumn()
  declare askedDiscount: string | null

  /** Module whose price rule counts. */
  @column()
  declare priceRule: string | null

  @column()
  declare priceNote: string | null

  /** Module that added the line. */
  @column()
  declare addedBy: string | null

  /** Compensation cess: percent, and rupees per unit. */
  @decimalColumn()
  declare cessRate: string | null

  @decimalColumn()
  declare cessPerUnit: string | null

  /** Why there is cess, or the line at all. */
  @column()
  declare taxNote: string | null

  @paiseColumn()
  declare gross: Paise

  @paiseColumn()
  declare discount: Paise

  @paiseColumn()
  declare taxable: Paise

  @paiseColumn()
  declare cgst: Paise

  @paiseColumn()
  declare sgst: Paise

  @paiseColumn()
  declare igst: Paise

  @paiseColumn()
  declare cess: Paise

  @paiseColumn()
  declare total: Paise
}
