import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import type { Unit } from '../tenancy/unit.ts'

// A condition was added; the shape of the rows does not matter here.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Query = DatabaseQueryBuilderContract<any>

/** Matches that are looked at before the best are chosen. */
const POOL = 200

/**
 * Ids of rows that fit, the newest first. `query` filters one table alone and selects `id` and `created_at`: a filter
 * without joins and order reads 100,000 rows in the time that a person does not notice, and stops at the first 200
 * that fit. What a hit shows is read afterwards, for these ids.
 */
export async function matchingIds(unit: Unit, query: Query, limit: number): Promise<string[]> {
  const found = unit.trx
    .from(query.limit(POOL).as('found'))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .select('id')
  return ((await found) as { id: string }[]).map(({ id }) => id)
}

/** A pattern for `like` that finds the text anywhere. */
export function anywhere(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}

/** The text as numbers and plates are stored: letters and digits, upper case; `null` when nothing is left. */
export function compactCode(text: string): string | null {
  return text.toUpperCase().replace(/[^0-9A-Z]/g, '') || null
}

/** The rows in the order of `ids`. */
export function inOrder<Row extends { id: string }>(ids: readonly string[], rows: Row[]): Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
