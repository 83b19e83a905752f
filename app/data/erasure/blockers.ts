import type { Unit } from '../../tenancy/unit.ts'
import { withPerson, type PersonTable } from '../person/rows.ts'
import { identifier } from '../tables.ts'

/** Something about a person that is not finished yet. */
export interface Blocker {
  /** `ticket`, `unpaid invoice`. */
  what: string
  /** Its number or name. */
  title: string
  href: string | null
}

const SHOWN = 10

/** The work that stands in the way of an erasure, the oldest first; ten of each kind at the most. */
export async function openWork(
  unit: Unit,
  tables: PersonTable[],
  person: string
): Promise<Blocker[]> {
  const found: Blocker[] = []
  for (const table of tables) {
    if (!table.open) continue
    const { where, what, title, href } = table.open
    const { sql, bindings } = withPerson(
      `select t.id::text as id, coalesce(t.${identifier(title)}::text, 'without a number') as title
         from (select * from ${identifier(table.name)} where (${where})) t
        where ${table.where} and ${table.condition}
        order by t.created_at, t.id limit ${SHOWN}`,
      person
    )
    const rows = await unit.rows<{ id: string; title: string }>(sql, bindings)
    found.push(
      ...rows.map((row) => ({
        what,
        title: row.title,
        href: href?.replace(':id', row.id) ?? null,
      }))
    )
  }
  return found
}
