import { randomUUID } from 'node:crypto'
import type { ModuleRegistry } from '../modules/registry.ts'
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
    await begin(unit, id, 'checking', mapping)
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
    await begin(unit, id, 'importing', stored.mapping)
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
    const stored = await findImport(unit, id, { lock: true })
    await importerNamed(scope, registry, stored.importer)
    if (stored.state === 'cancelled') return
    if (['done', 'failed'].includes(stored.state)) {
      throw new ImportStateError(
        'This import is over.',
        'Change the records themselves, or import another file.'
      )
    }
    await unit.rows(
      `update imports set state = 'cancelled', run = null, finished_at = now() where id = ?`,
      [id]
    )
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

/** One import of a member at a time; its first slice is queued with the change of state. */
async function begin(
  unit: Unit,
  id: string,
  state: 'checking' | 'importing',
  mapping: Mapping
): Promise<void> {
  const run = await claim(unit, id)
  await unit.rows(
    `update imports set state = ?, run = ?, mapping = ?, actor = ?, permissions = ?, position = 0, only_rows = null,
            created = 0, changed = 0, same = 0, failed = 0, failures = '[]', failure = null, finished_at = null
      where id = ?`,
    [
      state,
      run,
      JSON.stringify(mapping),
      JSON.stringify({ ...unit.scope.actor }),
      [...unit.scope.permissions],
      id,
    ]
  )
  await unit.dispatch(runImportJob, { importId: id, run })
}

/** The name of the next run. @throws ImportRunningError while another import of the member runs */
export async function claim(unit: Unit, id: string): Promise<string> {
  const [other] = await unit.rows<{ file_name: string }>(
    `select file_name from imports
      where member_id = ? and id <> ? and state in ('checking', 'importing') limit 1`,
    [unit.scope.actor.memberId, id]
  )
  if (other) throw new ImportRunningError(other.file_name)
  return randomUUID()
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
