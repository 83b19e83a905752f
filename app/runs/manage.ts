import { NotFoundError, RuleError } from '../errors.ts'
import { cancelInUnit, retryInUnit } from '../jobs/manage.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { stillOpen } from './begin.ts'
import { findRun } from './find.ts'
import { kindOf } from './kinds.ts'
import type { StoredRun } from './run.ts'
import { isOpen } from './states.ts'
import { endRun } from './work.ts'

/**
 * Stops a run, in the open unit; what was done stays done. Its job is told to stop where it is, and one that has not
 * begun is taken back. A run that is over stays as it ended.
 */
export async function stopRun(unit: Unit, run: Pick<StoredRun, 'id' | 'job_id'>): Promise<void> {
  // The job before its run, as a worker does that ends it.
  if (run.job_id) await cancelInUnit(unit, run.job_id)
  await endRun(unit, { runId: run.id, attempt: null }, { state: 'cancelled' })
}

/**
 * Stops what the reader asked for: a run, or a job that says how far it is. What is over stays as it ended.
 * @throws NotFoundError for work of somebody else
 */
export async function cancelOwn(scope: Scope, id: string): Promise<void> {
  await scope.work(async (unit) => {
    const run = await ownRun(unit, id)
    if (run) await stopRun(unit, run)
    else await cancelInUnit(unit, await ownJob(unit, id))
  })
}

/**
 * Does it once more, from where it stopped where its kind can, as who asks now.
 * @throws NotFoundError for work of somebody else, RuleError while it is not over or when it is done
 */
export async function retryOwn(scope: Scope, registry: ModuleRegistry, id: string): Promise<void> {
  const run = await scope.read((unit) => ownRun(unit, id))
  if (!run) {
    await scope.work(async (unit) => retryInUnit(unit, await ownJob(unit, id)))
    return
  }
  if (isOpen(run.state)) throw stillOpen()
  if (run.state === 'done') {
    throw new RuleError('E_RUN_DONE', 'This is done.', {
      next: 'Ask for it anew from the page it began on.',
    })
  }
  const { retry } = await kindOf(run.kind)
  await retry(scope, registry, run)
}

async function ownRun(unit: Unit, id: string): Promise<StoredRun | null> {
  return findRun(unit, id).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null
    throw error
  })
}

/** @throws NotFoundError for a job that the reader did not begin, or that says nothing of how far it is */
async function ownJob(unit: Unit, id: string): Promise<string> {
  const [job] = await unit.rows<{ id: string }>(
    `select id from work_of_members
      where organisation_id = ? and member_id = ?::uuid and kind = 'job' and id::text = ?`,
    [unit.scope.organisationId, unit.scope.actor.memberId, id.toLowerCase()]
  )
  if (!job) throw new NotFoundError('run')
  return job.id
}
