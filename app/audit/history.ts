import type { Scope } from '../tenancy/scope.ts'
import { customChanges, customFieldsBehind } from './custom_changes.ts'
import type { AuditedChange } from './views.ts'
import { nameActors, whoText, type NotedActor } from './who.ts'

/** One write to a record, as the database noted it. */
export interface HistoryEntry {
  id: string
  /** ISO instant, UTC. */
  at: string
  action: 'insert' | 'update' | 'delete'
  /** Who it was: a person, `API: <token>`, a service account, a partner, a job; `null` when nobody was noted. */
  actor: string | null
  /** Column to old and new value; of a masked column the new value is the word `changed`. */
  changes: Record<string, [unknown, unknown]>
  /** Of an update: what it changed in fields of the organisation's own, in words. */
  custom: AuditedChange[]
}

interface RawEntry extends NotedActor {
  id: string
  at: string
  action: HistoryEntry['action']
  changes: Record<string, [unknown, unknown] | 'changed'>
}

/** The audit trail of one row, newest first, the last 100 writes. */
export async function recordHistory(
  scope: Scope,
  table: string,
  id: string
): Promise<HistoryEntry[]> {
  return scope.read(async (unit) => {
    const rows = await unit.rows<RawEntry>(
      `select a.id::text as id, to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
              a.action, a.changes, a.actor_kind as "actorKind", a.actor_id as "actorId"
         from audit_log a
        where a.table_name = ? and a.row_id = ?
        order by a.at desc, a.id desc limit 100`,
      [table, id]
    )
    const who = await nameActors(unit, rows)
    const custom = await customFieldsBehind(rows.map(({ changes }) => ({ table, changes })))
    return rows.map(({ actorKind, actorId, changes, ...row }) => ({
      ...row,
      actor: actorKind ? whoText(who({ actorKind, actorId })) : null,
      changes: Object.fromEntries(
        Object.entries(changes).map(([column, change]): [string, [unknown, unknown]] => [
          column,
          change === 'changed' ? [null, change] : change,
        ])
      ),
      custom:
        row.action === 'update' && changes.custom && changes.custom !== 'changed'
          ? customChanges(custom.get(table), changes.custom)
          : [],
    }))
  })
}
