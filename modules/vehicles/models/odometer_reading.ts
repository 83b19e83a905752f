import { column } from '@adonisjs/lucid/orm'
import { OrganisationModel } from '@karkhana/kernel/database'
import type { DateTime } from 'luxon'

/** One look at the odometer; never changed. */
export default class OdometerReading extends OrganisationModel {
  static table = 'vehicles_odometer_readings'

  @column()
  declare vehicleId: string

  @column()
  declare readingKm: number

  @column.dateTime()
  declare readAt: DateTime

  /** Only when it showed less than before. */
  @column()
  declare reason: string | null

  /** Name of the person or job, as it was then. */
  @column()
  declare recordedBy: string
}
