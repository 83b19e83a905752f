import type { ModuleRegistry } from '../../modules/registry.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { columnsOf } from '../tables.ts'
import { personTables, rowIds, rowsAbout, type PersonTable } from './rows.ts'
import { personOf, subjectKind, type FoundPerson } from './subjects.ts'

/** Rows about somebody in one table. */
export interface HeldTable {
  table: string
  module: string
  /** Name of the module in words. */
  moduleName: string
  /** "Job card" */
  label: string
  /** Whether its rows are parts of records. */
  part: boolean
  /** Column to SQL type, in the order of the table. */
  types: Record<string, string>
  rows: Record<string, unknown>[]
}

/** A change of one of these rows, as the audit trail has it. */
export interface HeldChange {
  /** ISO instant, UTC. */
  at: string
  table: string
  row: string
  action: string
  /** Column to the value before and after. */
  changes: Record<string, unknown>
}

/** Everything that is declared about somebody. */
export interface PersonData {
  kind: { id: string; label: string }
  person: FoundPerson
  tables: HeldTable[]
  changes: HeldChange[]
}

/**
 * Collects what the organisation holds about somebody, in the open unit, derived from the declarations alone.
 * @throws NotFoundError
 */
export async function collectPerson(
  unit: Unit,
  registry: ModuleRegistry,
  kindId: string,
  id: string
): Promise<PersonData> {
  const kind = await subjectKind(unit, registry, kindId)
  const person = await personOf(unit, kind, id)
  const tables = await personTables(unit, registry, kind)
  const columns = await columnsOf(
    unit,
    tables.map(({ name }) => name)
  )
  const held: HeldTable[] = []
  const changes: HeldChange[] = []
  for (const table of tables) {
    const rows = await rowsAbout(unit, table, id)
    if (rows.length === 0) continue
    held.push({
      table: table.name,
      module: table.module,
      moduleName: registry.get(table.module)?.manifest.name ?? 'Organisation',
      label: table.label,
      part: table.part !== null,
      types: Object.fromEntries(
        columns
          .filter((column) => column.table === table.name)
          .map(({ column, type }) => [column, type])
      ),
      rows,
    })
    changes.push(...(await changesOf(unit, table, await rowIds(unit, table, id))))
  }
  changes.sort((one, other) => (one.at < other.at ? -1 : 1))
  return { kind: { id: kind.id, label: kind.label }, person, tables: held, changes }
}

/** What the audit trail says of rows, without the names of members. */
async function changesOf(unit: Unit, table: PersonTable, ids: string[]): Promise<HeldChange[]> {
  const hidden = [
    ...Object.keys(table.personal).filter((key) => table.personal[key] === 'actor'),
    ...table.secret,
    ...(table.only ? ['password', 'two_factor_secret'] : []),
  ]
  return unit.rows<HeldChange>(
    `select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, table_name as table,
            row_id::text as row, action, changes - ?::text[] as changes
       from audit_log where table_name = ? and row_id = any(?::uuid[]) order by at, id`,
    [hidden, table.name, ids]
  )
}
