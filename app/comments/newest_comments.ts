import type { Unit } from '../tenancy/unit.ts'

/** A comment as a module reads it: what somebody wrote, and when. */
export interface WrittenComment {
  body: string
  /** Name of the member; `null` for programs and who has left. */
  author: string | null
  /** ISO instant. */
  at: string
}

/**
 * The newest comments at a record of the caller's module, the oldest of them first; in the open unit. The caller has
 * made sure that the reader may see the record.
 */
export async function newestComments(
  unit: Unit,
  { table, id }: { table: string; id: string },
  limit: number
): Promise<WrittenComment[]> {
  const rows = await unit.rows<WrittenComment & { at: Date }>(
    `select c.body, coalesce(u.name, m.name) as author, c.created_at as at
       from comments c
       left join memberships m on m.organisation_id = c.organisation_id and m.id = c.author_member_id
       left join users u on u.id = m.user_id
      where c.organisation_id = ? and c.record_table = ? and c.record_id = ?::uuid and c.deleted_at is null
      order by c.created_at desc, c.id desc limit ?`,
    [unit.scope.organisationId, table, id, limit]
  )
  return rows.reverse().map((row) => ({ ...row, at: row.at.toISOString() }))
}
