import { column } from '@adonisjs/lucid/orm'
import { OrganisationModel } from '@karkhana/kernel/database'
import type { DateTime } from 'luxon'
import type { Fuel } from '../contracts.ts'

/** A vehicle that comes to the workshop. */
export default class Vehicle extends OrganisationModel {
  static table = 'vehicles_vehicles'

  /** The present owner. */
  @column()
  declare contactId: string

  @column()
  declare registration: string | null

  @column()
  declare vin: string | null

  @column()
  declare make: string

  @column()
  declare model: string

  @column()
  declare variant: string | null

  @column()
  declare fuel: Fuel

  @column()
  declare odometerKm: number | null

  @column()
  declare notes: string | null

  /** Archived vehicles keep their documents and leave lists and pickers. */
  @column.dateTime()
  declare archivedAt: DateTime | null
}
