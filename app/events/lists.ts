import { ensureAllBranches } from '../access/branch_limits.ts'
import { NotFoundError } from '../errors.ts'
import { defineList, runList, type ListInput } from '../lists/main.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import { declaredEvent } from './emit.ts'
import { DELIVERY_STATES } from './states.ts'

/** An event in the list. */
export interface EventRow {
  id: string
  event: string
  /** What it is, in the words of its module. */
  title: string
  module: string
  record: string | null
  /** ISO instant. */
  at: string
  /** Who caused it. */
  by: string
  /** Deliveries by state: `{ done: 2, dead: 1 }`. */
  deliveries: Record<string, number>
}

/** One handler's share in an event. */
export interface DeliveryRow {
  id: string
  eventId: string
  event: string
  title: string
  handler: string
  module: string
  record: string | null
  state: string
  /** Why it waits or was dropped. */
  reason: string | null
  attempts: number
  error: string | null
  /** ISO instants. */
  at: string
  nextAttemptAt: string | null
  handledAt: string | null
}

/** An event with what it says and what became of it. */
export interface EventRecord extends EventRow {
  payload: Record<string, unknown>
  handlers: DeliveryRow[]
}

/** @throws ForbiddenError, BranchLimitedError for readers of some branches: events are of all of them */
export function ensureMaySeeEvents(scope: Scope) {
  scope.ensure('kernel.event.manage')
  ensureAllBranches(scope, 'What happened')
}

type RawEvent = Omit<EventRow, 'at' | 'title' | 'deliveries'> & {
  at: Date
  deliveries: Record<string, number> | null
}

const BY = `case o.actor_kind when 'user' then (select u.name from users u where u.id::text = o.actor_id)
  when 'token' then 'API: ' || (select t.name from api_tokens t where t.id::text = o.actor_id)
  else o.actor_id end`
const TALLY = `(select jsonb_object_agg(s.state, s.count) from (
    select d.state, count(*)::int as count from event_deliveries d
     where d.organisation_id = o.organisation_id and d.event_id = o.id group by d.state) s)`

const EVENTS = defineList<RawEvent, EventRow>({
  from: (unit) =>
    unit
      .from('outbox as o')
      .where('o.organisation_id', unit.scope.organisationId)
      .select('o.id', 'o.event', 'o.module', 'o.record', 'o.emitted_at as at')
      .select(
        unit.trx.raw(`coalesce(${BY}, 'somebody who left') as by`),
        unit.trx.raw(`${TALLY} as deliveries`)
      ),
  id: 'o.id',
  search: (query, term) =>
    query.whereRaw('(o.event ilike ? or o.record = ? or o.id::text = ?)', [
      `%${term}%`,
      term,
      term.toLowerCase(),
    ]),
  filters: {},
  sorts: {
    newest: {
      label: 'Newest first',
      column: 'o.emitted_at',
      type: 'timestamptz',
      direction: 'desc',
    },
  },
  defaultSort: 'newest',
  row: eventRow,
})

function eventRow({ at, deliveries, ...rest }: RawEvent): EventRow {
  const { id, event, module, record, by } = rest
  return {
    id,
    event,
    title: titleOf(event),
    module,
    record,
    by,
    at: at.toISOString(),
    deliveries: deliveries ?? {},
  }
}

/** The sentence of the declaration without its full stop; the id of an event that nobody declares any more. */
function titleOf(event: string): string {
  return declaredEvent(installedRegistry(), event)?.description.replace(/\.$/, '') ?? event
}

interface RawDelivery {
  id: string
  eventId: string
  event: string
  handler: string
  module: string
  record: string | null
  state: string
  reason: string | null
  attempts: number
  error: string | null
  at: Date
  next: Date
  handledAt: Date | null
}

const DELIVERIES = defineList<RawDelivery, DeliveryRow>({
  from: (unit) =>
    unit
      .from('event_deliveries as d')
      .where('d.organisation_id', unit.scope.organisationId)
      .select('d.id', 'd.event', 'd.handler', 'd.module', 'd.record', 'd.state', 'd.reason')
      .select({
        attempts: 'd.attempts',
        eventId: 'd.event_id',
        error: 'd.last_error',
        at: 'd.created_at',
        next: 'd.next_attempt_at',
        handledAt: 'd.handled_at',
      }),
  id: 'd.id',
  search: (query, term) =>
    query.whereRaw('(d.handler ilike ? or d.event ilike ? or d.record = ?)', [
      `%${term}%`,
      `%${term}%`,
      term,
    ]),
  filters: {
    state: {
      label: 'State',
      options: DELIVERY_STATES,
      apply: (query, value) => query.where('d.state', value),
    },
    event: {
      label: 'Event',
      options: [],
      apply: (query, value) => query.whereRaw('d.event_id::text = ?', [value.toLowerCase()]),
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
  row: ({ at, next, handledAt, ...rest }) => ({
    id: rest.id,
    eventId: rest.eventId,
    event: rest.event,
    title: titleOf(rest.event),
    handler: rest.handler,
    module: rest.module,
    record: rest.record,
    state: rest.state,
    reason: rest.reason,
    attempts: rest.attempts,
    error: rest.error,
    at: at.toISOString(),
    nextAttemptAt: rest.state === 'failed' ? next.toISOString() : null,
    handledAt: handledAt?.toISOString() ?? null,
  }),
})

/** One page of what happened, newest first. */
export async function listEvents(scope: Scope, input: ListInput) {
  ensureMaySeeEvents(scope)
  return runList(scope, EVENTS, input)
}

/** One page of deliveries, newest first. */
export async function listDeliveries(scope: Scope, input: ListInput) {
  ensureMaySeeEvents(scope)
  const page = await runList(scope, DELIVERIES, input)
  // The filter by event is for links and programs; it has no choices.
  return { ...page, filters: page.filters.filter(({ options }) => options.length > 0) }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** An event with its payload and deliveries. @throws NotFoundError */
export async function readEvent(scope: Scope, id: string): Promise<EventRecord> {
  ensureMaySeeEvents(scope)
  if (!UUID.test(id)) throw new NotFoundError('event')
  const raw = await scope.read((unit) =>
    EVENTS.from(unit).where('o.id', id).select('o.payload').first()
  )
  if (!raw) throw new NotFoundError('event')
  const { rows } = await runList(scope, DELIVERIES, { filters: { event: id }, limit: 200 })
  const event = raw as RawEvent & { payload: Record<string, unknown> }
  return { ...eventRow(event), payload: inOrder(event), handlers: rows }
}

/** The payload in the order of its declaration; the database keeps none. */
function inOrder({ event, payload }: { event: string; payload: Record<string, unknown> }) {
  const declared = declaredEvent(installedRegistry(), event)?.payload ?? {}
  const known = Object.keys(declared).filter((key) => key in payload)
  return { ...Object.fromEntries(known.map((key) => [key, payload[key]])), ...payload }
}
