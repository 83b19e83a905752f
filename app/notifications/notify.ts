import app from '@adonisjs/core/services/app'
import { v7 as uuidv7 } from 'uuid'
import User from '../identity/models/user.ts'
import { ruleOfTable } from '../live/access.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import { KarkhanaError } from '../errors.ts'
import type { Unit } from '../tenancy/unit.ts'
import { defaultsOfMember } from './defaults.ts'
import mailNotifications from './jobs/mail_notifications.ts'
import { keepInMailbox } from './mailbox.ts'
import { placeOf, type NamedPlace } from './place.ts'
import textNotification from './jobs/text_notification.ts'
import { confirmedPhone } from './phone.ts'
import { choiceOf, isUrgent, PHONE_CHANNELS, timesOf, type Reason } from './reasons.ts'
import { mailDue } from './times.ts'
import { mayBeTold, scopeOfMember } from './told.ts'

/** What members are told, about a record of a module or about something else. */
export type NotificationInput = {
  reason: Reason
  /** Memberships; whoever does it is not told, nor who may not see the record. */
  members: (string | null | undefined)[]
} & (
  | {
      /** Several things about one record stand together until they are read. It names itself, by its number. */
      record: { table: string; id: string }
    }
  | {
      record?: undefined
      /** What it is about. It is kept as it is, so no words of a customer. */
      title: string
      /** Path of the page. */
      href: string
    }
)

/** A notification as it is written. */
export interface Notification extends NamedPlace {
  reason: Reason
  record: { table: string; id: string } | null
}

/**
 * Puts something into the inbox of members, and mails it to those who chose that, if and only if the transaction of
 * `unit` commits. A mail waits for quiet hours to end, and is not sent when the inbox was read before. Nobody is told
 * of what they did themselves, of a record that they muted or may not see.
 */
export async function notifyMembers(unit: Unit, input: NotificationInput): Promise<void> {
  const { scope } = unit
  const members = [...new Set(input.members)].filter(
    (id): id is string => Boolean(id) && id !== scope.actor.memberId
  )
  if (members.length === 0) return
  const owner = input.record ? ruleOfTable(installedRegistry(), input.record.table) : null
  if (input.record && !owner) throw new NotARecordError(input.record.table)
  const notification: Notification = {
    reason: input.reason,
    record: input.record ?? null,
    ...(input.record
      ? await placeOf(unit, owner!.rule, input.record.id)
      : { title: input.title, href: input.href }),
  }
  for (const id of members) {
    const member = await scopeOfMember(unit, id)
    if (!member || !(await mayBeTold(unit, member, notification.record))) continue
    const user = await User.find(member.actor.id, { client: unit.trx })
    if (user) await put(unit, { memberId: id, user, notification })
  }
}

/** A table that no installed module declares as records. */
export class NotARecordError extends KarkhanaError {
  constructor(table: string) {
    super('E_NOT_A_RECORD', 500, `"${table}" is no table of records.`, {
      next: 'Declare it by defineRecords in the manifest of its module.',
    })
  }
}

/** Notes it for one member, as they chose for the reason, and asks for the mail. */
async function put(
  unit: Unit,
  { memberId, user, notification }: { memberId: string; user: User; notification: Notification }
) {
  const { scope } = unit
  const { reason, title, href, record } = notification
  const { inbox, mail, ...choice } = choiceOf(user, reason, await defaultsOfMember(unit, memberId))
  const phones = confirmedPhone(user) ? PHONE_CHANNELS.filter((channel) => choice[channel]) : []
  if (!inbox && mail === 'off' && phones.length === 0) return
  if (app.inDev) {
    unit.afterCommit(() => keepInMailbox(scope.organisation.name, user, notification))
  }
  const now = scope.now().setZone(scope.organisation.timezone)
  const urgent = isUrgent(reason)
  const due =
    mail === 'off'
      ? null
      : mailDue(now, timesOf(user), { mode: mail, inInbox: inbox, urgent }).toUTC()
  const [written] = await unit.rows<{ id: string }>(
    `insert into notifications
       (organisation_id, id, member_id, reason, title, href, table_name, record_id, actor_name,
        happened_at, in_inbox, mail_due_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (organisation_id, member_id, reason, record_id)
       where read_at is null and record_id is not null
     do update set count = notifications.count + 1, title = excluded.title, href = excluded.href,
                   actor_name = excluded.actor_name, happened_at = excluded.happened_at,
                   in_inbox = notifications.in_inbox or excluded.in_inbox,
                   mail_due_at = coalesce(notifications.mail_due_at, excluded.mail_due_at)
     returning id`,
    [
      scope.organisationId,
      uuidv7(),
      memberId,
      reason,
      title,
      href,
      record?.table ?? null,
      record?.id ?? null,
      scope.actor.memberId ? scope.actor.name : null,
      now.toISO(),
      inbox,
      due?.toISO() ?? null,
    ]
  )
  const textDue = mailDue(now, timesOf(user), { mode: 'soon', inInbox: inbox, urgent })
  for (const channel of phones) {
    await unit.dispatch(
      textNotification,
      { notificationId: written.id, channel },
      { uniqueKey: `${written.id}/${channel}`, startAfter: textDue.toJSDate() }
    )
  }
  if (!due) return
  const options = { uniqueKey: `${memberId}/${due.toISO()}`, startAfter: due.toJSDate() }
  await unit.dispatch(mailNotifications, { memberId }, options)
}
