import { column } from '@adonisjs/lucid/orm'
import { OrganisationModel } from '@karkhana/kernel/database'
import type { DateTime } from 'luxon'
import type { JobStatus } from '../contracts.ts'

/** One step in the life of a job card. Append-only: the database refuses to change or delete it. */
export default class JobEvent extends OrganisationModel {
  static table = 'jobcards_history'

  @column()
  declare jobId: string

  @column.dateTime()
  declare at: DateTime

  @column()
  declare actorKind: string

  /** User id, token id or name of the job, by `actorKind`. */
  @column()
  declare actorId: string

  /** Name in the table of transitions, or `create`, `cancel`, `invoice`, `invoice_cancelled`. */
  @column()
  declare transition: string

  @column()
  declare fromStatus: JobStatus | null

  @column()
  declare toStatus: JobStatus

  @column()
  declare reason: string | null
}
