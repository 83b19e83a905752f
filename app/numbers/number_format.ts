import { column } from '@adonisjs/lucid/orm'
import { OrganisationModel } from '../database/organisation_model.ts'

/** How the organisation, or one of its branches, writes the numbers of a series. */
export default class NumberFormat extends OrganisationModel {
  static table = 'number_formats'

  @column()
  declare series: string

  /** `null` for the format of the whole organisation. */
  @column()
  declare branchId: string | null

  @column()
  declare pattern: string
}
