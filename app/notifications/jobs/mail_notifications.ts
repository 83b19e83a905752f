import User from '../../identity/models/user.ts'
import { sendAccountMail } from '../../identity/mails/send_account_mail.ts'
import { defineJob, type Job } from '../../jobs/job.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { notificationMail, type MailedNotification } from '../mail.ts'
import { defaultsOfMember } from '../defaults.ts'
import { choiceOf, isUrgent, timesOf, type Reason, type ReasonDefaults } from '../reasons.ts'
import { comesAnyTime, quietUntil } from '../times.ts'
import { mayBeTold, scopeOfMember } from '../told.ts'

interface Raw {
  id: string
  reason: Reason
  title: string
  href: string
  actor_name: string | null
  count: number
  table_name: string | null
  record_id: string | null
  in_inbox: boolean
}

/**
 * Mails a member what is due, several things in one message. What was read in the inbox before, or may not be seen
 * any more, is left out; what comes late, when their quiet hours have begun, waits until those end.
 */
const mailNotifications: Job<{ memberId: string }> = defineJob<{ memberId: string }>({
  name: 'kernel.mail_notifications',
  parse(payload) {
    const { memberId } = (payload ?? {}) as { memberId?: unknown }
    if (typeof memberId !== 'string') {
      throw new TypeError('kernel.mail_notifications needs the id of a member')
    }
    return { memberId }
  },
  async handle(scope, { memberId }, run) {
    await scope.work(async (unit) => {
      const member = await scopeOfMember(unit, memberId)
      const user = member && (await User.find(member.actor.id, { client: unit.trx }))
      const defaults = user ? await defaultsOfMember(unit, memberId) : {}
      if (user) await putOff(unit, memberId, user, defaults)
      const due = await takeDue(unit, memberId)
      if (!member || !user) return
      const told: MailedNotification[] = []
      for (const { reason, title, href, actor_name: actor, count, ...raw } of due) {
        const { table_name: table, record_id: id } = raw
        const record = table && id ? { table, id } : null
        if (await mayBeTold(unit, member, record)) told.push({ reason, title, href, actor, count })
      }
      if (told.length === 0) return
      await sendAccountMail(unit.trx, {
        to: user.email,
        ...notificationMail(scope.organisation.name, user, told),
        uniqueKey: `notifications/${run.id}`,
        // Once something in it may come in quiet hours, all of it may
        ...(!told.some((each) => comesAnyTime(timesOf(user), howTold(user, each, defaults))) && {
          quietFor: { userId: user.id, zone: scope.organisation.timezone },
        }),
      })
    })
  },
})

export default mailNotifications

/** As the reader has it by now. */
const howTold = (user: User, { reason }: { reason: Reason }, defaults: ReasonDefaults) => ({
  mode:
    choiceOf(user, reason, defaults).mail === 'digest' ? ('digest' as const) : ('soon' as const),
  urgent: isUrgent(reason),
})

/** Lets what is due wait for the quiet hours of the reader to end, unless it is told in them, too. */
async function putOff(unit: Unit, memberId: string, user: User, defaults: ReasonDefaults) {
  const { scope } = unit
  const now = scope.now().setZone(scope.organisation.timezone)
  const due = await unit.rows<{ id: string; reason: Reason }>(
    `select id, reason from notifications
      where organisation_id = ? and member_id = ? and mail_due_at <= ? for update`,
    [scope.organisationId, memberId, now.toISO()]
  )
  for (const each of due) {
    const until = quietUntil(now, timesOf(user), howTold(user, each, defaults))?.toUTC()
    if (!until) continue
    await unit.rows(
      'update notifications set mail_due_at = ? where organisation_id = ? and id = ?',
      [until.toISO(), scope.organisationId, each.id]
    )
    const options = { uniqueKey: `${memberId}/${until.toISO()}`, startAfter: until.toJSDate() }
    await unit.dispatch(mailNotifications, { memberId }, options)
  }
}

/** Takes what is due and was not read, newest first; it is not due again. */
async function takeDue(unit: Unit, memberId: string): Promise<Raw[]> {
  const { scope } = unit
  const now = scope.now().toISO()
  const rows = await unit.rows<Raw & { unread: boolean }>(
    `with due as (
       select id, read_at is null as unread from notifications
        where organisation_id = ? and member_id = ? and mail_due_at <= ?
        for update
     )
     update notifications n
        set mail_due_at = null,
            mailed_at = case when due.unread then ?::timestamptz else n.mailed_at end,
            read_at = case when n.in_inbox then n.read_at else ?::timestamptz end
       from due
      where n.organisation_id = ? and n.id = due.id
      returning n.id, n.reason, n.title, n.href, n.actor_name, n.count, n.table_name, n.record_id,
                n.in_inbox, n.happened_at, due.unread`,
    [scope.organisationId, memberId, now, now, now, scope.organisationId]
  )
  return rows.filter(({ unread }) => unread)
}
