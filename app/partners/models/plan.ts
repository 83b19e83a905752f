import { BaseModel, beforeCreate, column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { v7 as uuidv7 } from 'uuid'

/** A named set of modules that a partner gives to organisations. */
export default class Plan extends BaseModel {
  static table = 'plans'
  static selfAssignPrimaryKey = true

  @column({ isPrimary: true })
  declare id: string

  @column()
  declare partnerId: string

  @column()
  declare name: string

  @column()
  declare description: string | null

  /** Ids of the modules that an organisation with this plan may switch on. */
  @column()
  declare modules: string[]

  /** Bytes that the files of each of its organisations may take; `null`: as many as the deployment gives. */
  @column({ consume: (bytes: string | number | null) => (bytes === null ? null : Number(bytes)) })
  declare fileQuotaBytes: number | null

  /** A retired plan stays with the organisations that have it and is given to no other. */
  @column()
  declare active: boolean

  @column()
  declare version: number

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime

  @column.dateTime({ autoCreate: true, autoUpdate: true })
  declare updatedAt: DateTime

  @beforeCreate()
  static assignId(plan: Plan) {
    plan.id ??= uuidv7()
    plan.active ??= true
    plan.version ??= 1
    plan.fileQuotaBytes ??= null
  }
}
