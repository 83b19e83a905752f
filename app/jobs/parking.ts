import { resumeEvents, waitInstead } from '../events/resume.ts'
import { isActive } from '../modules/gate.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { resumeWebhooks, webhooksWaitInstead } from '../webhooks/resume.ts'
import { handAgain } from './again.ts'
import type { AnyJob, JobEnvelope } from './job.ts'

/**
 * Puts a job aside because the organisation is suspended or the module is off: `job.module`, which may be another one
 * than its own. Parking the same job twice keeps one. Whoever ends the reason waits for this, or this for them; so no
 * job is parked that nobody brings back.
 *
 * @returns false when the reason has ended meanwhile: the job can run
 */
export async function park(
  scope: Scope,
  job: AnyJob,
  envelope: JobEnvelope,
  jobId: string
): Promise<boolean> {
  return scope.work(async (unit) => {
    const reason = await reasonToWait(unit, job.module)
    if (!reason) return false
    await unit.rows(
      `insert into jobs (organisation_id, id, name, module_id, waits_for, queue, payload_version, envelope, state, reason,
                         retry_limit, retry_delay, timeout, priority, actor_id)
       values (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?, ?, ?, ?)
       on conflict (organisation_id, id) do update
         set state = 'waiting', waits_for = excluded.waits_for, reason = excluded.reason, node = null, attempts = 0,
             unique_key = null, progress = null, progress_note = null
       where jobs.state in ('queued', 'failed', 'running')`,
      [
        ...[scope.organisationId, jobId, envelope.job, envelope.job.split('.')[0], job.module],
        ...[job.queue, envelope.version, JSON.stringify(envelope), reason],
        ...[job.retryLimit, job.retryDelay, job.timeout, job.priority, envelope.actorId],
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
      await unit.rows(
        `update jobs set reason = ? where organisation_id = ? and state = 'waiting' and waits_for = ?`,
        [reason, unit.scope.organisationId, module]
      )
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
    `select waits_for as module from jobs where organisation_id = ? and state = 'waiting'
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
  const jobs = await handAgain(unit, `state = 'waiting' and waits_for = ?`, [moduleId])
  const events = await resumeEvents(unit, moduleId)
  return jobs.length + events + (await resumeWebhooks(unit, moduleId))
}
