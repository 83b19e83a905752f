import db from '@adonisjs/lucid/services/db'
import { registeredRoutes, type RegisteredRoute } from '../http/registered_routes.ts'
import { isReadable } from '../modules/gate.ts'
import type { SettingDeclaration } from '../module_settings/declaration.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import { partLabel, tableLabel } from './words.ts'

/** A column of an audited table, as the database knows it. */
export interface AuditedColumn {
  /** `bigint`, `timestamp with time zone`, `uuid`, `text[]` … */
  type: string
  /** Table whose row an id names, by its foreign key or else by its own name; `null` for other values. */
  references: string | null
  /** Its values are words of a fixed choice, as a check of the table says. */
  choice?: boolean
}

/** A label as its owner (a module, or `kernel`) declares it, in English. */
export interface Declared {
  owner: string
  label: string
}

/** An audited table, in words. */
export interface AuditedTable {
  name: string
  label: string
  /** Module that owns it; `null` for the kernel. */
  module: string | null
  columns: ReadonlyMap<string, AuditedColumn>
  /** Column whose value names a row to people; `null` when there is none. */
  title: string | null
  /** What a value is called that names something installed: a module, a table, a series of numbers. */
  named: (column: string, value: string) => Declared | null
  /** Fields behind a column of chosen values, by the module that the row names. */
  fieldsOf?: (module: string) => readonly SettingDeclaration[]
  /** The record that a row is a part of. */
  parent: { table: string; column: string } | null
}

export type Catalogue = ReadonlyMap<string, AuditedTable>

/** Columns that name a row, best first. */
const TITLES = [
  'number',
  'registration',
  'name',
  'code',
  'title',
  'subject',
  'email',
  'key',
  'module_id',
  'series',
  'description',
  'job_id',
]

interface ColumnRow {
  table: string
  column: string
  type: string
  references: string | null
  choice: boolean
}

let catalogue: Promise<Catalogue> | undefined

/** What is audited in this deployment; read once. */
export function auditCatalogue(registry: ModuleRegistry): Promise<Catalogue> {
  catalogue ??= readCatalogue(registry).catch((error: unknown) => {
    catalogue = undefined
    throw error
  })
  return catalogue
}

async function readCatalogue(registry: ModuleRegistry): Promise<Catalogue> {
  const { rows } = await db.rawQuery(`
    select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type,
           (select f.confrelid::regclass::text from pg_constraint f
             where f.conrelid = c.oid and f.contype = 'f' and a.attnum = any(f.conkey)
               and a.attname <> 'organisation_id'
              -- Keys of several columns carry the branch along: only what points to an id names a row.
              and (select t.attname from pg_attribute t
                    where t.attrelid = f.confrelid
                      and t.attnum = f.confkey[array_position(f.conkey, a.attnum)]) = 'id'
            limit 1) as references,
           exists (select 1 from pg_constraint k
                    where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]
                      and pg_get_constraintdef(k.oid) like '%= ANY (ARRAY[''%') as choice
      from pg_trigger t
      join pg_class c on c.oid = t.tgrelid
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where t.tgfoid = 'kernel_audit'::regproc
     order by c.relname, a.attnum`)
  const tables = Map.groupBy(rows as ColumnRow[], ({ table }) => table)
  const records = new Set(
    registry.manifests().flatMap((manifest) => manifest.records.map(({ table }) => table))
  )
  const found = [...tables].map(([name, columns]): [string, AuditedTable] => [
    name,
    describe(registry, name, withTargets(columns, [...tables.keys()], records)),
  ])
  return new Map(found.sort(([, a], [, b]) => a.label.localeCompare(b.label)))
}

/**
 * Across modules there are no foreign keys: an `invoice_id` names a row of the only table of invoices, and of several
 * the one whose rows are records of a module.
 */
function withTargets(
  columns: ColumnRow[],
  tables: string[],
  records: ReadonlySet<string>
): ColumnRow[] {
  return columns.map((row) => {
    if (row.references || row.type !== 'uuid' || !row.column.endsWith('_id')) return row
    const plurals = ['s', 'es'].map((end) => row.column.replace(/_id$/, end))
    const named = tables.filter((table) =>
      plurals.some((plural) => table === plural || table.endsWith(`_${plural}`))
    )
    const known = named.length > 1 ? named.filter((table) => records.has(table)) : named
    return known.length === 1 ? { ...row, references: known[0] } : row
  })
}

function describe(registry: ModuleRegistry, name: string, rows: ColumnRow[]): AuditedTable {
  const manifest = registry.manifests().find(({ tables }) => name in tables)
  const module = manifest?.id ?? null
  const rule = manifest?.records.find(({ table }) => table === name)
  const whole = manifest?.records.find(({ parts }) => name in parts)
  const columns = new Map(
    rows.map(({ column, type, references, choice }) => [column, { type, references, choice }])
  )
  return {
    name,
    module,
    columns,
    label:
      whole && module
        ? partLabel(name, module, whole.noun)
        : tableLabel(name, module, rule?.noun ?? null),
    title:
      TITLES.find((column) => columns.has(column) && columns.get(column)!.type !== 'uuid') ?? null,
    named: (column, value) => installed(registry, column, value),
    parent: whole ? { table: whole.table, column: whole.parts[name] } : null,
    ...(columns.has('chosen') && {
      fieldsOf: (id: string) => registry.get(id)?.manifest.settings?.fields ?? [],
    }),
  }
}

const OF_MODULES = new Set(['module', 'module_id', 'source_module'])
const OF_TABLES = new Set(['record_table', 'table_name'])

function installed(registry: ModuleRegistry, column: string, value: string): Declared | null {
  const manifests = registry.manifests()
  if (OF_MODULES.has(column)) {
    const found = manifests.find(({ id }) => id === value)
    return found ? { owner: found.id, label: found.name } : null
  }
  if (OF_TABLES.has(column)) {
    const found = manifests.find(({ tables }) => value in tables)
    const noun = found?.records.find(({ table }) => table === value)?.noun ?? null
    return { owner: found?.id ?? 'kernel', label: tableLabel(value, found?.id ?? null, noun) }
  }
  if (column !== 'series') return null
  const found = manifests.find(({ series }) => series.some(({ id }) => id === value))
  const label = found?.series.find(({ id }) => id === value)?.label
  return found && label ? { owner: found.id, label } : null
}

/** Pages of tables whose records have no page of their own. */
const PAGES: Record<string, string> = {
  organisations: '/settings/organisation',
  organisation_modules: '/settings/modules',
  organisation_secrets: '/settings/connections',
  partner_access: '/settings/partner-access',
  organisation_drivers: '/settings/services',
  ai_settings: '/settings/ai',
  messages: '/settings/messages',
  message_suppressions: '/settings/messages/held-back',
  message_templates: '/settings/message-templates',
}

/** Where the reader can see a record of the table; `null` when nowhere, or when they may not. */
export function recordLink(scope: Scope, table: AuditedTable, id: string): string | null {
  if (table.module && !isReadable(scope, table.module)) return null
  const route = pageOf(table.name)
  return route && scope.can(route.permission) ? route.pattern.replace(':id', id) : null
}

/** The page of one record, as the routes declare it: the record itself, else its form, else the list. */
function pageOf(table: string): RegisteredRoute | undefined {
  const pages = registeredRoutes.filter(
    ({ surface, method }) => surface === 'web' && method === 'GET'
  )
  const own = pages.filter(({ record }) => record === table)
  return (
    own.find(({ pattern }) => pattern.endsWith('/:id')) ??
    own.find(({ pattern }) => pattern.endsWith('/:id/edit')) ??
    pages.find(({ pattern }) => pattern === PAGES[table])
  )
}
