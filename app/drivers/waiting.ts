import { sendEnvelope } from '../jobs/dispatch.ts'
import type { JobEnvelope } from '../jobs/job.ts'
import type { Unit } from '../tenancy/unit.ts'

/**
 * Queues again what the kernel put aside because the module of a driver was off: another driver is chosen now. What
 * waits for a module in its own right is put aside again.
 */
export async function resumeWaiting(unit: Unit, moduleId: string): Promise<void> {
  const waiting = await unit.rows<{
    envelope: JobEnvelope
    settings: { retryLimit: number; retryDelay: number; timeout: number }
  }>(
    `delete from parked_jobs
      where organisation_id = ? and module_id = ? and envelope ->> 'job' like 'kernel.%'
      returning envelope, settings`,
    [unit.scope.organisationId, moduleId]
  )
  for (const { envelope, settings } of waiting) {
    await sendEnvelope(unit, { module: 'kernel', ...settings }, envelope)
  }
}
