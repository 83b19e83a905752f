import { NotFoundError, RuleError } from '../errors.ts'
import { EVENTS_CHANNEL } from '../events/emit.ts'
import { DELIVERY_STATES } from '../events/states.ts'
import { defineList, runList, type ListInput } from '../lists/main.ts'
import type { Scope } from '../tenancy/scope.ts'
import { ensureMayManage } from './endpoints.ts'

/** An endpoint in the list. */
export interface EndpointRow {
  id: string
  url: string
  description: string | null
  events: string[]
  enabled: boolean
  failing: boolean
  /** When a message was accepted last (ISO instant). */
  deliveredAt: string | null
}

/** A message in the log of an endpoint. */
export interface MessageRow {
  id: string
  messageId: string
  name: string
  state: string
  /** Why it waits. */
  reason: string | null
  attempts: number
  status: number | null
  error: string | null
  answer: string | null
  durationMs: number | null
  body: string
  /** ISO instants. */
  createdAt: string
  lastAttemptAt: string | null
  nextAttemptAt: string | null
}

type Dates<Row, Keys extends keyof Row> = Omit<Row, Keys> & Record<Keys, Date | null>
const iso = (date: Date | null) => date?.toISOString() ?? null

const ENDPOINTS = defineList<Dates<EndpointRow, 'deliveredAt'>, EndpointRow>({
  from: (unit) =>
    unit
      .from('webhook_endpoints as e')
      .where('e.organisation_id', unit.scope.organisationId)
      .select('e.id', 'e.url', 'e.description', 'e.events', 'e.enabled')
      .select(
        unit.trx.raw(
          `e.failing_since is not null as failing,
           (select max(d.delivered_at) from webhook_deliveries d
             where d.organisation_id = e.organisation_id and d.endpoint_id = e.id) as "deliveredAt"`
        )
      ),
  id: 'e.id',
  search: (query, term) =>
    query.whereRaw('(e.url ilike ? or e.description ilike ?)', [`%${term}%`, `%${term}%`]),
  filters: {},
  sorts: {
    newest: {
      label: 'Newest first',
      column: 'e.created_at',
      type: 'timestamptz',
      direction: 'desc',
    },
  },
  defaultSort: 'newest',
  row: ({ deliveredAt, id, url, description, events, enabled, failing }) => ({
    id,
    url,
    description,
    events,
    enabled,
    failing,
    deliveredAt: iso(deliveredAt),
  }),
})

type RawMessage = Omit<
  Dates<MessageRow, 'createdAt' | 'lastAttemptAt' | 'nextAttemptAt'>,
  'createdAt'
> & { createdAt: Date }

const messages = (endpointId: string) =>
  defineList<RawMessage, MessageRow>({
    from: (unit) =>
      unit
        .from('webhook_deliveries as d')
        .where({ 'd.organisation_id': unit.scope.organisationId, 'd.endpoint_id': endpointId })
        .select('d.id', 'd.name', 'd.state', 'd.reason', 'd.attempts', 'd.body')
        .select({
          messageId: 'd.message_id',
          status: 'd.last_status',
          error: 'd.last_error',
          answer: 'd.last_answer',
          durationMs: 'd.duration_ms',
          createdAt: 'd.created_at',
          lastAttemptAt: 'd.last_attempt_at',
          nextAttemptAt: 'd.next_attempt_at',
        }),
    id: 'd.id',
    search: (query, term) =>
      query.whereRaw('(d.name ilike ? or d.message_id::text = ? or d.body ilike ?)', [
        `%${term}%`,
        term.toLowerCase(),
        `%${term}%`,
      ]),
    filters: {
      state: {
        label: 'State',
        options: DELIVERY_STATES,
        apply: (query, value) => query.where('d.state', value),
      },
    },
    sorts: {
      newest: {
        label: 'Newest first',
        column: 'd.created_at',
        type: 'timestamptz',
        direction: 'desc',
      },
    },
    defaultSort: 'newest',
    row: (raw) => ({
      id: raw.id,
      messageId: raw.messageId,
      name: raw.name,
      state: raw.state,
      reason: raw.reason,
      attempts: raw.attempts,
      status: raw.status,
      error: raw.error,
      answer: raw.answer,
      durationMs: raw.durationMs,
      body: raw.body,
      createdAt: raw.createdAt.toISOString(),
      lastAttemptAt: iso(raw.lastAttemptAt),
      nextAttemptAt: raw.state === 'failed' ? iso(raw.nextAttemptAt) : null,
    }),
  })

/** One page of the endpoints. */
export async function listEndpoints(scope: Scope, input: ListInput) {
  ensureMayManage(scope)
  return runList(scope, ENDPOINTS, input)
}

/** One page of the log of an endpoint. */
export async function listMessages(scope: Scope, endpointId: string, input: ListInput) {
  ensureMayManage(scope)
  return runList(scope, messages(endpointId), input)
}

/**
 * Has a message sent again, with the same id and body, so that a receiver who has it may drop it.
 * @throws NotFoundError, RuleError while it is on its way or its webhook is off
 */
export async function replayMessage(scope: Scope, endpointId: string, id: string): Promise<void> {
  ensureMayManage(scope)
  await scope.work(async (unit) => {
    const [message] = await unit.rows<{ state: string; enabled: boolean }>(
      `select d.state, e.enabled from webhook_deliveries d
         join webhook_endpoints e on e.organisation_id = d.organisation_id and e.id = d.endpoint_id
        where d.organisation_id = ? and d.endpoint_id = ? and d.id = ? for update of d`,
      [scope.organisationId, endpointId, id]
    )
    if (!message) throw new NotFoundError('message')
    if (!message.enabled || ['pending', 'running', 'waiting'].includes(message.state)) {
      throw new RuleError('E_WEBHOOK_REPLAY', 'This message is not sent yet.', {
        next: message.enabled ? 'It goes by itself.' : 'Switch the webhook on; it goes then.',
      })
    }
    await unit.rows(
      `update webhook_deliveries
          set state = 'pending', attempts = 0, reason = null, next_attempt_at = to_timestamp(0)
        where organisation_id = ? and id = ?`,
      [scope.organisationId, id]
    )
    await unit.rows('select pg_notify(?, ?)', [EVENTS_CHANNEL, scope.organisationId])
  })
}
