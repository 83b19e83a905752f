import { BaseModel, beforeCreate, belongsTo, column } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import type { DateTime } from 'luxon'
import { v7 as uuidv7 } from 'uuid'
import type { BuiltInRole } from '../../http/page_types.ts'
import User from './user.ts'

/** The place of a person or of a program (a service account) in an organisation. API tokens belong to it. */
export default class Membership extends BaseModel {
  static table = 'memberships'
  static selfAssignPrimaryKey = true

  @column({ isPrimary: true })
  declare id: string

  @column()
  declare organisationId: string

  /** A service account has no person behind it; it has a name and works through tokens alone. */
  @column()
  declare kind: 'person' | 'service'

  @column()
  declare userId: string | null

  /** Of a service account. */
  @column()
  declare name: string | null

  @column()
  declare role: BuiltInRole | 'custom'

  /** Of a custom role. */
  @column()
  declare roleId: string | null

  /** Permissions given on top of the role. */
  @column()
  declare grants: string[]

  /** Branches the member is limited to; empty for all. */
  @column()
  declare branchIds: string[]

  @column()
  declare active: boolean

  /** When somebody else ended it: invitations issued before do not bring the person back. */
  @column.dateTime()
  declare endedAt: DateTime | null

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime

  @column.dateTime({ autoCreate: true, autoUpdate: true })
  declare updatedAt: DateTime

  @belongsTo(() => User)
  declare user: BelongsTo<typeof User>

  @beforeCreate()
  static assignId(membership: Membership) {
    membership.id ??= uuidv7()
    membership.kind ??= 'person'
    membership.grants ??= []
    membership.branchIds ??= []
  }
}
