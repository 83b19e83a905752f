import { column } from '@adonisjs/lucid/orm'
import { OrganisationModel } from '@karkhana/kernel/database'
import type { DateTime } from 'luxon'

/** An invoice on its way to somebody by e-mail. */
export default class InvoiceMessage extends OrganisationModel {
  static table = 'invoicing_messages'

  @column()
  declare invoiceId: string

  @column()
  declare toAddress: string

  @column()
  declare status: 'queued' | 'sent' | 'failed'

  /** Name of the person or program. */
  @column()
  declare requestedBy: string

  @column()
  declare attempts: number

  @column.dateTime()
  declare sentAt: DateTime | null

  @column()
  declare messageId: string | null

  @column()
  declare errorCode: string | null

  @column()
  declare errorMessage: string | null
}
