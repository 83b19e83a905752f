import { column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { OrganisationModel } from '../database/organisation_model.ts'

/** What a member wrote about a record; for members only. */
export default class Comment extends OrganisationModel {
  static table = 'comments'

  @column()
  declare moduleId: string

  @column()
  declare recordTable: string

  @column()
  declare recordId: string

  @column()
  declare authorKind: string

  /** User id, token id or name of the job, by `authorKind`. */
  @column()
  declare authorId: string

  @column()
  declare authorMemberId: string | null

  @column()
  declare body: string

  /** Memberships that it names. */
  @column()
  declare mentions: string[]

  @column.dateTime()
  declare editedAt: DateTime | null

  /** Can be taken back for 30 days, then a retention run deletes it. */
  @column.dateTime()
  declare deletedAt: DateTime | null
}
