import { column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { OrganisationModel } from '../database/organisation_model.ts'
import type { FieldKind } from '../fields/declaration.ts'
import type { CustomOption } from './declaration.ts'

const numeric = { consume: (value: string | null) => (value === null ? null : Number(value)) }

/** A field of the organisation's own, as it is stored. */
export default class CustomFieldDefinition extends OrganisationModel {
  static table = 'custom_fields'

  /** Table of the records that have it. */
  @column()
  declare tableName: string

  /** Name of the value in `custom`, made from the first label; never changes. */
  @column()
  declare key: string

  @column()
  declare label: string

  @column()
  declare help: string | null

  @column()
  declare kind: FieldKind

  @column({ prepare: (value: unknown) => JSON.stringify(value ?? []) })
  declare options: CustomOption[]

  @column()
  declare required: boolean

  /** Least value of numbers and money (paise), least length of texts. */
  @column(numeric)
  declare min: number | null

  @column(numeric)
  declare max: number | null

  /** How a text is written; see `mask.ts`. */
  @column()
  declare mask: string | null

  @column()
  declare example: string | null

  @column()
  declare position: number

  @column()
  declare showInList: boolean

  @column()
  declare filterable: boolean

  @column()
  declare print: boolean

  @column()
  declare personal: boolean

  /** Archived fields are asked for no longer and shown nowhere; values stay. */
  @column.dateTime()
  declare archivedAt: DateTime | null
}
