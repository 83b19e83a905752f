import { column } from '@adonisjs/lucid/orm'
import { OrganisationModel } from '@karkhana/kernel/database'
import type { DateTime } from 'luxon'
import type { ApprovalChannel } from '../status/looks.ts'

/** The customer's yes to a total, as staff noted it. Append-only: a correction is a new one. */
export default class JobApproval extends OrganisationModel {
  static table = 'jobcards_approvals'

  @column()
  declare jobId: string

  @column.dateTime()
  declare at: DateTime

  /** Name of the person who agreed. */
  @column()
  declare approvedBy: string

  @column()
  declare channel: ApprovalChannel

  @column({ consume: Number })
  declare totalPaise: number

  @column()
  declare note: string | null

  @column()
  declare actorKind: string

  @column()
  declare actorId: string
}
