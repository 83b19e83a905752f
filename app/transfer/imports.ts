import { v7 as uuidv7 } from 'uuid'
import { asDeclared, type Say } from '../lang/say.ts'
import { defineList, runList, type ListInput } from '../lists/define_list.ts'
import type { ListPage } from '../http/page_types.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { packRows, placeOfRow, unpackRows, type KeptRows } from './content.ts'
import { customImportColumns } from './custom_columns.ts'
import { importerNamed, importersFor } from './definitions.ts'
import { readTable } from './files/read_table.ts'
import { NOBODY } from '../runs/find.ts'
import { OPEN } from '../runs/states.ts'
import {
  findImport,
  IMPORT_STATE,
  JOIN_RUN,
  type ImportState,
  type ImportView,
} from './import_record.ts'
import type { ImportColumn, ImporterDefinition } from './importer.ts'
import { madeRecords } from './made_records.ts'
import { autoMap, headingScore, type RememberedHeadings } from './mapping.ts'
import { repeatedProblems } from './repeated_problems.ts'

/** Rows that are shown where columns are chosen, and problems where they are told. */
const SAMPLE = 3
const PROBLEMS = 200
/** Days that the rows of a file are kept. */
export const KEPT_DAYS = 30

/** The columns of an importer with those of the organisation's own fields. */
export async function columnsOf(
  scope: Scope,
  { columns, table }: ImporterDefinition
): Promise<ImportColumn[]> {
  return [...columns, ...(table ? await customImportColumns(scope, table) : [])]
}

/**
 * Takes a file in and proposes which of its columns is which. Nothing is imported yet.
 * @throws NotFoundError, and those of `readTable`
 */
export async function uploadImport(
  scope: Scope,
  registry: ModuleRegistry,
  importerId: string,
  file: { name: string; bytes: Buffer }
): Promise<ImportView> {
  const { value: importer, module } = await importerNamed(scope, registry, importerId)
  const columns = await columnsOf(scope, importer)
  const remembered = await scope.read((unit) => rememberedHeadings(unit, importer.id))
  const { headings, rows, numbers, ...facts } = await readTable(
    file.bytes,
    headingScore(columns, remembered)
  )
  const content = await packRows({ rows, numbers })
  const id = uuidv7({ msecs: scope.now().toMillis() })
  await scope.work(async (unit) => {
    await forgetOldFiles(unit)
    const mapping = autoMap(headings, columns, remembered)
    await unit.table('imports').insert({
      organisation_id: scope.organisationId,
      id,
      importer: importer.id,
      module_id: module.id,
      member_id: scope.actor.memberId,
      file_name: file.name.slice(0, 200) || 'file',
      headings: JSON.stringify(headings),
      row_count: rows.length,
      content,
      facts: JSON.stringify(facts),
      mapping: JSON.stringify(mapping),
    })
  })
  return readImport(scope, registry, id)
}

/** @throws NotFoundError also for an import of somebody else, or of a module that is off */
export async function readImport(
  scope: Scope,
  registry: ModuleRegistry,
  id: string
): Promise<ImportView> {
  const stored = await scope.read((unit) => findImport(unit, id, { failures: PROBLEMS }))
  const { value: importer } = await importerNamed(scope, registry, stored.importer)
  const choosing = ['uploaded', 'checked', 'cancelled', 'failed'].includes(stored.state)
  const wrongOnes = stored.failures.map(({ row }) => row)
  const kept =
    choosing || wrongOnes.length > 0 ? await rowsOf(scope, id) : { rows: [], numbers: [] }
  const cellsOf = (row: number) => kept.rows[placeOfRow(kept.numbers, row)] ?? []
  return {
    id: stored.id,
    importer: importer.id,
    label: importer.label,
    fileName: stored.file_name,
    headings: stored.headings,
    sample: choosing ? kept.rows.slice(0, SAMPLE) : [],
    columns: await columnsOf(scope, importer),
    mapping: stored.mapping,
    state: stored.state,
    facts: stored.facts,
    rows: stored.row_count,
    total: stored.only_rows?.length ?? stored.row_count - stored.skipped_rows.length,
    position: stored.position,
    created: stored.created,
    changed: stored.changed,
    same: stored.same,
    failed: stored.failed,
    skipped: stored.skipped_rows.length,
    problems: stored.failures,
    wrong: Object.fromEntries(wrongOnes.map((row) => [row, cellsOf(row)])),
    repeated:
      stored.failures.length > 1 ? await scope.read((unit) => repeatedProblems(unit, id)) : [],
    fixable: stored.kept && FIXABLE.has(stored.state),
    made: await madeRecords(scope, registry, stored),
    failure: stored.failure,
    createdAt: stored.created_at.toISOString(),
    finishedAt: stored.finished_at?.toISOString() ?? null,
  }
}

/** States in which wrong rows are corrected: after the check, and after the import, which takes them then. */
export const FIXABLE: ReadonlySet<ImportState> = new Set(['checked', 'done'])

/** The rows of a file; none when they are no longer kept. */
export async function rowsOf(scope: Scope, id: string): Promise<KeptRows> {
  const [row] = await scope.read((unit) =>
    unit.rows<{ content: Buffer | null }>('select content from imports where id = ?', [id])
  )
  return row?.content ? unpackRows(row.content) : { rows: [], numbers: [] }
}

/** A line of the list of imports. */
export interface ImportLine {
  id: string
  label: string
  fileName: string
  state: ImportState
  rows: number
  created: number
  changed: number
  same: number
  failed: number
  createdAt: string
}

interface RawLine {
  id: string
  importer: string
  file_name: string
  state: ImportState
  row_count: number
  created: number
  changed: number
  same: number
  failed: number
  created_at: Date
}

/** The reader's own imports, the newest first; those of importers that they may still use, as `say` calls them. */
export async function listImports(
  scope: Scope,
  registry: ModuleRegistry,
  input: ListInput,
  say: Say = asDeclared
): Promise<ListPage<ImportLine>> {
  const importers = await importersFor(scope, registry)
  const labels = new Map(
    importers.map(({ module, value }) => [value.id, say(module.id, value.label)])
  )
  const list = defineList<RawLine, ImportLine>({
    from: (unit) =>
      unit
        .from('imports as i')
        .joinRaw(JOIN_RUN)
        .where('i.organisation_id', scope.organisationId)
        .where('i.member_id', scope.actor.memberId ?? NOBODY)
        .whereIn('i.importer', [...labels.keys()])
        .select('i.id', 'i.importer', 'i.file_name', 'i.row_count')
        .select(unit.trx.raw(`${IMPORT_STATE} as state`))
        .select('i.created', 'i.changed', 'i.same', 'i.failed', 'i.created_at'),
    id: 'i.id',
    filters: {},
    sorts: {
      newest: {
        label: 'Newest first',
        column: 'i.created_at',
        type: 'timestamptz',
        direction: 'desc',
      },
    },
    defaultSort: 'newest',
    row: (raw) => ({
      id: raw.id,
      label: labels.get(raw.importer)!,
      fileName: raw.file_name,
      state: raw.state,
      rows: raw.row_count,
      created: raw.created,
      changed: raw.changed,
      same: raw.same,
      failed: raw.failed,
      createdAt: raw.created_at.toISOString(),
    }),
  })
  return runList(scope, list, input)
}

/** What the member chose last time, else what a colleague did: their files come from the same program. */
async function rememberedHeadings(unit: Unit, importer: string): Promise<RememberedHeadings> {
  const [row] = await unit.rows<{ headings: RememberedHeadings }>(
    `select headings from import_mappings where importer = ?
      order by member_id = ?::uuid desc, updated_at desc limit 1`,
    [importer, unit.scope.actor.memberId ?? NOBODY]
  )
  return row?.headings ?? {}
}

/** What was imported is in the records; the file has done its service. */
async function forgetOldFiles(unit: Unit) {
  await unit.rows(
    `update imports i set content = null, failures = '[]'
      where i.organisation_id = ? and i.content is not null and i.created_at < now() - make_interval(days => ?)
        and not exists (select 1 from runs r
                         where r.organisation_id = i.organisation_id and r.id = i.run and r.state in ${OPEN})`,
    [unit.scope.organisationId, KEPT_DAYS]
  )
}
