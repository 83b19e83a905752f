import { BaseModel, beforeCreate, column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { v7 as uuidv7 } from 'uuid'
import type { Brand } from '../../settings/brand.ts'

/** A business that looks after organisations: it creates them and decides which modules they may use. */
export default class Partner extends BaseModel {
  static table = 'partners'
  static selfAssignPrimaryKey = true

  @column({ isPrimary: true })
  declare id: string

  @column()
  declare name: string

  @column()
  declare email: string | null

  @column()
  declare phone: string | null

  /** What its organisations wear unless they have their own; see `settings/brand.ts`. */
  @column({ prepare: (value: unknown) => JSON.stringify(value ?? {}) })
  declare brand: Brand

  /** Set by an administrator of the deployment: its pages are closed, its organisations go on. */
  @column.dateTime()
  declare suspendedAt: DateTime | null

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime

  @column.dateTime({ autoCreate: true, autoUpdate: true })
  declare updatedAt: DateTime

  @beforeCreate()
  static assignId(partner: Partner) {
    partner.id ??= uuidv7()
    partner.brand ??= {}
  }
}
