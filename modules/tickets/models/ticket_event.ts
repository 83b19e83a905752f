import { column } from '@adonisjs/lucid/orm'
import { OrganisationModel } from '@karkhana/kernel/database'
import type { DateTime } from 'luxon'
import type { TicketStatus } from '../contracts.ts'

/** One change of a ticket's status. Append-only: the database refuses to change or delete it. */
export default class TicketEvent extends OrganisationModel {
  static table = 'tickets_history'

  @column()
  declare ticketId: string

  @column.dateTime()
  declare at: DateTime

  @column()
  declare actorKind: string

  /** User id, token id or name of the job, by `actorKind`. */
  @column()
  declare actorId: string

  /** Name in the table of transitions; `create` for the first one. */
  @column()
  declare transition: string

  @column()
  declare fromStatus: TicketStatus | null

  @column()
  declare toStatus: TicketStatus

  @column()
  declare reason: string | null
}
