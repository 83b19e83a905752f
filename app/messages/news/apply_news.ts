import { NotFoundError } from '../../errors.ts'
import { systemScope } from '../../tenancy/open_scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { noteOutcome } from '../outgoing.ts'
import type { Channel, MessageState } from '../states.ts'
import { suppress } from '../suppressions.ts'
import { tellSender } from '../tell_sender.ts'
import { NewsTooEarlyError } from './errors.ts'
import type { MailNews } from './resend_news.ts'

/**
 * Notes what a service tells of a message: the same news twice changes nothing. What came back for good, or was
 * reported as unwanted, holds the address back; whoever sent it is told.
 * @throws NewsTooEarlyError
 */
export async function applyNews(news: MailNews): Promise<void> {
  const scope = await systemScope(news.organisationId, 'kernel.message_news').catch((error) => {
    if (error instanceof NotFoundError) return null
    throw error
  })
  if (!scope) return
  await scope.work(async (unit) => {
    const message = await lockedMessage(unit, news.messageId)
    if (!message) return
    if (message.state === 'queued') throw new NewsTooEarlyError()
    const changed = await noted(unit, news)
    if (message.to && (news.event === 'complained' || (news.event === 'bounced' && news.hard))) {
      await suppress(unit, {
        channel: message.channel,
        address: message.to,
        reason: news.event,
        detail: news.reason,
        messageId: message.id,
      })
    }
    if (changed && news.event !== 'delivered') await tellSender(unit, message)
  })
}

/** @returns whether it was news */
async function noted(unit: Unit, { messageId, event, reason }: MailNews): Promise<boolean> {
  // The message did arrive; only the address counts from now on.
  if (event === 'complained') return false
  const problem =
    event === 'delivered'
      ? null
      : {
          code: 'E_MAIL_BOUNCED',
          message: reason ?? 'The mail server gave no reason.',
        }
  return noteOutcome(unit, messageId, { state: event, problem })
}

async function lockedMessage(unit: Unit, id: string) {
  const [message] = await unit.rows<{
    id: string
    channel: Channel
    state: MessageState
    to: string | null
    requestedByMember: string | null
    table: string | null
    recordId: string | null
  }>(
    `select id, channel, state, recipient as "to", requested_by_member as "requestedByMember",
            record_table as "table", record_id as "recordId"
       from messages where organisation_id = ? and id = ? and channel = 'mail' for update`,
    [unit.scope.organisationId, id]
  )
  if (!message) return null
  const { table, recordId, ...rest } = message
  return { ...rest, record: table && recordId ? { table, id: recordId } : null }
}
