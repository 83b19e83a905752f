import type { Scope } from '@karkhana/kernel'
import type { JobStatus } from '../contracts.ts'
import type Job from '../models/job.ts'
import JobEvent from '../models/job_event.ts'

/** Writes one row of the history; called in the unit that makes the change. */
export async function recordEvent(
  scope: Scope,
  job: Pick<Job, 'id' | 'status'>,
  event: { transition: string; from: JobStatus | null; reason?: string | null }
) {
  await JobEvent.create({
    jobId: job.id,
    at: scope.now(),
    actorKind: scope.actor.kind,
    actorId: scope.actor.id,
    transition: event.transition,
    fromStatus: event.from,
    toStatus: job.status,
    reason: event.reason ?? null,
  })
}
