import { NotFoundError } from '../errors.ts'
import { park } from '../jobs/parking.ts'
import { starterScope } from '../jobs/starter_scope.ts'
import type { JobEnvelope } from '../jobs/job.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import { notifyMembers } from '../notifications/notify.ts'
import type { Actor } from '../tenancy/actor.ts'
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
  const stored = await runningImport(system, { importId, run })
  if (!stored) return
  if (!system.active(stored.module_id)) {
    const job = { ...runImportJob, module: stored.module_id }
    if (await park(system, job, envelopeOf(system, { importId, run }), jobId)) return
  }
  const scope = await starterScope(system, stored)
  if (typeof scope === 'string') return failImport(system, { importId, run }, scope)
  const { value: importer } = await importerNamed(scope, registry, stored.importer).catch(
    async (error: unknown) => {
      if (!(error instanceof NotFoundError)) throw error
      await failImport(system, { importId, run }, 'Who asked for it may not import this any more.')
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
  let position: number | null = stored.position
  while (position !== null && Date.now() < until) {
    position = await step(scope, work, { from: position, count: BATCH }, (unit, done) =>
      note(unit, { importId, run }, done, places.length)
    )
  }
  if (position !== null) {
    await system.work((unit) => unit.dispatch(runImportJob, { importId, run }))
  } else if (stored.state === 'importing' && !atOnce) {
    await tellImported(system, stored.member_id, importId)
  }
}

/** Whoever began it may be elsewhere by now. */
async function tellImported(system: Scope, memberId: string, importId: string) {
  await system.work(async (unit) => {
    const [{ title }] = await unit.rows<{ title: string }>(
      'select file_name as title from imports where id = ?',
      [importId]
    )
    const href = `/transfer/imports/${importId}`
    await notifyMembers(unit, { reason: 'finished', members: [memberId], title, href })
  })
}

/** Ends a run for a reason that concerns all rows. */
export async function failImport(scope: Scope, { importId, run }: Running, reason: string) {
  await scope.work((unit) =>
    unit.rows(
      `update imports set state = 'failed', failure = ?, run = null, finished_at = now()
        where id = ? and run = ?`,
      [reason, importId, run]
    )
  )
}

async function runningImport(scope: Scope, { importId, run }: Running) {
  const [row] = await scope.read((unit) =>
    unit.rows<
      Pick<
        StoredImport,
        'importer' | 'module_id' | 'member_id' | 'mapping' | 'state' | 'only_rows' | 'skipped_rows'
      > & {
        position: number
        actor: Actor
        permissions: string[]
      }
    >(
      `select importer, module_id, member_id, mapping, state, position, actor, permissions, only_rows, skipped_rows
         from imports
        where id = ? and run = ? and state in ('checking', 'importing')`,
      [importId, run]
    )
  )
  return row
}

/**
 * Writes how far a run has come, in the transaction of its rows. @returns the next row; `null` when there is none, or
 * when the run was cancelled meanwhile
 */
async function note(
  unit: Unit,
  { importId, run }: Running,
  { from, count, created, changed, same, problems, failed }: RowsDone,
  total: number
): Promise<number | null> {
  const next = Math.min(from + count, total)
  const over = next >= total
  const [row] = await unit.rows<{ position: number }>(
    `update imports set position = ?, created = created + ?, changed = changed + ?, same = same + ?,
            failed = failed + ?, failures = failures || ?::jsonb,
            state = case when ? then case state when 'checking' then 'checked' else 'done' end else state end,
            finished_at = case when ? and state = 'importing' then now() end,
            run = case when ? then null else run end,
            only_rows = case when ? then null else only_rows end
      where id = ? and run = ? and position = ? returning position`,
    [
      next,
      created,
      changed,
      same,
      failed,
      JSON.stringify(problems),
      over,
      over,
      over,
      over,
      importId,
      run,
      from,
    ]
  )
  if (!row) throw new RunOverError()
  return over ? null : next
}

function envelopeOf(scope: Scope, payload: Running): JobEnvelope {
  return {
    job: runImportJob.name,
    version: runImportJob.version,
    organisationId: scope.organisationId,
    requestId: scope.requestId,
    actorId: scope.actor.id,
    payload: { ...payload },
  }
}
