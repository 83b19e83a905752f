import { BaseModel, beforeCreate, column } from '@adonisjs/lucid/orm'
import hash from '@adonisjs/core/services/hash'
import { withAuthFinder } from '@adonisjs/auth/mixins/lucid'
import { compose } from '@adonisjs/core/helpers'
import type { DateTime } from 'luxon'
import { v7 as uuidv7 } from 'uuid'

/** Signs in by e-mail (stored in lower case) and a password, which is hashed when saved. */
const AuthFinder = withAuthFinder(() => hash.use('scrypt'), {
  uids: ['email'],
  passwordColumnName: 'password',
})

/** A person. What somebody may do is said by the memberships, one per organisation. */
export default class User extends compose(BaseModel, AuthFinder) {
  static table = 'users'
  static selfAssignPrimaryKey = true

  @column({ isPrimary: true })
  declare id: string

  @column()
  declare name: string

  @column()
  declare email: string

  @column({ serializeAs: null })
  declare password: string

  /** Organisation that was open last; the one a new session starts with. */
  @column()
  declare lastOrganisationId: string | null

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime

  @column.dateTime({ autoCreate: true, autoUpdate: true })
  declare updatedAt: DateTime

  @beforeCreate()
  static assignId(user: User) {
    user.id ??= uuidv7()
  }
}
