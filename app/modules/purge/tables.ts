import type { Unit } from '../../tenancy/unit.ts'
import { KarkhanaError } from '../../errors.ts'

/** Table to its number of rows in the organisation of the open unit. */
export async function countRows(
  unit: Unit,
  tables: readonly string[]
): Promise<Record<string, number>> {
  if (tables.length === 0) return {}
  const counts = tables.map(
    (table) => `select '${named(table)}' as name, count(*) as rows from ${named(table)}`
  )
  const rows = await unit.rows<{ name: string; rows: string }>(
    `${counts.join(' union all ')} order by name`
  )
  return Object.fromEntries(rows.map(({ name, rows: count }) => [name, Number(count)]))
}

/**
 * The tables in the order in which their rows can be deleted: those that refer to others before them.
 * @throws E_PURGE_CIRCLE when tables refer to each other
 */
export async function deletionOrder(unit: Unit, tables: readonly string[]): Promise<string[]> {
  const references = await unit.rows<{ child: string; parent: string }>(
    `select distinct c.conrelid::regclass::text as child, c.confrelid::regclass::text as parent
       from pg_constraint c
      where c.contype = 'f' and c.conrelid <> c.confrelid
        and c.conrelid::regclass::text = any(?) and c.confrelid::regclass::text = any(?)`,
    [tables, tables]
  )
  const ordered: string[] = []
  let left = [...tables].sort()
  while (left.length > 0) {
    const free = left.filter(
      (table) => !references.some(({ child, parent }) => parent === table && left.includes(child))
    )
    if (free.length === 0) {
      throw new KarkhanaError(
        'E_PURGE_CIRCLE',
        500,
        `These tables refer to each other: ${left.join(', ')}.`,
        {
          next: 'The author of the module has to take one of the foreign keys away.',
        }
      )
    }
    ordered.push(...free)
    left = left.filter((table) => !free.includes(table))
  }
  return ordered
}

/** Names come from manifests, and stand in SQL as they are. */
function named(table: string): string {
  if (!/^[a-z][a-z0-9_]*$/.test(table)) throw new Error(`"${table}" is no name of a table`)
  return table
}
