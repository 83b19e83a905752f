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
