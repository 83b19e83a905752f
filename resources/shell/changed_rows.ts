import type { ListPage } from '@karkhana/kernel/pages'

type Row = Record<string, unknown>

/** Ids of the rows that are new, or not what they were. */
export function changedRows(before: ListPage<Row>, now: ListPage<Row>): string[] {
  const known = new Map(before.rows.map((row) => [row.id, JSON.stringify(row)]))
  return now.rows
    .filter((row) => known.get(row.id) !== JSON.stringify(row))
    .map((row) => String(row.id))
}
