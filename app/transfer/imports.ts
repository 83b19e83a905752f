import { v7 as uuidv7 } from 'uuid'
import type { FieldDeclaration } from '../fields/declaration.ts'
import { asDeclared, type Say } from '../lang/say.ts'
import { defineList, runList, type ListInput } from '../lists/define_list.ts'
import type { ListPage } from '../http/page_types.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { packRows, unpackRows } from './content.ts'
import { customImportColumns } from './custom_columns.ts'
import { importerNamed, importersFor } from './definitions.ts'
import { readTable } from './files/read_table.ts'
import { findImport, NOBODY, type ImportState, type ImportView } from './import_record.ts'
import type { ImporterDefinition } from './importer.ts'
import { autoMap, type RememberedHeadings } from './mapping.ts'

/** Rows that are shown where columns are chosen, and problems where they are told. */
const SAMPLE = 3
const PROBLEMS = 200
/** Days that the rows of a file are kept. */
export const KEPT_DAYS = 30

/** The columns of an importer with those of the organisation's own fields. */
export async function columnsOf(
  scope: Scope,
  { columns, table }: ImporterDefinition
): Promise<FieldDeclaration[]> {
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
  const { headings, rows } = await readTable(file.bytes)
  const content = await packRows(rows)
  const { kind, id: actorId, name, memberId } = scope.actor
  const id = uuidv7({ msecs: scope.now().toMillis() })
  await scope.work(async (unit) => {
    await forgetOldFiles(unit)
    const columns = await columnsOf(scope, importer)
    const mapping = autoMap(headings, columns, await rememberedHeadings(unit, importer.id))
    await unit.table('imports').insert({
      organisation_id: scope.organisationId,
      id,
      importer: importer.id,
      module_id: module.id,
      member_id: memberId,
      actor: JSON.stringify({ kind, id: actorId, name, memberId }),
      permissions: [...scope.permissions],
      file_name: file.name.slice(0, 200) || 'file',
      headings: JSON.stringify(headings),
      row_count: rows.length,
      content,
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
  const choosing = ['uploaded', 'checked'].includes(stored.state)
  return {
    id: stored.id,
    importer: importer.id,
    label: importer.label,
    fileName: stored.file_name,
    headings: stored.headings,
    sample: choosing ? (await rowsOf(scope, id)).slice(0, SAMPLE) : [],
    columns: await columnsOf(scope, importer),
    mapping: stored.mapping,
    state: stored.state,
    rows: stored.row_count,
    position: stored.position,
    created: stored.created,
    changed: stored.changed,
    same: stored.same,
    failed: stored.failed,
    problems: stored.failures,
    failure: stored.failure,
    createdAt: stored.created_at.toISOString(),
    finishedAt: stored.finished_at?.toISOString() ?? null,
  }
}

/** The rows of a file; none when they are no longer kept. */
export async function rowsOf(scope: Scope, id: string): Promise<string[][]> {
  const [row] = await scope.read((unit) =>
    unit.rows<{ content: Buffer | null }>('select content from imports where id = ?', [id])
  )
  return row?.content ? unpackRows(row.content) : []
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
        .where('i.member_id', scope.actor.memberId ?? NOBODY)
        .whereIn('i.importer', [...labels.keys()])
        .select('i.id', 'i.importer', 'i.file_name', 'i.state', 'i.row_count')
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

async function rememberedHeadings(unit: Unit, importer: string): Promise<RememberedHeadings> {
  const [row] = await unit.rows<{ headings: RememberedHeadings }>(
    'select headings from import_mappings where member_id = ? and importer = ?',
    [unit.scope.actor.memberId, importer]
  )
  return row?.headings ?? {}
}

/** What was imported is in the records; the file has done its service. */
async function forgetOldFiles(unit: Unit) {
  await unit.rows(
    `update imports set content = null, failures = '[]'
      where content is not null and created_at < now() - make_interval(days => ?)
        and state not in ('checking', 'importing')`,
    [KEPT_DAYS]
  )
}
