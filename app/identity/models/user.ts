import { BaseModel, beforeCreate, column } from '@adonisjs/lucid/orm'
import hash from '@adonisjs/core/services/hash'
import { withAuthFinder } from '@adonisjs/auth/mixins/lucid'
import { compose } from '@adonisjs/core/helpers'
import type { DateTime } from 'luxon'
import { v7 as uuidv7 } from 'uuid'
import type { AwaitedCode } from '../../notifications/phone.ts'
import type { NotificationTimes } from '../../notifications/times.ts'

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

  /** Hash; `null` for somebody who only signs in through Google or was invited and has not come yet. */
  @column({ serializeAs: null })
  declare password: string | null

  @column.dateTime()
  declare passwordChangedAt: DateTime | null

  /** When the person proved that the address is theirs. */
  @column.dateTime()
  declare emailVerifiedAt: DateTime | null

  @column()
  declare phone: string | null

  /** BCP 47 tag: language, dates and numbers. */
  @column()
  declare locale: string

  /** The person's choice; `null` while there is none, and each device keeps its own. */
  @column()
  declare appearance: 'system' | 'light' | 'dark' | null

  /** As much contrast as the device asks for, or more. */
  @column()
  declare contrast: 'system' | 'more'

  /** How close together lists and forms stand. */
  @column()
  declare density: 'comfortable' | 'compact'

  /** Kinds of notifications the person has switched on or off; absent ones follow their default. */
  @column({ prepare: (value: unknown) => JSON.stringify(value ?? {}) })
  declare notifications: Record<string, boolean>

  /** When the person wants mails about records; what is absent follows its default. */
  @column({ prepare: (value: unknown) => JSON.stringify(value ?? {}) })
  declare notificationTimes: Partial<NotificationTimes>

  /** The phone whose owner has typed the code that went there; counts while it is the one of the profile. */
  @column()
  declare confirmedPhone: string | null

  /** The code that went to the phone and is awaited. */
  @column({
    serializeAs: null,
    prepare: (value: unknown) => (value ? JSON.stringify(value) : null),
  })
  declare phoneCode: AwaitedCode | null

  /** TOTP secret, encrypted. */
  @column({ serializeAs: null })
  declare twoFactorSecret: string | null

  /** Since when a code is asked; `null` while it is not. */
  @column.dateTime()
  declare twoFactorConfirmedAt: DateTime | null

  /** Time step of the last accepted code, so that no code counts twice. */
  @column({ serializeAs: null })
  declare twoFactorLastStep: number | null

  /** Set by an administrator of the deployment: the account signs in nowhere. */
  @column.dateTime()
  declare disabledAt: DateTime | null

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
    user.locale ??= 'en-IN'
    user.notifications ??= {}
    user.notificationTimes ??= {}
  }
}
