import type { ModuleRegistry } from '../modules/registry.ts'
import { partLabel, tableLabel } from '../audit/words.ts'
import type { FoundColumn } from './check.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { TableDeclaration } from './declaration.ts'
import { KERNEL_TABLES, type KernelTable } from './kernel_tables.ts'

/** A table of the organisation with what is declared of it, the same for the kernel and for every module. */
export interface DataTable extends KernelTable {
  name: string
  /** Id of the module, or `kernel`. */
  module: string
  /** One row of it in words: "Job card", "Job card line". */
  label: string
  /** The record that its rows are parts of. */
  part: { table: string; column: string } | null
}

/** Every table that the kernel and the installed modules declare, in the order of modules; records before parts. */
export function dataTables(registry: ModuleRegistry): DataTable[] {
  const kernel = Object.entries(KERNEL_TABLES).map(([name, declaration]): DataTable => ({
    ...declaration,
    name,
    module: 'kernel',
    label: tableLabel(name, null, null),
    part: null,
  }))
  const modules = registry.manifests().flatMap(({ id, tables, records }) =>
    Object.entries(tables).map(([name, declaration]): DataTable => {
      const whole = records.find(({ parts }) => name in parts)
      const noun = records.find(({ table }) => table === name)?.noun ?? null
      return {
        ...ofModule(declaration),
        name,
        module: id,
        label: whole ? partLabel(name, id, whole.noun) : tableLabel(name, id, noun),
        part: whole ? { table: whole.table, column: whole.parts[name] } : null,
      }
    })
  )
  return [...kernel, ...modules].sort(
    (a, b) =>
      order(registry, a) - order(registry, b) ||
      Number(a.part !== null) - Number(b.part !== null) ||
      (a.name < b.name ? -1 : 1)
  )
}

const order = (registry: ModuleRegistry, { module }: DataTable) =>
  registry.manifests().findIndex(({ id }) => id === module)

function ofModule(declaration: TableDeclaration): KernelTable {
  return {
    ...declaration,
    where: 't.organisation_id = kernel_organisation_id()',
    order: 't.id',
    only: null,
    withheld: null,
    ofAccount: false,
    onRecords: false,
    about: Object.fromEntries(
      Object.entries(declaration.subjects).map(([kind, link]) => [
        kind,
        typeof link === 'string'
          ? `t.${identifier(link)} in ($person)`
          : `exists (select 1 from ${identifier(link.via)} v
      where v.organisation_id = t.organisation_id and v.${identifier(link.key)} = t.id
        and v.${identifier(link.column)} in ($person))`,
      ])
    ),
  }
}

/** Names of tables and columns come from manifests and migrations, and stand in SQL as they are. */
export function identifier(name: string): string {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`"${name}" is no name of a table or column`)
  return name
}

/** The columns of tables, as the database has them. */
export async function columnsOf(unit: Unit, tables: readonly string[]): Promise<FoundColumn[]> {
  return unit.rows<FoundColumn>(
    `select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type,
            not a.attnotnull as nullable, a.attgenerated <> '' as generated
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relname = any(?)
      order by c.relname, a.attnum`,
    [tables]
  )
}
