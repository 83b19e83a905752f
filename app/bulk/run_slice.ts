import { NotFoundError } from '../errors.ts'
import { dispatchRun } from '../runs/begin.ts'
import { parkRun } from '../runs/park.ts'
import type { RunAttempt } from '../runs/run.ts'
import { failRun, takeRun } from '../runs/work.ts'
import { starterScope } from '../jobs/starter_scope.ts'
import { listNamed } from '../lists/registry.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import { actionOf } from './action.ts'
import { bulkOf } from './bulk_run.ts'
import runBulkJob from './jobs/run_bulk.ts'
import { workOnRun } from './work.ts'

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
  attempt: RunAttempt,
  jobId: string
): Promise<void> {
  const run = await takeRun(system, attempt)
  if (!run) return
  if (await parkRun(system, runBulkJob, run, { ...attempt }, jobId)) return
  const bulk = await system.read((unit) => bulkOf(unit, run.id))
  if (!bulk) return
  const scope = await starterScope(system, run)
  if (typeof scope === 'string') return void (await failRun(system, attempt, scope))
  const list = await listNamed(scope, registry, bulk.list, { toChange: true }).catch(
    (error: unknown) => {
      if (!(error instanceof NotFoundError)) throw error
      return null
    }
  )
  if (!list || !scope.can(actionOf(list, bulk.action).permission)) {
    return void (await failRun(system, attempt, LOST))
  }
  if (await workOnRun(scope, list, attempt, { until: Date.now() + SLICE })) {
    await system.work((unit) => dispatchRun(unit, run.id, runBulkJob, { ...attempt }))
  }
}
