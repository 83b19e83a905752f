import { NotFoundError } from '../errors.ts'
import { defineList } from '../lists/main.ts'
import { v7 as uuidv7 } from 'uuid'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { Reason } from './reasons.ts'

interface Raw {
  id: string
  reason: Reason
  title: string
  href: string
  actor_name: string | null
  count: number
  happened_at: Date
  read_at: Date | null
  mutable: boolean
  muted: boolean
}

/** One line of the inbox. */
export interface InboxRow {
  id: string
  reason: Reason
  title: string
  href: string
  /** Who did it; `null` for the system. */
  actor: string | null
  /** How often it happened while it was unread. */
  count: number
  /** ISO instant, UTC. */
  at: string
  read: boolean
  /** Whether it is about a record that can be muted, and whether it is. */
  mutable: boolean
  muted: boolean
}

/** What the reader was told, newest first. Only their own, whatever their role. */
export const INBOX = defineList<Raw, InboxRow>({
  from: (unit) =>
    unit
      .from('notifications as n')
      .where('n.organisation_id', unit.scope.organisationId)
      .where('n.member_id', unit.scope.actor.memberId ?? NOBODY)
      .where('n.in_inbox', true)
      .leftJoin('notification_mutes as q', (join) =>
        join
          .on('q.organisation_id', 'n.organisation_id')
          .on('q.member_id', 'n.member_id')
          .on('q.table_name', 'n.table_name')
          .on('q.record_id', 'n.record_id')
      )
      .select('n.id', 'n.reason', 'n.title', 'n.href', 'n.actor_name', 'n.count')
      .select('n.happened_at', 'n.read_at')
      .select(unit.trx.raw('n.record_id is not null as mutable'))
      .select(unit.trx.raw('q.id is not null as muted')),
  id: 'n.id',
  filters: {
    state: {
      label: 'State',
      options: [{ value: 'unread', label: 'Unread' }],
      apply: (query) => void query.whereNull('n.read_at'),
    },
  },
  sorts: {
    newest: {
      label: 'Newest first',
      column: 'n.happened_at',
      type: 'timestamptz',
      direction: 'desc',
    },
  },
  defaultSort: 'newest',
  row: (raw) => ({
    id: raw.id,
    reason: raw.reason,
    title: raw.title,
    href: raw.href,
    actor: raw.actor_name,
    count: raw.count,
    at: raw.happened_at.toISOString(),
    read: raw.read_at !== null,
    mutable: raw.mutable,
    muted: raw.muted,
  }),
})

/** Of no member: for readers without one, such as a partner who looks on. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** How many of the reader's notifications are unread. */
export async function unreadCount(scope: Scope): Promise<number> {
  const [row] = await scope.read((unit) =>
    unit.rows<{ count: number }>(
      `select count(*)::int as count from notifications
        where organisation_id = ? and member_id = ? and read_at is null and in_inbox`,
      [scope.organisationId, scope.actor.memberId ?? NOBODY]
    )
  )
  return row.count
}

/**
 * Marks one notification of the reader as read or unread, or all of them as read. One that becomes unread while a newer
 * one about the same is, stands together with that.
 * @throws NotFoundError
 */
export async function markRead(
  scope: Scope,
  { id, read = true }: { id?: string; read?: boolean } = {}
): Promise<void> {
  await scope.work(async (unit) => {
    if (id && !read && (await joinsUnread(unit, id))) return
    const query = unit
      .from('notifications')
      .where({ organisation_id: scope.organisationId, member_id: scope.actor.memberId ?? NOBODY })
    if (id) query.where({ id })
    else query.where('in_inbox', true).whereNull('read_at')
    const changed = Number(await query.update({ read_at: read ? scope.now().toJSDate() : null }))
    if (id && changed === 0) throw new NotFoundError('notification')
  })
}

/** Lets one that was read go into the unread one about the same record, as it would have before it was read. */
async function joinsUnread(unit: Unit, id: string): Promise<boolean> {
  const { organisationId, actor } = unit.scope
  const rows = await unit.rows(
    `with gone as (
       delete from notifications o using notifications n
        where o.organisation_id = ? and o.member_id = ? and o.id = ? and o.read_at is not null
          and n.organisation_id = o.organisation_id and n.member_id = o.member_id
          and n.reason = o.reason and n.record_id = o.record_id and n.read_at is null
       returning n.id, o.count
     )
     update notifications n set count = n.count + gone.count, in_inbox = true from gone
      where n.organisation_id = ? and n.id = gone.id returning n.id`,
    [organisationId, actor.memberId ?? NOBODY, id, organisationId]
  )
  return rows.length > 0
}

/**
 * Wants, or does not want, to hear more of the record that a notification is about.
 * @throws NotFoundError also for a notification about no record
 */
export async function muteRecord(
  scope: Scope,
  { id, muted }: { id: string; muted: boolean }
): Promise<void> {
  await scope.work(async (unit) => {
    const own = { organisation_id: scope.organisationId, member_id: scope.actor.memberId ?? NOBODY }
    const about = (await unit
      .from('notifications')
      .where({ ...own, id })
      .whereNotNull('record_id')
      .select('table_name', 'record_id')
      .first()) as { table_name: string; record_id: string } | null
    if (!about) throw new NotFoundError('notification')
    if (!muted) {
      await unit
        .from('notification_mutes')
        .where({ ...own, ...about })
        .delete()
      return
    }
    await unit.rows(
      `insert into notification_mutes (organisation_id, id, member_id, table_name, record_id)
       values (?, ?, ?, ?, ?) on conflict do nothing`,
      [own.organisation_id, uuidv7(), own.member_id, about.table_name, about.record_id]
    )
  })
}
