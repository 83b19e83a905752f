import { NotFoundError } from '../errors.ts'
import type { ListPage } from '../http/page_types.ts'
import { defineList, runList, type ListInput } from '../lists/main.ts'
import type { Scope } from '../tenancy/scope.ts'
import deliverSms from './deliver_sms.ts'
import {
  BY_STATE_NEWEST_FIRST,
  STORED_COLUMNS,
  storedSms,
  type RawStoredSms,
  type SmsStatus,
  type StoredSms,
} from './stored.ts'

/** A text message as the page of services shows it. */
export interface SmsRow extends StoredSms {
  /** E.164; `null` after it was erased, as the text then is. */
  to: string | null
  text: string | null
}

interface RawSms extends RawStoredSms {
  to_phone: string | null
  body: string | null
}

/** Text messages, newest first. */
const MESSAGES = defineList<RawSms, SmsRow>({
  ...BY_STATE_NEWEST_FIRST,
  from: (unit) =>
    unit
      .from('sms_messages as s')
      .where('s.organisation_id', unit.scope.organisationId)
      .select(...STORED_COLUMNS, 's.to_phone', 's.body'),
  search: (query, term) =>
    query.where((either) =>
      either
        .whereILike('s.to_phone', `%${term.replace(/[\s()-]/g, '')}%`)
        .orWhereILike('s.body', `%${term}%`)
    ),
  row: (raw) => ({ ...storedSms(raw), to: raw.to_phone, text: raw.body }),
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
