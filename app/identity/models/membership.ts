import { BaseModel, beforeCreate, belongsTo, column } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import type { DateTime } from 'luxon'
import { v7 as uuidv7 } from 'uuid'
import type { BuiltInRole } from '../../http/page_types.ts'
import { AccessTokens } from '../services/access_tokens.ts'
import User from './user.ts'

/** A person's place in an organisation. API tokens belong to it, so they carry its role. */
export default class Membership extends BaseModel {
  static table = 'memberships'
  static selfAssignPrimaryKey = true

  static accessTokens = new AccessTokens({
    tokenableModel: Membership,
    table: 'api_tokens',
    type: 'api_token',
    prefix: 'krk_',
    expiresIn: '365 days',
  })

  @column({ isPrimary: true })
  declare id: string

  @column()
  declare organisationId: string

  @column()
  declare userId: string

  @column()
  declare role: BuiltInRole

  @column()
  declare active: boolean

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime

  @column.dateTime({ autoCreate: true, autoUpdate: true })
  declare updatedAt: DateTime

  @belongsTo(() => User)
  declare user: BelongsTo<typeof User>

  @beforeCreate()
  static assignId(membership: Membership) {
    membership.id ??= uuidv7()
  }
}
