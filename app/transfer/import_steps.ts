import { randomUUID } from 'node:crypto'
import type { ModuleRegistry } from '../modules/registry.ts'
import { anotherAttempt, dispatchRun, insertRun } from '../runs/begin.ts'
import { stopRun } from '../runs/manage.ts'
import type { StoredRun } from '../runs/run.ts'
import { OPEN } from '../runs/states.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { importerNamed } from './definitions.ts'
import { ImportMappingError, ImportRunningError, ImportStateError } from './errors.ts'
import { columnsOf } from './imports.ts'
import { findImport, type ImportState, type StoredImport } from './import_record.ts'
import runImportJob from './jobs/run_import.ts'
import { cleanMapping, type Mapping } from './mapping.ts'

/**
 * Keeps which column is which, and has a job go through all rows without saving any. The choice is remembered for the
 * member's next file.
 * @throws NotFoundError, ImportStateError, ImportMappingError, ImportRunningError
 */
export async function checkImport(
  scope: Scope,
  registry: ModuleRegistry,
  id: string,
  wanted: Record<string, unknown>
): Promise<void> {
  await scope.work(async (unit) => {
    const stored = await atState(unit, id, ['uploaded', 'checked', 'failed', 'cancelled'])
    const { value: importer } = await importerNamed(scope, registry, stored.importer)
    const columns = await columnsOf(scope, importer)
    const mapping = cleanMapping(wanted, columns, stored.headings)
    const missing = columns.filter(({ key, required }) => required && mapping[key] === null)
    if (missing.length > 0) throw new ImportMappingError(missing.map(({ label }) => label))
    await remember(unit, stored, mapping)
    await begin(unit, stored, 'checking', mapping)
  })
}

/**
 * Has a job save the rows. Rows that are refused are told with the reason; all others are saved.
 * @throws NotFoundError, ImportStateError, ImportRunningError
 */
export async function startImport(
  scope: Scope,
  registry: ModuleRegistry,
  id: string
): Promise<void> {
  await scope.work(async (unit) => {
    const stored = await atState(unit, id, ['checked'])
    await importerNamed(scope, registry, stored.importer)
    await begin(unit, stored, 'importing', stored.mapping)
  })
}

/**
 * Stops an import; rows that were saved stay saved. What is over already stays as it is.
 * @throws NotFoundError, ImportStateError
 */
export async function cancelImport(
  scope: Scope,
  registry: ModuleRegistry,
  id: string
): Promise<void> {
  await scope.work(async (unit) => {
    const stored = await findImport(unit, id)
    await importerNamed(scope, registry, stored.importer)
    if (stored.state === 'cancelled') return
    if (['done', 'failed'].includes(stored.state)) {
      throw new ImportStateError(
        'This import is over.',
        'Change the records themselves, or import another file.'
      )
    }
    if (stored.run && (stored.state === 'checking' || stored.state === 'importing')) {
      await stopRun(unit, { id: stored.run, job_id: stored.job_id })
      return
    }
    await unit.rows(
      `update imports set state = 'cancelled', finished_at = now() where organisation_id = ? and id = ?`,
      [scope.organisationId, id]
    )
  })
}

/**
 * Goes on with a step that failed or was stopped, at the row where it stopped.
 * @throws NotFoundError, ImportStateError when it is not the last step of its import, ImportRunningError
 */
export async function resumeImport(
  scope: Scope,
  registry: ModuleRegistry,
  { id: run, subject_id: id }: StoredRun
): Promise<void> {
  await scope.work(async (unit) => {
    const stored = await atState(unit, id, ['failed', 'cancelled'])
    await importerNamed(scope, registry, stored.importer)
    if (stored.run !== run) {
      throw new ImportStateError('The import has gone on since.', 'Open it to see how it stands.')
    }
    await ensureNoneOpen(unit)
    await anotherAttempt(unit, run)
    await dispatchRun(unit, run, runImportJob, { importId: id, run })
  })
}

/** @throws ImportStateError, ImportRunningError when the import is at none of these */
export async function atState(
  unit: Unit,
  id: string,
  states: ImportState[]
): Promise<StoredImport> {
  const stored = await findImport(unit, id, { lock: true })
  if (!stored.kept) {
    throw new ImportStateError('The file is no longer kept.', 'Upload it again.')
  }
  if (states.includes(stored.state)) return stored
  if (stored.state === 'checking' || stored.state === 'importing') {
    throw new ImportRunningError(stored.file_name)
  }
  throw stored.state === 'done'
    ? new ImportStateError('This file was imported already.', 'Upload it again to import it anew.')
    : new ImportStateError('The file has not been checked yet.', 'Choose the columns and check it.')
}

/** Its first slice is queued with the change of state. */
async function begin(
  unit: Unit,
  stored: StoredImport,
  state: 'checking' | 'importing',
  mapping: Mapping
): Promise<void> {
  const total = stored.row_count - stored.skipped_rows.length
  const run = await beginStep(unit, stored, total)
  await unit.rows(
    `update imports set state = ?, run = ?, mapping = ?, only_rows = null, created = 0, changed = 0, same = 0,
            failed = 0, failures = '[]', finished_at = null
      where organisation_id = ? and id = ?`,
    [state, run, JSON.stringify(mapping), unit.scope.organisationId, stored.id]
  )
  await dispatchRun(unit, run, runImportJob, { importId: stored.id, run })
}

/**
 * The run of the next step; one import of a member is underway at a time.
 * @throws ImportRunningError
 */
export async function beginStep(
  unit: Unit,
  { id, module_id: module, file_name: title }: StoredImport,
  total: number
): Promise<string> {
  await ensureNoneOpen(unit)
  const run = await insertRun(unit, { kind: 'import', module, title, subject: id, total })
  return run.id
}

async function ensureNoneOpen(unit: Unit) {
  const { organisationId, actor } = unit.scope
  const [other] = await unit.rows<{ title: string }>(
    `select title from runs
      where organisation_id = ? and member_id = ? and kind = 'import' and state in ${OPEN} limit 1`,
    [organisationId, actor.memberId]
  )
  if (other) throw new ImportRunningError(other.title)
}

async function remember(unit: Unit, stored: StoredImport, mapping: Mapping) {
  const headings = Object.fromEntries(
    Object.entries(mapping)
      .filter((entry): entry is [string, number] => entry[1] !== null)
      .map(([key, place]) => [key, stored.headings[place]])
  )
  await unit.rows(
    `insert into import_mappings (organisation_id, id, member_id, importer, headings)
     values (?, ?, ?, ?, ?)
     on conflict (organisation_id, member_id, importer) do update set headings = excluded.headings`,
    [
      unit.scope.organisationId,
      randomUUID(),
      stored.member_id,
      stored.importer,
      JSON.stringify(headings),
    ]
  )
}
