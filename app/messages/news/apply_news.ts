import { NotFoundError } from '../../errors.ts'
import { systemScope } from '../../tenancy/open_scope.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { noteBounce } from '../bounces.ts'
import { noteOutcome } from '../outgoing.ts'
import type { Channel, MessageState } from '../states.ts'
import { suppress } from '../suppressions.ts'
import { NewsTooEarlyError } from './errors.ts'

/** What a service tells of a message after it took it. */
export interface MessageNews {
  event: 'delivered' | 'read' | 'bounced' | 'complained'
  /** Nothing will ever arrive at the address. */
  hard: boolean
  /** In the words of the service; `null` when it says nothing. */
  reason: string | null
}

/** The message that news are about: by its id, or by the name that a driver gave it. */
export type NewsOf = { messageId: string } | { driverId: string; providerId: string }

/**
 * Notes what a service tells of a message: the same news twice changes nothing. What came back for good, or was
 * reported as unwanted, holds the address back; whoever sent it is told. Of a message that there is not nothing is
 * noted.
 * @throws NewsTooEarlyError
 */
export async function applyNews(
  organisationId: string,
  about: NewsOf,
  news: MessageNews
): Promise<void> {
  const scope = await organisationScope(organisationId)
  await scope?.work(async (unit) => {
    const message = await lockedMessage(unit, about)
    if (!message) {
      if ('driverId' in about && (await isHandingOver(unit))) throw new NewsTooEarlyError()
      return
    }
    if (message.state === 'queued') throw new NewsTooEarlyError()
    await note(unit, message, news)
  })
}

/** @returns `null` of an organisation that there is not */
async function organisationScope(organisationId: string): Promise<Scope | null> {
  try {
    return await systemScope(organisationId, 'kernel.message_news')
  } catch (error) {
    if (error instanceof NotFoundError) return null
    throw error
  }
}

type Locked = NonNullable<Awaited<ReturnType<typeof lockedMessage>>>

async function note(unit: Unit, message: Locked, { event, hard, reason }: MessageNews) {
  if (event === 'delivered' || event === 'read') {
    await noteOutcome(unit, message.id, { state: event })
    return
  }
  if (event === 'bounced') {
    const code = message.channel === 'mail' ? 'E_MAIL_BOUNCED' : 'E_TEXT_UNDELIVERED'
    const said = reason ?? 'The service gave no reason.'
    const problem = { code, message: said }
    await noteBounce(unit, message, { hard, reason: said }, { problem })
    return
  }
  // The message did arrive; only the address counts from now on.
  if (!message.to) return
  await suppress(unit, {
    channel: message.channel,
    address: message.to,
    reason: 'complained',
    detail: reason,
    messageId: message.id,
  })
}

/** Whether a text is in the hand of a worker: the name that its service gave it may not be noted yet. */
async function isHandingOver(unit: Unit): Promise<boolean> {
  const found = await unit.rows(
    `select 1 from messages
      where organisation_id = ? and state = 'queued' and channel <> 'mail'
        and claimed_until > clock_timestamp() limit 1`,
    [unit.scope.organisationId]
  )
  return found.length > 0
}

async function lockedMessage(unit: Unit, about: NewsOf) {
  const [where, ...bindings] =
    'messageId' in about
      ? ['id = ?', about.messageId]
      : ['driver_id = ? and provider_id = ?', about.driverId, about.providerId]
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
       from messages where organisation_id = ? and ${where} for update`,
    [unit.scope.organisationId, ...bindings]
  )
  if (!message) return null
  const { table, recordId, ...rest } = message
  return { ...rest, record: table && recordId ? { table, id: recordId } : null }
}
