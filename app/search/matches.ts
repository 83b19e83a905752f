import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import type { Unit } from '../tenancy/unit.ts'

// A condition was added; the shape of the rows does not matter here.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Query = DatabaseQueryBuilderContract<any>

/** Matches that are looked at before the best are chosen. */
const POOL = 200

/**
 * Ids of rows that fit, the newest first: those of the first query that finds any, so that the ones an index answers
 * come before those that read a table. Each filters one table alone and selects `id` and `created_at`: a filter
 * without joins and order reads 100,000 rows in the time that a person does not notice, and stops at the first 200
 * that fit. What a hit shows is read afterwards, for these ids.
 */
export async function matchingIds(
  unit: Unit,
  queries: readonly Query[],
  limit: number
): Promise<string[]> {
  for (const query of queries) {
    const found = unit.trx
      .from(query.limit(POOL).as('found'))
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .select('id')
    const ids = ((await found) as { id: string }[]).map(({ id }) => id)
    if (ids.length > 0) return ids
  }
  return []
}

/**
 * Leaves rows whose column begins with the text, by an index on the column: a comparison, since `like` cannot use one
 * where row-level security stands before it.
 */
export function beginningWith<Q extends Query>(query: Q, column: string, text: string): Q {
  query.where(column, '>=', text).where(column, '<', `${text}\u{10FFFF}`)
  return query
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
