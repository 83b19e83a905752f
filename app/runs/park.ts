import type { AnyJob, JobPayload } from '../jobs/job.ts'
import { park } from '../jobs/parking.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { StoredRun } from './run.ts'

/**
 * Puts the job of a run aside while the module that the run is of is off: the job itself is the kernel's.
 * @returns whether it waits now
 */
export async function parkRun(
  system: Scope,
  job: AnyJob,
  { module_id: module }: StoredRun,
  payload: JobPayload,
  jobId: string
): Promise<boolean> {
  if (system.active(module)) return false
  const envelope = {
    job: job.name,
    version: job.version,
    organisationId: system.organisationId,
    requestId: system.requestId,
    actorId: system.actor.id,
    payload,
  }
  return park(system, { ...job, module }, envelope, jobId)
}
