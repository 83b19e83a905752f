import { column } from '@adonisjs/lucid/orm'
import { OrganisationModel } from '@karkhana/kernel/database'
import type { DateTime } from 'luxon'
import type { JobStatus } from '../contracts.ts'
import type { HeldStatus } from '../status/facts.ts'
import type { HoldReason } from '../status/looks.ts'

const paise = { consume: Number }

/** The authorised work on one vehicle visit. */
export default class Job extends OrganisationModel {
  static table = 'jobcards_jobs'

  @column()
  declare number: string

  @column()
  declare branchId: string

  /** `null` for a vehicle that came in without a ticket. */
  @column()
  declare ticketId: string | null

  @column()
  declare contactId: string

  @column()
  declare vehicleId: string

  /** Membership of the person who does the work. */
  @column()
  declare technicianId: string | null

  @column()
  declare status: JobStatus

  /** While on hold: where the card returns to. */
  @column()
  declare heldFrom: HeldStatus | null

  @column()
  declare holdReason: HoldReason | null

  /** In the customer's words. */
  @column()
  declare complaint: string

  /** What the diagnosis found. */
  @column()
  declare findings: string | null

  /** Kilometres at check-in and hand-over. */
  @column()
  declare odometerIn: number | null

  @column()
  declare odometerOut: number | null

  /** Percent of the battery at check-in. */
  @column()
  declare stateOfChargeIn: number | null

  @column.dateTime()
  declare promisedAt: DateTime | null

  @column.dateTime()
  declare readyAt: DateTime | null

  @column.dateTime()
  declare deliveredAt: DateTime | null

  /** Cancelling is no status: the card keeps the one it had. */
  @column.dateTime()
  declare cancelledAt: DateTime | null

  @column()
  declare cancelReason: string | null

  /** Indicative sums of the lines that are not deferred, in paise; the invoice computes its own. */
  @column(paise)
  declare taxablePaise: number

  @column(paise)
  declare taxPaise: number

  @column(paise)
  declare totalPaise: number

  @column()
  declare invoiceId: string | null

  @column()
  declare invoiceNumber: string | null

  @column.dateTime()
  declare invoicedAt: DateTime | null
}
