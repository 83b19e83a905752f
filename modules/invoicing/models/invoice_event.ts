import { column } from '@adonisjs/lucid/orm'
import { OrganisationModel } from '@karkhana/kernel/database'
import type { DateTime } from 'luxon'
import type { InvoiceStatus } from '../contracts.ts'

/** One change of an invoice's status; never changed itself. */
export default class InvoiceEvent extends OrganisationModel {
  static table = 'invoicing_history'

  @column()
  declare invoiceId: string

  @column.dateTime()
  declare at: DateTime

  @column()
  declare actorKind: string

  @column()
  declare actorId: string

  @column()
  declare actorName: string

  @column()
  declare transition: string

  @column()
  declare fromStatus: InvoiceStatus

  @column()
  declare toStatus: InvoiceStatus

  @column()
  declare reason: string | null
}
