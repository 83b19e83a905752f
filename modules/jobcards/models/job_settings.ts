import { column } from '@adonisjs/lucid/orm'
import { OrganisationModel } from '@karkhana/kernel/database'

/** How the organisation works with job cards; one row each. */
export default class JobSettings extends OrganisationModel {
  static table = 'jobcards_settings'

  /** Work below this total needs no approval, in paise; 0 asks for every amount. */
  @column({ consume: Number })
  declare approvalFreeBelowPaise: number
}
