import { column } from '@adonisjs/lucid/orm'
import { OrganisationModel } from '@karkhana/kernel/database'

/** How the organisation writes invoices; one row each. */
export default class InvoiceSettings extends OrganisationModel {
  static table = 'invoicing_settings'

  /** Highest discount of a line, in percent, of those who may not give any; a decimal string. */
  @column()
  declare discountLimitPercent: string
}
