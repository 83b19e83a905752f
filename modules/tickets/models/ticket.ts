import { column } from '@adonisjs/lucid/orm'
import { OrganisationModel } from '@karkhana/kernel/database'
import type { DateTime } from 'luxon'
import type { TicketPriority, TicketStatus } from '../contracts.ts'
import type { HoldReason, TicketSource } from '../status/looks.ts'

/** A customer's problem or request. */
export default class Ticket extends OrganisationModel {
  static table = 'tickets_tickets'

  @column()
  declare number: string

  @column()
  declare branchId: string

  @column()
  declare contactId: string

  /** Unknown at first; named before the first job card. */
  @column()
  declare vehicleId: string | null

  /** In the customer's words. */
  @column()
  declare complaint: string

  @column()
  declare source: TicketSource

  @column()
  declare priority: TicketPriority

  @column()
  declare status: TicketStatus

  /** Membership of the person in charge. */
  @column()
  declare assigneeId: string | null

  @column()
  declare holdReason: HoldReason | null

  @column()
  declare resolution: string | null

  @column()
  declare cause: string | null

  /** Minutes of working time, copied from the target when the priority was set. */
  @column()
  declare responseTargetMinutes: number

  @column()
  declare resolutionTargetMinutes: number

  @column.dateTime()
  declare responseDueAt: DateTime

  @column.dateTime()
  declare resolutionDueAt: DateTime

  @column.dateTime()
  declare resolvedAt: DateTime | null

  /** When it was closed or cancelled. */
  @column.dateTime()
  declare closedAt: DateTime | null
}
