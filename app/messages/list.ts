import { NotFoundError, RuleError } from '../errors.ts'
import type { ListPage } from '../http/page_types.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import { defineList, runList, type ListInput } from '../lists/main.ts'
import { recordHref } from '../records/record_href.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { ensureMayManage } from './access.ts'
import deliverMessage from './jobs/deliver_message.ts'
import { newestFirst } from './newest_first.ts'
import {
  CHANNELS,
  CHANNEL_LABELS,
  MESSAGE_STATES,
  type Channel,
  type MessageState,
} from './states.ts'

/** A message to somebody outside as the page of messages shows it. */
export interface MessageRow {
  id: string
  channel: Channel
  /** Address or number; `null` after it was erased. */
  to: string | null
  toName: string | null
  /** Subject of a mail, text of a text message; `null` before it was made, and after it was erased. */
  about: string | null
  /** Which declared message it is. */
  template: string | null
  /** Name of the module that sent it. */
  module: string
  state: MessageState
  /** Why it has not gone, or not arrived. */
  reason: string | null
  attempts: number
  requestedBy: string | null
  /** Instants, ISO, UTC. */
  at: string
  sentAt: string | null
  /** The record that it is about, and its page where the reader may open it. */
  record: { table: string; id: string } | null
  href: string | null
  /** Whether it can be put on its way again. */
  again: boolean
}

interface Raw {
  id: string
  channel: Channel
  recipient: string | null
  recipient_name: string | null
  about: string | null
  template_id: string | null
  module_id: string
  state: MessageState
  error_message: string | null
  attempts: number
  requested_by: string | null
  created_at: Date
  sent_at: Date | null
  record_table: string | null
  record_id: string | null
  kept: boolean
}

const MESSAGES = defineList<Raw, MessageRow>({
  from: (unit) =>
    unit
      .from('messages as m')
      .where('m.organisation_id', unit.scope.organisationId)
      .select('m.id', 'm.channel', 'm.recipient', 'm.recipient_name', 'm.template_id')
      .select('m.module_id', 'm.state', 'm.error_message', 'm.attempts', 'm.requested_by')
      .select('m.created_at', 'm.sent_at', 'm.record_table', 'm.record_id')
      .select(unit.trx.raw('coalesce(m.subject, m.body) as about'))
      .select(
        unit.trx.raw(
          'm.recipient is not null and (m.body is not null or m.content is not null) as kept'
        )
      ),
  id: 'm.id',
  filters: {
    channel: {
      label: 'Channel',
      options: CHANNELS.map((value) => ({ value, label: CHANNEL_LABELS[value] })),
      apply: (query, value) => void query.where('m.channel', value),
    },
    state: {
      label: 'State',
      options: Object.entries(MESSAGE_STATES).map(([value, label]) => ({ value, label })),
      apply: (query, value) => void query.where('m.state', value),
    },
  },
  ...newestFirst('m.created_at'),
  search: (query, term) => {
    const number = term.replace(/[\s()-]/g, '')
    void query.where((either) => {
      void either
        .whereILike('m.recipient', `%${/^\+?\d+$/.test(number) ? number : term}%`)
        .orWhereILike('m.recipient_name', `%${term}%`)
        .orWhereILike('m.subject', `%${term}%`)
        .orWhereILike('m.body', `%${term}%`)
    })
  },
  row: (raw) => ({
    id: raw.id,
    channel: raw.channel,
    to: raw.recipient,
    toName: raw.recipient_name,
    about: raw.about,
    template: raw.template_id,
    module: installedRegistry().get(raw.module_id)?.manifest.name ?? raw.module_id,
    state: raw.state,
    reason: raw.error_message,
    attempts: raw.attempts,
    requestedBy: raw.requested_by,
    at: raw.created_at.toISOString(),
    sentAt: raw.sent_at?.toISOString() ?? null,
    record:
      raw.record_table && raw.record_id ? { table: raw.record_table, id: raw.record_id } : null,
    href: null,
    again: raw.kept && (raw.state === 'failed' || raw.state === 'suppressed'),
  }),
})

/** The messages of the organisation to those outside, page by page. @throws ForbiddenError, BranchLimitedError */
export async function listMessages(scope: Scope, input: ListInput): Promise<ListPage<MessageRow>> {
  ensureMayManage(scope)
  const list = await runList(scope, MESSAGES, input)
  const rows = list.rows.map((row) => ({
    ...row,
    href: row.record && recordHref(scope, row.record.table, row.record.id),
  }))
  return { ...list, rows }
}

/**
 * Ends all messages that wait and are in no worker's hand, so that a module that writes too many is stopped. Each can
 * be sent again.
 * @throws ForbiddenError, BranchLimitedError
 */
export async function stopWaiting(scope: Scope): Promise<{ count: number }> {
  ensureMayManage(scope)
  const stopped = await scope.work((unit) =>
    unit.rows(
      `update messages set state = 'failed', at = ?, error_code = 'E_MESSAGE_STOPPED', error_message = ?
        where organisation_id = ? and state = 'queued'
          and (claimed_until is null or claimed_until <= clock_timestamp())
        returning id`,
      [scope.now().toJSDate(), 'Somebody stopped it before it went.', scope.organisationId]
    )
  )
  return { count: stopped.length }
}

/** How many of the last 30 days are in each state. @throws ForbiddenError */
export async function countMessages(scope: Scope): Promise<Record<MessageState, number>> {
  ensureMayManage(scope)
  const rows = await scope.read((unit) =>
    unit.rows<{ state: MessageState; count: number }>(
      `select state, count(*)::integer as count from messages
        where organisation_id = ? and created_at > ? group by state`,
      [scope.organisationId, scope.now().minus({ days: 30 }).toJSDate()]
    )
  )
  const none = {
    queued: 0,
    sent: 0,
    delivered: 0,
    read: 0,
    bounced: 0,
    failed: 0,
    suppressed: 0,
  }
  return { ...none, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) }
}

/**
 * Puts a message on its way again that no service ever accepted.
 * @throws ForbiddenError, BranchLimitedError, NotFoundError; RuleError E_MESSAGE_STATE when it cannot be sent again
 */
export async function retryMessage(scope: Scope, id: string): Promise<{ id: string }> {
  ensureMayManage(scope)
  return scope.work(async (unit) => {
    const [message] = await unit.rows<{ id: string }>(
      `update messages
          set state = 'queued', attempts = 0, error_code = null, error_message = null, at = ?
        where organisation_id = ? and id = ? and state in ('failed', 'suppressed')
          and recipient is not null and (body is not null or content is not null)
          and not exists (select 1 from message_suppressions s
            where s.organisation_id = messages.organisation_id and s.channel = messages.channel
              and s.address = lower(messages.recipient))
        returning id`,
      [scope.now().toJSDate(), scope.organisationId, id]
    )
    if (!message) throw await whyNot(unit, id)
    await unit.dispatch(deliverMessage, { messageId: message.id })
    return message
  })
}

async function whyNot(unit: Unit, id: string): Promise<Error> {
  const [found] = await unit.rows<{ state: MessageState }>(
    'select state from messages where organisation_id = ? and id = ?',
    [unit.scope.organisationId, id]
  )
  if (!found) return new NotFoundError('message')
  return found.state === 'failed' || found.state === 'suppressed'
    ? new RuleError('E_MESSAGE_STATE', 'This message cannot be sent again.', {
        next: 'Its address is held back, or its words were erased: release the address, or write a new message.',
      })
    : new RuleError('E_MESSAGE_STATE', 'This message needs no second try.', {
        next: 'Reload to see what became of it.',
      })
}
