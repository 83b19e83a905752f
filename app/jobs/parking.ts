import { v7 as uuidv7 } from 'uuid'
import { resumeEvents, waitInstead } from '../events/resume.ts'
import { isActive } from '../modules/gate.ts'
import { noteJobOfRun } from '../schedules/runs.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { resumeWebhooks, webhooksWaitInstead } from '../webhooks/resume.ts'
import { sendEnvelope } from './dispatch.ts'
import type { AnyJob, JobEnvelope } from './job.ts'

interface ParkedJob {
  id: string
  module_id: string
  envelope: JobEnvelope
  settings: { retryLimit: number; retryDelay: number; timeout: number }
}

/**
 * Puts a job aside because the organisation is suspended or the module is off. Parking the same job twice keeps one.
 * Whoever ends the reason waits for this, or this for them; so no job is parked that nobody brings back.
 *
 * @returns false when the reason has ended meanwhile: the job can run
 */
export async function park(
  scope: Scope,
  job: AnyJob,
  envelope: JobEnvelope,
  jobId: string
): Promise<boolean> {
  const settings = { retryLimit: job.retryLimit, retryDelay: job.retryDelay, timeout: job.timeout }
  return scope.work(async (unit) => {
    const reason = await reasonToWait(unit, job.module)
    if (!reason) return false
    await unit.rows(
      `insert into parked_jobs (organisation_id, id, job_id, module_id, reason, envelope, settings)
       values (?, ?, ?, ?, ?, ?, ?) on conflict (organisation_id, job_id) do nothing`,
      [
        scope.organisationId,
        uuidv7(),
        jobId,
        job.module,
        reason,
        JSON.stringify(envelope),
        JSON.stringify(settings),
      ]
    )
    return true
  })
}

const SUSPENDED = 'The organisation is suspended.'
const moduleOff = (module: string) => `The module ${module} is switched off.`
const outOfOrder = (module: string) => `The module ${module} is out of order.`

/**
 * @internal Why work of the module has to wait, `null` when it may run. Holds whoever would end or begin the reason
 * until the open unit is over.
 */
export async function reasonToWait(unit: Unit, module: string): Promise<string | null> {
  const [organisation] = await unit.rows<{ suspended: boolean }>(
    'select suspended_at is not null as suspended from organisations where id = ? for share',
    [unit.scope.organisationId]
  )
  if (organisation.suspended) return SUSPENDED
  if (module === 'kernel') return null
  const [row] = await unit.rows<{ on: boolean }>(
    `select entitled and state = 'enabled' as on from organisation_modules
      where organisation_id = ? and module_id = ? for share`,
    [unit.scope.organisationId, module]
  )
  if (!row?.on) return moduleOff(module)
  return unit.scope.modules.get(module) === 'quarantined' ? outOfOrder(module) : null
}

/**
 * Lets go on what waited for the end of a suspension, in the transaction that ends it: jobs, events and webhooks. What
 * waits for a module goes on waiting, and says so.
 *
 * @returns how much goes on
 */
export async function resumeSuspended(unit: Unit): Promise<number> {
  let resumed = 0
  for (const module of await waitingModules(unit)) {
    if (isActive(unit.scope, module)) {
      resumed += await resumeParked(unit, module)
    } else {
      const reason = moduleOff(module)
      await unit.rows('update parked_jobs set reason = ? where module_id = ?', [reason, module])
      await waitInstead(unit, module, reason)
      await webhooksWaitInstead(unit, module, reason)
    }
  }
  return resumed
}

/** @internal Modules for which something of the organisation waits. */
export async function waitingModules(unit: Unit): Promise<string[]> {
  const { organisationId } = unit.scope
  const rows = await unit.rows<{ module: string }>(
    `select module_id as module from parked_jobs where organisation_id = ?
     union select module from event_deliveries where organisation_id = ? and state = 'waiting'
     union select module from webhook_deliveries where organisation_id = ? and state = 'waiting'`,
    [organisationId, organisationId, organisationId]
  )
  return rows.map(({ module }) => module)
}

/**
 * Lets go on what waited for a module, in the transaction that switches it on: jobs, events and webhooks.
 * @returns how much goes on
 */
export async function resumeParked(unit: Unit, moduleId: string): Promise<number> {
  const parked = await unit.rows<ParkedJob>(
    'delete from parked_jobs where module_id = ? returning id, module_id, envelope, settings',
    [moduleId]
  )
  for (const job of parked) {
    const id = await sendEnvelope(unit, { module: job.module_id, ...job.settings }, job.envelope)
    if (job.envelope.scheduleRun) await noteJobOfRun(unit, job.envelope.scheduleRun, id)
  }
  const events = await resumeEvents(unit, moduleId)
  return parked.length + events + (await resumeWebhooks(unit, moduleId))
}
