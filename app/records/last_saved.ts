import { nameActors, whoText } from '../audit/who.ts'
import type { LastSaved } from '../http/page_types.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { OpenedRecord } from './open_record.ts'

/** When the record itself was last saved, and by whom; as the audit trail has it. */
export async function lastSaved(scope: Scope, { table, id }: OpenedRecord): Promise<LastSaved> {
  return scope.read(async (unit) => {
    const [entry] = await unit.rows<{ at: Date; actorKind: string | null; actorId: string | null }>(
      `select a.at, a.actor_kind as "actorKind", a.actor_id as "actorId" from audit_log a
        where a.organisation_id = kernel_organisation_id() and a.table_name = ? and a.row_id = ?::uuid
          and a.action <> 'delete'
        order by a.at desc, a.id desc limit 1`,
      [table, id]
    )
    if (!entry) return null
    const who = await nameActors(unit, [entry])
    return { at: entry.at.toISOString(), by: whoText(who(entry)) }
  })
}
