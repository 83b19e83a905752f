import { column } from '@adonisjs/lucid/orm'
import { OrganisationModel } from '../database/organisation_model.ts'

/** A day on which a branch, or every branch, is closed. */
export default class BranchHoliday extends OrganisationModel {
  static table = 'branch_holidays'

  /** `null` for every branch. */
  @column()
  declare branchId: string | null

  /** Business date, `YYYY-MM-DD`. */
  @column()
  declare onDate: string

  @column()
  declare name: string
}
