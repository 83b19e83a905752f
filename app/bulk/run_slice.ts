import { NotFoundError } from '../errors.ts'
import { park } from '../jobs/parking.ts'
import { starterScope } from '../jobs/starter_scope.ts'
import { listNamed } from '../lists/registry.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import { actionOf } from './action.ts'
import type { StoredRun } from './bulk_run.ts'
import runBulkJob from './jobs/run_bulk.ts'
import { failRun, workOnRun, type Attempt } from './work.ts'

/** Milliseconds of one slice; after that others have their turn. */
const SLICE = 10_000
const LOST = 'Who asked for it may not do this any more.'

/**
 * Works on a run for a while, as the member who asked for it. While the module is switched off the slice waits, and
 * goes on when it is back.
 */
export async function runSlice(
  system: Scope,
  registry: ModuleRegistry,
  attempt: Attempt,
  jobId: string
): Promise<void> {
  const [run] = await system.read((unit) =>
    unit.rows<
      Pick<StoredRun, 'list' | 'action' | 'module_id' | 'member_id' | 'actor' | 'permissions'>
    >(
      `select list, action, module_id, member_id, actor, permissions from bulk_runs
        where id = ? and attempt = ? and state = 'running'`,
      [attempt.runId, attempt.attempt]
    )
  )
  if (!run) return
  if (!system.active(run.module_id)) {
    const job = { ...runBulkJob, module: run.module_id }
    const envelope = {
      job: runBulkJob.name,
      version: runBulkJob.version,
      organisationId: system.organisationId,
      requestId: system.requestId,
      actorId: system.actor.id,
      payload: { ...attempt },
    }
    if (await park(system, job, envelope, jobId)) return
  }
  const scope = await starterScope(system, run)
  if (typeof scope === 'string') return failRun(system, attempt, scope)
  const list = await listNamed(scope, registry, run.list, { toChange: true }).catch(
    (error: unknown) => {
      if (!(error instanceof NotFoundError)) throw error
      return null
    }
  )
  if (!list || !scope.can(actionOf(list, run.action).permission)) {
    return failRun(system, attempt, LOST)
  }
  if (await workOnRun(scope, list, attempt, Date.now() + SLICE)) {
    await system.work((unit) => unit.dispatch(runBulkJob, { ...attempt }))
  }
}
