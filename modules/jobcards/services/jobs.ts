import {
  ensureVisible,
  nextNumber,
  notifyMembers,
  withCustom,
  type Scope,
  type Unit,
} from '@karkhana/kernel'
import { lockForUpdate } from '@karkhana/kernel/database'
import type {} from '@karkhana/tickets/contracts'
import { DateTime } from 'luxon'
import { InstantError, JobCancelledError, JobDeliveredError } from '../errors.ts'
import Job from '../models/job.ts'
import { recordEvent } from './events.ts'
import { noteOdometer } from './odometer.ts'
import { originOf, type OriginInput } from './origin.ts'
import { chosenTechnician } from './people.ts'
import { JOBS } from '../records.ts'

export interface CheckInInput {
  technicianId?: string | null
  odometerIn?: number | null
  /** Why the odometer shows less than before. */
  odometerReason?: string | null
  stateOfChargeIn?: number | null
  /** ISO instant. */
  promisedAt?: string | null
  /** Fields of the organisation's own. */
  custom?: Record<string, unknown>
}

export type JobInput = CheckInInput & OriginInput

export interface JobChanges extends CheckInInput {
  complaint?: string
  findings?: string | null
  version: number
}

/**
 * Opens a job card, from a ticket or for a vehicle that came in without one. The ticket is in
 * progress from then on.
 *
 * @throws NotFoundError, TicketNotReadyError, PartyMismatchError, TechnicianError, ForbiddenError
 * @throws RuleError E_ODOMETER_FELL, a validation error at `custom.<key>`
 */
export async function createJob(scope: Scope, input: JobInput): Promise<Job> {
  return scope.work(async (unit) => {
    const origin = await originOf(unit, input)
    const technicianId = await chosenTechnician(scope, input.technicianId, origin.assigneeId)
    const custom = await withCustom(scope, JOBS.table, input.custom)
    const number = await nextNumber(unit, {
      series: 'jobcards.job',
      branch: scope.branch,
      date: scope.today(),
    })
    const job = await Job.create({
      number,
      branchId: scope.branch.id,
      ticketId: origin.ticketId,
      contactId: origin.contactId,
      vehicleId: origin.vehicleId,
      complaint: origin.complaint,
      technicianId,
      custom,
      status: 'received',
      odometerIn: input.odometerIn ?? null,
      stateOfChargeIn: input.stateOfChargeIn ?? null,
      promisedAt: instant(input.promisedAt, 'promisedAt') ?? null,
    })
    await recordEvent(scope, job, { transition: 'create', from: null })
    await noteOdometerIn(scope, job, input)
    if (origin.ticketId) {
      const desk = await scope.need('tickets.desk@1')
      await desk.workStarted(scope, origin.ticketId)
    }
    await tellAssigned(unit, job)
    return job
  })
}

/**
 * Changes what the card says; what is left out stays.
 *
 * @throws NotFoundError, VersionConflictError, JobCancelledError, JobDeliveredError
 * @throws TechnicianError, ForbiddenError, InstantError, RuleError E_ODOMETER_FELL
 */
export async function updateJob(scope: Scope, id: string, changes: JobChanges): Promise<Job> {
  return scope.work(async (unit) => {
    const job = await lockForUpdate(Job, id, { version: changes.version, what: 'job card' })
    ensureVisible(scope, JOBS, job)
    ensureActive(job)
    const before = job.technicianId
    if (changes.technicianId !== undefined && changes.technicianId !== job.technicianId) {
      scope.ensure('jobcards.job.assign')
      job.technicianId = await chosenTechnician(scope, changes.technicianId, null)
    }
    const promisedAt = instant(changes.promisedAt, 'promisedAt')
    const custom = await withCustom(scope, JOBS.table, changes.custom, job.custom)
    job.merge({
      custom,
      complaint: changes.complaint ?? job.complaint,
      findings: changes.findings === undefined ? job.findings : changes.findings,
      odometerIn: changes.odometerIn === undefined ? job.odometerIn : changes.odometerIn,
      stateOfChargeIn:
        changes.stateOfChargeIn === undefined ? job.stateOfChargeIn : changes.stateOfChargeIn,
      promisedAt: promisedAt === undefined ? job.promisedAt : promisedAt,
    })
    if (job.$dirty.odometerIn) await noteOdometerIn(scope, job, changes)
    await job.save()
    if (job.technicianId !== before) await tellAssigned(unit, job)
    return job
  })
}

/** Whoever does the work finds it in their inbox. */
function tellAssigned(unit: Unit, { id, technicianId }: Job) {
  return notifyMembers(unit, {
    reason: 'assigned',
    members: [technicianId],
    record: { table: JOBS.table, id },
  })
}

/** @throws JobCancelledError, JobDeliveredError */
export function ensureActive(job: Job) {
  if (job.cancelledAt) throw new JobCancelledError()
  if (job.status === 'delivered') throw new JobDeliveredError()
}

async function noteOdometerIn(scope: Scope, job: Job, { odometerReason }: CheckInInput) {
  if (job.odometerIn === null) return
  await noteOdometer(scope, job.vehicleId, {
    km: job.odometerIn,
    reason: odometerReason,
    field: 'odometerIn',
  })
}

function instant(value: string | null | undefined, field: string): DateTime | null | undefined {
  if (value === null || value === undefined) return value
  const read = DateTime.fromISO(value, { zone: 'utc' })
  if (!read.isValid) throw new InstantError(field)
  return read
}
