import type { Unit } from '../../tenancy/unit.ts'
import type { PersonTable } from '../person/rows.ts'

/**
 * Rows about a person that are gone from their tables and go on standing in the audit trail: drafts that were thrown
 * away, lines that were taken off. The entry of the deletion says whose they were.
 */
export async function deletedRows(
  unit: Unit,
  tables: PersonTable[],
  person: string,
  present: ReadonlyMap<PersonTable, string[]>
): Promise<{ table: string; ids: string[] }[]> {
  const deleted = new Map<string, string[]>()
  // Wholes before their parts, so that the parts of a deleted record are found by it.
  const ordered = [...tables].sort((one, other) => Number(!!one.part) - Number(!!other.part))
  for (const table of ordered) {
    const whole = tables.find(({ name }) => name === table.part?.table)
    const wholes = whole ? [...(present.get(whole) ?? []), ...(deleted.get(whole.name) ?? [])] : []
    const named: [string, string[]][] = [
      ...Object.values(table.subjects).flatMap((link): [string, string[]][] =>
        typeof link === 'string' ? [[link, [person]]] : []
      ),
      ...(table.part && wholes.length > 0
        ? [[table.part.column, wholes] as [string, string[]]]
        : []),
    ]
    const ids: string[] = []
    for (const [column, owners] of named) {
      const rows = await unit.rows<{ id: string }>(
        `select distinct row_id::text as id from audit_log
          where table_name = ? and action = 'delete' and changes -> ? ->> 0 = any(?)`,
        [table.name, column, owners]
      )
      ids.push(...rows.map(({ id }) => id))
    }
    deleted.set(table.name, [...new Set(ids)])
  }
  return [...deleted].flatMap(([table, ids]) => (ids.length > 0 ? [{ table, ids }] : []))
}
