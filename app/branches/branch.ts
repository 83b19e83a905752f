import { column } from '@adonisjs/lucid/orm'
import { OrganisationModel } from '../database/organisation_model.ts'
import type { WeeklyHours } from './working_calendar.ts'

/** A place of business: where vehicles come in, whose registration number stands on documents. */
export default class Branch extends OrganisationModel {
  static table = 'branches'

  /** One to four capitals or digits; part of document numbers. */
  @column()
  declare code: string

  @column()
  declare name: string

  @column({ columnName: 'address_line1' })
  declare addressLine1: string

  @column({ columnName: 'address_line2' })
  declare addressLine2: string | null

  @column()
  declare city: string

  @column()
  declare stateCode: string

  @column()
  declare postalCode: string

  /** Tax registration of this place; the GSTIN in India. */
  @column()
  declare taxId: string | null

  @column()
  declare phone: string | null

  @column()
  declare email: string | null

  /** SHA-256 of its own logo; see `settings/logos.ts`. */
  @column()
  declare logo: string | null

  /** Opening hours of each weekday. */
  @column({ prepare: (value: unknown) => JSON.stringify(value) })
  declare hours: WeeklyHours

  @column()
  declare active: boolean

  /** Order of the branches; the head office stands first. */
  @column()
  declare position: number
}
