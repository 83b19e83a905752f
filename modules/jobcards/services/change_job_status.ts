import { ensureVisible, type Scope } from '@karkhana/kernel'
import { lockForUpdate } from '@karkhana/kernel/database'
import announceReady from '../jobs/announce_ready.ts'
import Job from '../models/job.ts'
import { changeStatus } from '../status/change.ts'
import type { TransitionInput } from '../status/facts.ts'
import { transitionOf, type TransitionName } from '../status/transitions.ts'
import { announceStatus } from './announce.ts'
import { recordEvent } from './events.ts'
import { factsOf } from './facts.ts'
import { noteOdometer } from './odometer.ts'
import { JOBS } from '../records.ts'

/**
 * Moves a card along the table of transitions, writes its history, and tells the customer when the
 * vehicle is ready.
 *
 * @throws NotFoundError, VersionConflictError, ForbiddenError
 * @throws TransitionRefusedError, JobCancelledError, GuardError, MissingReasonError, HoldReasonError
 */
export async function changeJobStatus(
  scope: Scope,
  id: string,
  input: TransitionInput & { transition: TransitionName; version?: number }
): Promise<Job> {
  return scope.work(async (unit) => {
    const job = await lockForUpdate(Job, id, { version: input.version, what: 'job card' })
    ensureVisible(scope, JOBS, job)
    scope.ensure(transitionOf(input.transition).permission)
    const from = job.status
    const { fields, reason } = changeStatus(await factsOf(scope, job), input.transition, input)
    job.merge(fields)
    if (job.status === 'ready') job.readyAt = scope.now()
    if (from === 'ready' && job.status === 'in_progress') job.readyAt = null
    if (job.status === 'delivered') {
      job.deliveredAt = scope.now()
      await noteOdometer(scope, job.vehicleId, { km: job.odometerOut!, field: 'odometerOut' })
    }
    await job.save()
    await recordEvent(scope, job, { transition: input.transition, from, reason })
    await announceStatus(scope, job, { from, transition: input.transition })
    if (job.status === 'ready') {
      await unit.dispatch(announceReady, { jobId: job.id }, { uniqueKey: `ready:${job.id}` })
    }
    return job
  })
}
