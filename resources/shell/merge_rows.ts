import type { ListPage } from '@karkhana/kernel/pages'

type Row = Record<string, unknown>

/** The rows as they are now, and which of them somebody changed or added. */
export interface Merged {
  list: ListPage<Row>
  changed: string[]
}

/**
 * Puts the newly read beginning of a list into what the reader has loaded so far. Rows of later pages stay as they are;
 * what new rows pushed out of the beginning stays behind it. State of the list (query, filters) is not touched, so that
 * place and selection stay.
 */
export function mergeRows(old: ListPage<Row>, fresh: ListPage<Row>, key = 'id'): Merged {
  const idOf = (row: Row) => String(row[key])
  const before = new Map(old.rows.map((row) => [idOf(row), JSON.stringify(row)]))
  const changed = fresh.rows
    .filter((row) => before.get(idOf(row)) !== JSON.stringify(row))
    .map(idOf)
  const ids = new Set(fresh.rows.map(idOf))
  const whole = fresh.nextCursor === null || old.rows.length <= fresh.rows.length
  if (whole) return { list: { ...old, rows: fresh.rows, nextCursor: fresh.nextCursor }, changed }
  const added = fresh.rows.filter((row) => !before.has(idOf(row))).length
  const end = fresh.rows.length
  const behind = old.rows.filter((row, index) => index >= end - added && !ids.has(idOf(row)))
  return { list: { ...old, rows: [...fresh.rows, ...behind] }, changed }
}
