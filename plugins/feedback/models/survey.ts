import { column } from '@adonisjs/lucid/orm'
import { OrganisationModel } from '@karkhana/kernel/database'
import type { DateTime } from 'luxon'

/** How the question went out; `none` when the customer has neither address nor phone. */
export type Channel = 'mail' | 'sms' | 'both' | 'none'

/** The question about one job card, and the answer. */
export default class Survey extends OrganisationModel {
  static table = 'feedback_surveys'

  @column()
  declare jobId: string

  @column()
  declare jobNumber: string

  @column()
  declare contactId: string

  /** Name of the customer when they were asked. */
  @column()
  declare customer: string

  @column()
  declare vehicleId: string

  /** Registration, or make and model, when they were asked. */
  @column()
  declare vehicle: string

  @column()
  declare branchId: string

  @column()
  declare technicianId: string | null

  @column()
  declare language: 'en' | 'hi'

  @column()
  declare channel: Channel

  @column.dateTime()
  declare askedAt: DateTime

  @column.dateTime()
  declare remindedAt: DateTime | null

  /** From then on the link opens nothing. */
  @column.dateTime()
  declare expiresAt: DateTime

  /** 0–10. */
  @column()
  declare score: number | null

  @column()
  declare comment: string | null

  @column.dateTime()
  declare answeredAt: DateTime | null

  /** The follow-up that a low score opened. */
  @column()
  declare ticketId: string | null
}
