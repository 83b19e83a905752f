import { column } from '@adonisjs/lucid/orm'
import { OrganisationModel } from '@karkhana/kernel/database'
import type { BusinessDate } from '@karkhana/kernel/dates'
import type { Paise } from '@karkhana/kernel/money'
import { dateColumn, paiseColumn } from './columns.ts'

export const PAYMENT_MODES = ['cash', 'upi', 'card', 'bank', 'cheque'] as const

/** How money came in. */
export type PaymentMode = (typeof PAYMENT_MODES)[number]

/** Money received for an invoice; never changed. */
export default class Payment extends OrganisationModel {
  static table = 'invoicing_payments'

  /** `PUN/R26-27/00001` */
  @column()
  declare number: string

  @column()
  declare invoiceId: string

  @column()
  declare branchId: string

  @column()
  declare contactId: string

  @dateColumn()
  declare date: BusinessDate

  @column()
  declare mode: PaymentMode

  /** UTR, card slip or cheque number. */
  @column()
  declare reference: string | null

  @paiseColumn()
  declare amount: Paise

  @column()
  declare idempotencyKey: string

  /** Name of the person or program. */
  @column()
  declare recordedBy: string
}
