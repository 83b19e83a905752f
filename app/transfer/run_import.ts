import { NotFoundError } from '../errors.ts'
import { starterScope } from '../jobs/starter_scope.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import { dispatchRun } from '../runs/begin.ts'
import { parkRun } from '../runs/park.ts'
import { OPEN } from '../runs/states.ts'
import { endRun, failRun, takeRun } from '../runs/work.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { importerNamed } from './definitions.ts'
import { columnsOf, rowsOf } from './imports.ts'
import type { StoredImport } from './import_record.ts'
import { checkRows, saveRows, valuesThatStandTwice, type RowsDone } from './import_rows.ts'
import { RunOverError } from './run_over.ts'
import runImportJob from './jobs/run_import.ts'

/** Rows of one transaction. */
const BATCH = 200
/** Milliseconds of one slice; after that others have their turn. */
const SLICE = 10_000

interface Running {
  importId: string
  run: string
}

/**
 * Works on an import for a while, as the member who asked for it: with what they may do now, and no more than they
 * might do then. While the module is switched off the slice waits, and goes on when it is back. `atOnce`: somebody
 * waits for it at the page, and need not be told.
 */
export async function runSlice(
  system: Scope,
  registry: ModuleRegistry,
  { importId, run }: Running,
  { jobId, atOnce = false }: { jobId: string; atOnce?: boolean }
): Promise<void> {
  const attempt = { runId: run, attempt: null }
  const asked = await takeRun(system, attempt)
  if (!asked) return
  if (await parkRun(system, runImportJob, asked, { importId, run }, jobId)) return
  const stored = await importOf(system, { importId, run })
  if (!stored) return
  const starter = await starterScope(system, asked)
  if (typeof starter === 'string') return void (await failRun(system, attempt, starter))
  // The trail notes the run with each record: so they are found again.
  const scope = starter.with({ requestId: run })
  const { value: importer } = await importerNamed(scope, registry, stored.importer).catch(
    async (error: unknown) => {
      if (!(error instanceof NotFoundError)) throw error
      await failRun(system, attempt, 'Who asked for it may not import this any more.')
      return { value: null }
    }
  )
  if (!importer) return
  const columns = await columnsOf(scope, importer)
  const { rows, numbers } = await rowsOf(scope, importId)
  const until = Date.now() + SLICE
  const { mapping, skipped_rows: left, only_rows: only } = stored
  const skipped = new Set(left)
  const places = only ?? [...rows.keys()].filter((place) => !skipped.has(place))
  const twice = valuesThatStandTwice(importer, mapping, rows, skipped)
  const work = { importer, columns, mapping, rows, numbers, places, twice }
  const step = stored.state === 'checking' ? checkRows : saveRows
  const told = { quiet: atOnce || stored.state === 'checking' }
  let position: number | null = asked.done
  while (position !== null && Date.now() < until) {
    position = await step(scope, work, { from: position, count: BATCH }, (unit, done) =>
      note(unit, { importId, run }, done, { total: places.length, ...told })
    )
  }
  if (position !== null) {
    await system.work((unit) => dispatchRun(unit, run, runImportJob, { importId, run }))
  }
}

/** What the step goes through; nothing when the import has another one by now. */
async function importOf(scope: Scope, { importId, run }: Running) {
  const [row] = await scope.read((unit) =>
    unit.rows<Pick<StoredImport, 'importer' | 'mapping' | 'state' | 'only_rows' | 'skipped_rows'>>(
      `select importer, mapping, state, only_rows, skipped_rows from imports
        where organisation_id = ? and id = ? and run = ? and state in ('checking', 'importing')`,
      [scope.organisationId, importId, run]
    )
  )
  return row
}

/**
 * Writes how far a run has come, in the transaction of its rows. @returns the next row; `null` when there is none
 * @throws RunOverError when the run was cancelled, or another job is ahead of this one
 */
async function note(
  unit: Unit,
  { importId, run }: Running,
  { from, count, created, changed, same, problems, failed }: RowsDone,
  { total, quiet }: { total: number; quiet: boolean }
): Promise<number | null> {
  const { organisationId } = unit.scope
  const next = Math.min(from + count, total)
  const over = next >= total
  const [mine] = await unit.rows(
    `update runs set done = ?, total = ? where organisation_id = ? and id = ? and done = ? and state in ${OPEN} returning 1`,
    [next, total, organisationId, run, from]
  )
  if (!mine) throw new RunOverError()
  await unit.rows(
    `update imports set created = created + ?, changed = changed + ?, same = same + ?, failed = failed + ?,
            failures = failures || ?::jsonb,
            state = case when ? then case state when 'checking' then 'checked' else 'done' end else state end,
            finished_at = case when ? and state = 'importing' then now() end,
            only_rows = case when ? then null else only_rows end
      where organisation_id = ? and id = ?`,
    [
      created,
      changed,
      same,
      failed,
      JSON.stringify(problems),
      over,
      over,
      over,
      organisationId,
      importId,
    ]
  )
  if (over) await endRun(unit, { runId: run, attempt: null }, { state: 'done' }, { quiet })
  return over ? null : next
}
