import { NotFoundError } from '../errors.ts'
import type { ListPage } from '../http/page_types.ts'
import { defineList, runList, type ListInput } from '../lists/main.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import deliverSms from './deliver_sms.ts'

export type SmsStatus = 'queued' | 'sent' | 'failed'

/** A text message as the page of services shows it. */
export interface SmsRow {
  id: string
  /** Instant it was queued, ISO, UTC. */
  at: string
  /** E.164; `null` after it was erased, as the text then is. */
  to: string | null
  text: string | null
  status: SmsStatus
  /** Why it has not gone, or not yet. */
  reason: string | null
  module: string
  attempts: number
  sentAt: string | null
}

interface RawSms {
  id: string
  created_at: Date
  to_phone: string | null
  body: string | null
  status: SmsStatus
  error_message: string | null
  module_id: string
  attempts: number
  sent_at: Date | null
}

export const SMS_STATUSES: Record<SmsStatus, string> = {
  queued: 'On its way',
  sent: 'Sent',
  failed: 'Not sent',
}

/** Text messages, newest first. */
const MESSAGES = defineList<RawSms, SmsRow>({
  from: (unit) =>
    unit
      .from('sms_messages as s')
      .where('s.organisation_id', unit.scope.organisationId)
      .select('s.id', 's.created_at', 's.to_phone', 's.body', 's.status', 's.error_message')
      .select('s.module_id', 's.attempts', 's.sent_at'),
  id: 's.id',
  search: (query, term) =>
    query.where((either) =>
      either
        .whereILike('s.to_phone', `%${term.replace(/[\s()-]/g, '')}%`)
        .orWhereILike('s.body', `%${term}%`)
    ),
  filters: {
    status: {
      label: 'State',
      options: Object.entries(SMS_STATUSES).map(([value, label]) => ({ value, label })),
      apply: (query, value) => query.where('s.status', value),
    },
  },
  sorts: {
    newest: {
      label: 'Newest first',
      column: 's.created_at',
      type: 'timestamptz',
      direction: 'desc',
    },
  },
  defaultSort: 'newest',
  row: (raw) => ({
    id: raw.id,
    at: raw.created_at.toISOString(),
    to: raw.to_phone,
    text: raw.body,
    status: raw.status,
    reason: raw.error_message,
    module: installedRegistry().get(raw.module_id)?.manifest.name ?? raw.module_id,
    attempts: raw.attempts,
    sentAt: raw.sent_at?.toISOString() ?? null,
  }),
})

/** The text messages of the organisation, page by page. @throws ForbiddenError */
export function listMessages(scope: Scope, input: ListInput): Promise<ListPage<SmsRow>> {
  scope.ensure('kernel.driver.manage')
  return runList(scope, MESSAGES, input)
}

/** How many of the last 30 days are in each state. @throws ForbiddenError */
export async function countMessages(scope: Scope): Promise<Record<SmsStatus, number>> {
  scope.ensure('kernel.driver.manage')
  const rows = await scope.read((unit) =>
    unit.rows<{ status: SmsStatus; count: number }>(
      `select status, count(*)::integer as count from sms_messages
        where organisation_id = ? and created_at > ? group by status`,
      [scope.organisationId, scope.now().minus({ days: 30 }).toJSDate()]
    )
  )
  const counts = Object.fromEntries(rows.map(({ status, count }) => [status, count]))
  return { queued: 0, sent: 0, failed: 0, ...counts }
}

/**
 * Sends a message again that has failed.
 * @throws ForbiddenError, NotFoundError when there is none that failed
 */
export async function retryMessage(scope: Scope, id: string): Promise<{ id: string }> {
  scope.ensure('kernel.driver.manage')
  return scope.work(async (unit) => {
    const [message] = await unit.rows<{ id: string }>(
      `update sms_messages
          set status = 'queued', attempts = 0, error_code = null, error_message = null
        where organisation_id = ? and id = ? and status = 'failed' and to_phone is not null
          and body is not null
        returning id`,
      [scope.organisationId, id]
    )
    if (!message) throw new NotFoundError('message')
    await unit.dispatch(deliverSms, { messageId: message.id })
    return message
  })
}
