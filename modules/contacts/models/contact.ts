import { column } from '@adonisjs/lucid/orm'
import type { Language } from '@karkhana/kernel'
import { OrganisationModel } from '@karkhana/kernel/database'
import type { DateTime } from 'luxon'
import type { ContactKind } from '../contracts.ts'

/** A customer, vendor or both. */
export default class Contact extends OrganisationModel {
  static table = 'contacts_contacts'

  @column()
  declare kind: ContactKind

  @column()
  declare name: string

  /** Firm a person belongs to. */
  @column()
  declare company: string | null

  /** E.164; the database derives `phone_digits` from it. */
  @column()
  declare phone: string | null

  @column()
  declare email: string | null

  @column()
  declare gstin: string | null

  @column({ columnName: 'address_line1' })
  declare addressLine1: string | null

  @column({ columnName: 'address_line2' })
  declare addressLine2: string | null

  @column()
  declare city: string | null

  @column()
  declare stateCode: string | null

  @column()
  declare postalCode: string | null

  /** In which they are written to; empty: as the organisation writes. */
  @column()
  declare language: Language | null

  @column()
  declare notes: string | null

  /** Archived contacts keep their documents and leave lists and pickers. */
  @column.dateTime()
  declare archivedAt: DateTime | null
}
