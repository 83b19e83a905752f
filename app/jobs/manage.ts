import { NotFoundError, RuleError } from '../errors.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { handAgain } from './again.ts'
import { dropFromQueue } from './drop.ts'
import type { HandedJob } from './drivers/driver.ts'
import { JOBS_CHANNEL } from './signals.ts'

interface Managed extends HandedJob {
  state: string
}

/**
 * Has a job that was given up, cancelled or waits for its next attempt tried at once, with all its attempts before it.
 * @throws NotFoundError, RuleError when it waits already, runs or is done
 */
export async function retryJob(scope: Scope, id: string): Promise<void> {
  await scope.work((unit) => retryInUnit(unit, id))
}

/** @internal Like {@link retryJob}, in the open unit. */
export async function retryInUnit(unit: Unit, id: string): Promise<void> {
  const { state } = await managed(unit, id)
  const [again] = await handAgain(unit, `id = ? and state in ('dead', 'failed', 'cancelled')`, [id])
  if (again) return
  throw new RuleError('E_JOB_STATE', `A job that is ${state} is not tried again.`, {
    next: state === 'done' ? 'Do what it did once more from the page it began on.' : 'Wait for it.',
  })
}

/**
 * Takes a job back that waits, and tells one that runs to stop; what it did until then stays done.
 * @throws NotFoundError, RuleError when it is over
 */
export async function cancelJob(scope: Scope, id: string): Promise<void> {
  await scope.work(async (unit) => {
    const { state } = await managed(unit, id)
    if (await cancelInUnit(unit, id)) return
    throw new RuleError('E_JOB_STATE', `The job is ${state} already.`, {
      next: 'Reload the page to see how it ended.',
    })
  })
}

/**
 * @internal Like {@link cancelJob}, in the open unit; a job that is over, or is not there any more, stays so.
 * @returns whether it was this that cancelled it
 */
export async function cancelInUnit(unit: Unit, id: string): Promise<boolean> {
  const [job] = await unit.rows<Managed>(
    `update jobs set
       state = case when state = 'running' then state else 'cancelled' end,
       finished_at = case when state = 'running' then null else now() end,
       cancel_requested_at = now(), unique_key = null
     where organisation_id = ? and id = ? and state in ('queued', 'failed', 'waiting', 'running')
     returning id, queue, handings, state`,
    [unit.scope.organisationId, id]
  )
  if (!job) return false
  if (job.state === 'running') {
    await unit.rows('select pg_notify(?, ?)', [JOBS_CHANNEL, `cancel ${id}`])
  } else {
    dropFromQueue(unit, [job])
  }
  return true
}

async function managed(unit: Unit, id: string): Promise<Managed> {
  const [job] = await unit.rows<Managed>(
    'select id, queue, handings, state from jobs where organisation_id = ? and id = ? for update',
    [unit.scope.organisationId, id]
  )
  if (!job) throw new NotFoundError('job')
  return job
}
