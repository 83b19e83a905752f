import type { CommentView } from '../http/page_types.ts'
import type { RawLine } from '../timeline/sources.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'

interface CommentRow {
  id: string
  body: string
  mentions: string[]
  editedAt: string | null
  memberId: string | null
  version: number
}

/** Names of the members that comments among these lines name; one query. */
export async function mentionedMembers(unit: Unit, lines: RawLine[]): Promise<Map<string, string>> {
  const ids = lines
    .filter(({ source }) => source === 'comments')
    .flatMap(({ row }) => (row as unknown as CommentRow).mentions)
  return memberNames(unit, ids)
}

/** Membership id to the name of the person. */
export async function memberNames(unit: Unit, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await unit.rows<{ id: string; name: string }>(
    `select m.id, coalesce(u.name, m.name) as name
       from memberships m left join users u on u.id = m.user_id
      where m.organisation_id = ? and m.id = any(?::uuid[])`,
    [unit.scope.organisationId, [...new Set(ids)]]
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** A comment as the page shows it. */
export function commentView(
  scope: Scope,
  { at, row }: Pick<RawLine, 'at' | 'row'>,
  author: string,
  members: ReadonlyMap<string, string>
): CommentView {
  const { id, body, mentions, editedAt, memberId, version } = row as unknown as CommentRow
  return {
    id,
    at: `${at}Z`,
    editedAt,
    author,
    body,
    mentions: mentions.flatMap((member) => {
      const name = members.get(member)
      return name ? [{ id: member, name }] : []
    }),
    own: memberId !== null && memberId === scope.actor.memberId,
    version,
  }
}
