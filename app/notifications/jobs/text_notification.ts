import User from '../../identity/models/user.ts'
import { defineJob, type Job } from '../../jobs/job.ts'
import { absoluteUrl } from '../../http/absolute_url.ts'
import { languageOf } from '../../lang/translate.ts'
import { requestText } from '../../messages/send_text.ts'
import { confirmedPhone } from '../phone.ts'
import { reasonLine } from '../reason_words.ts'
import { quietEndOf } from '../quiet_end.ts'
import { PHONE_CHANNELS, type PhoneChannel } from '../reasons.ts'
import { mayBeTold, scopeOfMember } from '../told.ts'

interface Raw {
  member_id: string
  reason: string
  title: string
  href: string
  actor_name: string | null
  table_name: string | null
  record_id: string | null
}

type Payload = { notificationId: string; channel: PhoneChannel }

/**
 * Tells a member something by their phone. What was read in the inbox before, or may not be seen any more, is left
 * out; what happens again to the same record before it is read is one message. Where their quiet hours have begun
 * before it goes, it waits until those end.
 */
const textNotification: Job<Payload> = defineJob<Payload>({
  name: 'kernel.text_notification',
  parse(payload) {
    const { notificationId, channel } = (payload ?? {}) as Partial<Payload>
    if (typeof notificationId !== 'string' || !PHONE_CHANNELS.includes(channel!)) {
      throw new TypeError('kernel.text_notification needs the id of a notification and a channel')
    }
    return { notificationId, channel: channel! }
  },
  async handle(scope, { notificationId, channel }) {
    await scope.work(async (unit) => {
      const [told] = await unit.rows<Raw>(
        `select member_id, reason, title, href, actor_name, table_name, record_id from notifications
          where organisation_id = ? and id = ? and read_at is null`,
        [scope.organisationId, notificationId]
      )
      const member = told && (await scopeOfMember(unit, told.member_id))
      const user = member && (await User.find(member.actor.id, { client: unit.trx }))
      const to = user && confirmedPhone(user)
      if (!member || !to) return
      const startAfter = quietEndOf(scope, user, told.reason)
      if (startAfter) {
        const options = { uniqueKey: `${notificationId}/${channel}`, startAfter }
        await unit.dispatch(textNotification, { notificationId, channel }, options)
        return
      }
      const { table_name: table, record_id: id } = told
      if (!(await mayBeTold(unit, member, table && id ? { table, id } : null))) return
      const { name } = scope.organisation
      const line = reasonLine(languageOf(user), told.reason, {
        who: told.actor_name ?? name,
        what: told.title,
      })
      await requestText(unit, {
        channel,
        module: 'kernel',
        to,
        text: `${name}: ${line}\n${absoluteUrl(told.href)}`.slice(0, 1_000),
        idempotencyKey: `kernel.notification/${notificationId}`,
        quietFor: { userId: user.id, reason: told.reason },
      })
    })
  },
})

export default textNotification
