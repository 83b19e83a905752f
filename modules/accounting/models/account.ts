import { OrganisationModel } from '@karkhana/kernel/database'
import { column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import type { AccountType, Side } from '../chart/groups.ts'
import type { AccountKey } from '../contracts.ts'

/** An account of the chart. */
export default class Account extends OrganisationModel {
  static table = 'accounting_accounts'

  /** Modules post by it; `null` for accounts that only people post to. */
  @column()
  declare key: AccountKey | null

  @column()
  declare code: string

  @column()
  declare name: string

  @column()
  declare groupKey: string

  @column()
  declare type: AccountType

  @column()
  declare normalSide: Side

  @column.dateTime()
  declare archivedAt: DateTime | null
}
