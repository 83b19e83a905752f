import { DateTime } from 'luxon'
import { column } from '@adonisjs/lucid/orm'
import { OrganisationModel } from '../database/organisation_model.ts'

/** PostgreSQL's `date` comes as midnight of this machine. */
function asDay(value: Date | string): string {
  return value instanceof Date ? DateTime.fromJSDate(value).toISODate()! : value
}

/** A day on which a branch, or every branch, is closed. */
export default class BranchHoliday extends OrganisationModel {
  static table = 'branch_holidays'

  /** `null` for every branch. */
  @column()
  declare branchId: string | null

  /** Business date, `YYYY-MM-DD`. */
  @column({ consume: asDay })
  declare onDate: string

  @column()
  declare name: string
}
