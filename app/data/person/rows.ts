import type { ModuleRegistry } from '../../modules/registry.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { exportableModules } from '../export/exportable.ts'
import { lineSql } from '../export/table_lines.ts'
import type { SubjectKind } from './subjects.ts'
import { dataTables, identifier, type DataTable } from '../tables.ts'

/** A table with rows about people of a kind, and the condition that finds them. */
export interface PersonTable extends DataTable {
  /** SQL with `($person)` where their ids stand. */
  condition: string
}

/** The tables that say something about people of a kind, by their declarations; the one of the people comes first. */
export async function personTables(
  unit: Unit,
  registry: ModuleRegistry,
  { id: kind, table: own }: Pick<SubjectKind, 'id' | 'table'>
): Promise<PersonTable[]> {
  const { modules } = await exportableModules(unit, registry)
  const ids = new Set(modules.map(({ id }) => id))
  const all = dataTables(registry).filter(({ module }) => ids.has(module))
  const records = new Set(
    registry.manifests().flatMap((manifest) => manifest.records.map(({ table }) => table))
  )
  const found = all.flatMap((table) => {
    const condition = conditionOf(table, all, kind, records)
    return condition ? [{ ...table, condition }] : []
  })
  return found.sort((one, other) => Number(other.name === own) - Number(one.name === own))
}

function conditionOf(
  table: DataTable,
  all: DataTable[],
  kind: string,
  records: ReadonlySet<string>
): string | null {
  const whole = table.part && all.find(({ name }) => name === table.part!.table)
  const own = table.about[kind]
  const ofWhole = whole?.about[kind]
  const conditions = [
    ...(own ? [own] : []),
    ...(ofWhole
      ? [
          `t.${identifier(table.part!.column)} in (select t.id from ${identifier(whole.name)} t
            where ${whole.where} and ${ofWhole})`,
        ]
      : []),
    ...(table.onRecords
      ? ofRecords(
          all.filter(({ name }) => records.has(name)),
          kind
        )
      : []),
  ]
  return conditions.length > 0 ? `(${conditions.join(' or ')})` : null
}

/** Rows at records that are about the person. */
function ofRecords(records: DataTable[], kind: string): string[] {
  return records.flatMap(({ name, where, about }) =>
    about[kind]
      ? [
          `(t.record_table = '${identifier(name)}' and t.record_id in (
            select t.id from ${identifier(name)} t where ${where} and ${about[kind]}))`,
        ]
      : []
  )
}

/** `sql` with the ids of one person put in, and as many bindings as it then needs. */
export function withPerson(sql: string, id: string): { sql: string; bindings: string[] } {
  const count = sql.split('$person').length - 1
  return { sql: sql.replaceAll('$person', '?::uuid'), bindings: Array<string>(count).fill(id) }
}

/** Ids of the rows about a person; of tables without a column `id` there are none to name. */
export async function rowIds(unit: Unit, table: PersonTable, person: string): Promise<string[]> {
  const { sql, bindings } = withPerson(
    `select t.id::text as id from ${identifier(table.name)} t
      where ${table.where} and ${table.condition} order by t.id`,
    person
  )
  return (await unit.rows<{ id: string }>(sql, bindings)).map(({ id }) => id)
}

/** The rows about a person, without secrets and without the names of members who worked on them. */
export async function rowsAbout(
  unit: Unit,
  table: PersonTable,
  person: string
): Promise<Record<string, unknown>[]> {
  const { sql, bindings } = withPerson(
    `select ${lineSql(table)}::jsonb as row from ${identifier(table.name)} t
      where ${table.where} and ${table.condition} order by ${table.order}`,
    person
  )
  const rows = await unit.rows<{ row: Record<string, unknown> }>(sql, bindings)
  const hidden = Object.keys(table.personal).filter((key) => table.personal[key] === 'actor')
  return rows.map(({ row }) =>
    Object.fromEntries(Object.entries(row).filter(([key]) => !hidden.includes(key)))
  )
}
