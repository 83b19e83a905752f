import { randomUUID } from 'node:crypto'
import type { ModuleRegistry } from '../modules/registry.ts'
import { systemScope } from '../tenancy/open_scope.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { packRows, placeOfRow, type KeptRows } from './content.ts'
import { importerNamed } from './definitions.ts'
import { ImportColumnError, ImportRowError } from './errors.ts'
import { dispatchRun } from '../runs/begin.ts'
import { atState, beginStep } from './import_steps.ts'
import { findImport, type StoredImport } from './import_record.ts'
import { columnsOf, FIXABLE, rowsOf } from './imports.ts'
import type { ImportColumn } from './importer.ts'
import runImportJob from './jobs/run_import.ts'
import { runSlice } from './run_import.ts'

/** What a person corrects in the rows that were refused; rows by their numbers, columns by their keys. */
export interface RowFixes {
  cells?: readonly { row: number; column: string; value: string }[]
  /** The same in all refused rows that hold `from` in the column. */
  replace?: { column: string; from: string; to: string }
  /** Rows to leave out. */
  skip?: readonly number[]
  /** Takes the rows back in that were left out. */
  restore?: boolean
}

/** Rows that are looked at while the person waits; more are left to the job. */
const AT_ONCE = 200

/**
 * Corrects cells of refused rows, or leaves rows out. Only what was corrected is gone through again: checked after a
 * check, saved after an import.
 * @throws NotFoundError, ImportStateError, ImportRunningError, ImportRowError, ImportColumnError
 */
export async function fixRows(
  scope: Scope,
  registry: ModuleRegistry,
  id: string,
  fixes: RowFixes
): Promise<void> {
  const begun = await scope.work(async (unit) => {
    await atState(unit, id, [...FIXABLE])
    const stored = await findImport(unit, id, { failures: Number.MAX_SAFE_INTEGER })
    const { value: importer } = await importerNamed(scope, registry, stored.importer)
    const kept = await rowsOf(scope, id)
    const columns = await columnsOf(scope, importer)
    return apply(unit, { stored, kept, columns }, fixes)
  })
  if (!begun || begun.rows > AT_ONCE) return
  const system = await systemScope(scope.organisationId, 'import', scope.requestId ?? undefined)
  await runSlice(
    system,
    registry,
    { importId: id, run: begun.run },
    { jobId: randomUUID(), atOnce: true }
  )
}

interface Correcting {
  stored: StoredImport
  kept: KeptRows
  columns: readonly ImportColumn[]
}

/** Writes the corrections and begins to go through the rows. @returns the run; `null` when there is none */
async function apply(
  unit: Unit,
  { stored, kept, columns }: Correcting,
  { cells = [], replace, skip = [], restore = false }: RowFixes
): Promise<{ run: string; rows: number } | null> {
  const wrong = new Set(stored.failures.map(({ row }) => row))
  const placeOf = (row: number) => {
    if (!wrong.has(row)) throw new ImportRowError(row)
    return placeOfRow(kept.numbers, row)
  }
  const sheet = new CorrectedSheet(stored, kept, columns)
  const touched = new Set<number>()
  for (const { row, column, value } of cells) {
    sheet.set(placeOf(row), column, value)
    touched.add(placeOf(row))
  }
  if (replace) {
    for (const place of [...wrong].map(placeOf)) {
      if (sheet.get(place, replace.column) !== replace.from) continue
      sheet.set(place, replace.column, replace.to)
      touched.add(place)
    }
  }
  const left = new Set(stored.skipped_rows)
  const back = restore ? [...left] : []
  const out = skip.map(placeOf).filter((place) => !touched.has(place))
  if (restore) left.clear()
  for (const place of out) left.add(place)
  await forget(
    unit,
    stored.id,
    [...touched, ...out].map((place) => kept.numbers[place])
  )
  await sheet.store(unit, [...left])
  const again = [...new Set([...touched, ...back])].sort((a, b) => a - b)
  return again.length === 0 ? null : goThrough(unit, stored, again)
}

/** The rows of a file while they are corrected. */
class CorrectedSheet {
  #changed = false
  #headings: string[]
  #mapping: StoredImport['mapping']

  constructor(
    private stored: StoredImport,
    private kept: KeptRows,
    private columns: readonly ImportColumn[]
  ) {
    this.#headings = [...stored.headings]
    this.#mapping = { ...stored.mapping }
  }

  get(place: number, column: string): string {
    const at = this.#mapping[column]
    return typeof at === 'number' ? (this.kept.rows[place][at] ?? '') : ''
  }

  set(place: number, column: string, value: string) {
    const row = this.kept.rows[place]
    const at = this.#placeOf(column)
    while (row.length < at) row.push('')
    row[at] = value.trim()
    this.#changed = true
  }

  /** A column that the file does not have is added to it. */
  #placeOf(key: string): number {
    const at = this.#mapping[key]
    if (typeof at === 'number') return at
    const column = this.columns.find((each) => each.key === key)
    if (!column) throw new ImportColumnError(key)
    this.#mapping[key] = this.#headings.push(column.label) - 1
    return this.#headings.length - 1
  }

  async store(unit: Unit, skipped: number[]) {
    await unit.rows('update imports set skipped_rows = ? where id = ?', [skipped, this.stored.id])
    if (!this.#changed) return
    await unit.rows('update imports set content = ?, headings = ?, mapping = ? where id = ?', [
      await packRows(this.kept),
      JSON.stringify(this.#headings),
      JSON.stringify(this.#mapping),
      this.stored.id,
    ])
  }
}

/** Takes rows out of those that are refused. */
async function forget(unit: Unit, id: string, rows: readonly number[]) {
  await unit.rows(
    `update imports set failed = failed - ?,
            failures = (select coalesce(jsonb_agg(problem order by place), '[]')
                          from jsonb_array_elements(failures) with ordinality as f (problem, place)
                         where (problem->>'row')::int <> all (?::int[]))
      where id = ?`,
    [rows.length, [...rows], id]
  )
}

/** The counts go on from where they are; what is gone through again was among the refused. */
async function goThrough(unit: Unit, stored: StoredImport, places: number[]) {
  const { id, state } = stored
  const run = await beginStep(unit, stored, places.length)
  await unit.rows(
    `update imports set state = ?, run = ?, only_rows = ?, finished_at = null where organisation_id = ? and id = ?`,
    [state === 'done' ? 'importing' : 'checking', run, places, unit.scope.organisationId, id]
  )
  // Finds nothing to do when the person waited for it.
  await dispatchRun(unit, run, runImportJob, { importId: id, run })
  return { run, rows: places.length }
}
