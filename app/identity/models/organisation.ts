import { BaseModel, beforeCreate, column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { v7 as uuidv7 } from 'uuid'

/** A tenant: the business that owns the books. */
export default class Organisation extends BaseModel {
  static table = 'organisations'
  static selfAssignPrimaryKey = true

  @column({ isPrimary: true })
  declare id: string

  @column()
  declare name: string

  /** As registered; printed on documents. */
  @column()
  declare legalName: string

  /** ISO 3166 code; chooses the localisation module. */
  @column()
  declare country: string

  @column()
  declare timezone: string

  @column()
  declare locale: string

  @column()
  declare currency: string

  /** Month in which a financial year starts, 1–12. */
  @column()
  declare financialYearStart: number

  @column()
  declare email: string | null

  @column()
  declare phone: string | null

  @column()
  declare website: string | null

  /** SHA-256 of its logo; see `settings/logos.ts`. */
  @column()
  declare logo: string | null

  /** Rises by one with each update; counted by the database. */
  @column()
  declare version: number

  /** Partner who looks after it. */
  @column()
  declare partnerId: string | null

  @column()
  declare planId: string | null

  /** Since when nobody may work in it; the data is kept. */
  @column.dateTime()
  declare suspendedAt: DateTime | null

  @column()
  declare suspendedReason: string | null

  /** Roles (built-in names or ids of own ones) that must sign in with two factors; `*` is everybody. */
  @column()
  declare twoFactorRoles: string[]

  /** Accent colour, sender of mails; see `settings/brand.ts`. */
  @column({ prepare: (value: unknown) => JSON.stringify(value ?? {}) })
  declare brand: Record<string, unknown>

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime

  @column.dateTime({ autoCreate: true, autoUpdate: true })
  declare updatedAt: DateTime

  @beforeCreate()
  static assignId(organisation: Organisation) {
    organisation.id ??= uuidv7()
    organisation.twoFactorRoles ??= []
    organisation.brand ??= {}
  }
}
