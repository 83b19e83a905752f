import { inOneLine } from '../bounces.ts'
import type { MessageNews } from './apply_news.ts'

/** News of a mail, with whose it is. */
export interface MailNews extends MessageNews {
  organisationId: string
  messageId: string
}

interface ResendEvent {
  type?: unknown
  data?: {
    tags?: unknown
    bounce?: { type?: unknown; subType?: unknown; message?: unknown }
    failed?: { reason?: unknown }
  }
}

const EVENTS: Record<string, MailNews['event']> = {
  'email.delivered': 'delivered',
  'email.bounced': 'bounced',
  'email.complained': 'complained',
  // Taken and then not sent: for whoever asked for it the same as one that came back.
  'email.failed': 'bounced',
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Reads an event of Resend. The tags that went along with the message say whose it is. `null`: of no message to a
 * customer (a mail about an account), or nothing that changes where one stands.
 */
export function readResendEvent(body: string): MailNews | null {
  const { type, data } = parsed(body)
  const event = typeof type === 'string' && Object.hasOwn(EVENTS, type) ? EVENTS[type] : null
  const { organisation, message } = tagsIn(data?.tags)
  if (!event || !UUID.test(organisation ?? '') || !UUID.test(message ?? '')) return null
  const { bounce, failed } = data ?? {}
  const said = bounce?.message ?? failed?.reason
  return {
    organisationId: organisation,
    messageId: message,
    event,
    hard: bounce?.type === 'Permanent',
    reason: typeof said === 'string' ? inOneLine(said) : null,
  }
}

function parsed(body: string): ResendEvent {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

/** As an object, or as the list in which they were sent. */
function tagsIn(tags: unknown): Record<string, string> {
  const entries = Array.isArray(tags)
    ? tags.map((tag: { name?: unknown; value?: unknown } | null) => [tag?.name, tag?.value])
    : Object.entries((tags ?? {}) as object)
  return Object.fromEntries(
    entries.filter(([name, value]) => typeof name === 'string' && typeof value === 'string')
  ) as Record<string, string>
}
