import { v7 as uuidv7 } from 'uuid'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { sendEnvelope } from './dispatch.ts'
import type { AnyJob, JobEnvelope } from './job.ts'

interface ParkedJob {
  id: string
  module_id: string
  envelope: JobEnvelope
  settings: { retryLimit: number; retryDelay: number; timeout: number }
}

/** Puts a job aside because its module is off. Parking the same job twice keeps one. */
export async function park(scope: Scope, job: AnyJob, envelope: JobEnvelope, jobId: string) {
  const settings = { retryLimit: job.retryLimit, retryDelay: job.retryDelay, timeout: job.timeout }
  await scope.work((unit) =>
    unit.rows(
      `insert into parked_jobs (organisation_id, id, job_id, module_id, reason, envelope, settings)
       values (?, ?, ?, ?, ?, ?, ?) on conflict (organisation_id, job_id) do nothing`,
      [
        scope.organisationId,
        uuidv7(),
        jobId,
        job.module,
        `The module ${job.module} is switched off.`,
        JSON.stringify(envelope),
        JSON.stringify(settings),
      ]
    )
  )
}

/** Queues the parked jobs of a module again, in the transaction that switches it on. */
export async function resumeParked(unit: Unit, moduleId: string): Promise<number> {
  const parked = await unit.rows<ParkedJob>(
    'delete from parked_jobs where module_id = ? returning id, module_id, envelope, settings',
    [moduleId]
  )
  for (const job of parked) {
    await sendEnvelope(unit, { module: job.module_id, ...job.settings }, job.envelope)
  }
  return parked.length
}
