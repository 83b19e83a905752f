import type { Scope } from '../tenancy/scope.ts'

/** One write to a record, as the database noted it. */
export interface HistoryEntry {
  id: string
  /** ISO instant, UTC. */
  at: string
  action: 'insert' | 'update' | 'delete'
  /** Name of the person or job; `null` when it is no longer known. */
  actor: string | null
  /** Column to old and new value. */
  changes: Record<string, [unknown, unknown]>
}

/** The audit trail of one row, newest first, the last 100 writes. */
export async function recordHistory(
  scope: Scope,
  table: string,
  id: string
): Promise<HistoryEntry[]> {
  return scope.read((unit) =>
    unit.rows<HistoryEntry>(
      `select a.id::text as id, to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
              a.action, a.changes,
              case when a.actor_kind = 'user' then u.name else a.actor_id end as actor
         from audit_log a
         left join users u on a.actor_kind = 'user' and u.id::text = a.actor_id
        where a.table_name = ? and a.row_id = ?
        order by a.at desc, a.id desc limit 100`,
      [table, id]
    )
  )
}
