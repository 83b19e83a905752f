import { runList, type ListInput } from '../lists/main.ts'
import type { NamedList } from '../lists/declaration.ts'
import type { Scope } from '../tenancy/scope.ts'
import { discardDelivery, retryDelivery } from './repeat.ts'
import { ensureMaySeeEvents, MANAGE_EVENTS, titleOf } from './seen.ts'
import { DELIVERY_STATES } from './states.ts'
import type { DeliveryRow } from './views.ts'

/** Name of the list of deliveries, for counts, views and actions on many rows. */
export const DELIVERY_LIST = 'kernel.event_deliveries'

type RawDelivery = Omit<DeliveryRow, 'eventId' | 'title' | 'at' | 'nextAttemptAt' | 'handledAt'> & {
  event_id: string
  created_at: Date
  next_attempt_at: Date
  handled_at: Date | null
}

/** What deliveries failed of has a short name: errors are too long for addresses. */
const ALL = `select id, event_id, event, handler, module, record, state, reason, attempts, last_error as error,
       md5(last_error) as error_key, created_at, next_attempt_at, handled_at
  from event_deliveries where organisation_id = kernel_organisation_id()`
/** Errors and handlers that are offered as choices, the most frequent first. */
const CHOICES = 50
/** Letters of an error in a choice. */
const LONGEST = 90

/** What became of each event at each handler, the newest first; many are tried again or given up at once. */
export const DELIVERIES: NamedList = {
  name: DELIVERY_LIST,
  label: 'What became of events',
  permission: MANAGE_EVENTS,
  from: (unit) => unit.trx.from('d').with('d', unit.trx.raw(ALL)).select('d.*'),
  id: 'd.id',
  columns: [
    { key: 'handler', label: 'Handler', primary: true },
    { key: 'title', label: 'Event', hideOnPhone: true },
    { key: 'reason', label: 'Why' },
    { key: 'at', label: 'Since', kind: 'datetime' },
    { key: 'state', label: 'State' },
    { key: 'error', label: 'Error', hidden: true },
  ],
  search: (query, term) =>
    void query.whereRaw('(d.handler ilike ? or d.event ilike ? or d.record = ?)', [
      `%${term}%`,
      `%${term}%`,
      term,
    ]),
  filters: {
    state: { kind: 'choice', label: 'State', column: 'd.state', options: DELIVERY_STATES },
    handler: {
      kind: 'choice',
      label: 'Handler',
      column: 'd.handler',
      options: (scope) => choices(scope, 'd.handler', 'd.handler'),
    },
    error: {
      kind: 'choice',
      label: 'Error',
      column: 'd.error_key',
      options: (scope) => choices(scope, 'd.error_key', `left(d.error, ${LONGEST})`),
    },
    event: { kind: 'record', label: 'Event', column: 'd.event_id' },
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
  actions: {
    retry: {
      label: 'Try again now',
      icon: 'i-lucide-rotate-cw',
      permission: MANAGE_EVENTS,
      confirm: 'Each is handled from its first attempt. What is done is left as it is.',
      // An event never overtakes an older one of its record
      oldestFirst: true,
      run: (scope, id) => retryDelivery(scope, id, { alsoDone: false }),
    },
    discard: {
      label: 'Discard',
      icon: 'i-lucide-trash-2',
      permission: MANAGE_EVENTS,
      confirm:
        'Their handlers never hear of these events. Each can still be tried again one by one.',
      run: (scope, id) => discardDelivery(scope, id),
    },
  },
  row: (raw: RawDelivery): DeliveryRow => ({
    id: raw.id,
    eventId: raw.event_id,
    event: raw.event,
    title: titleOf(raw.event),
    handler: raw.handler,
    module: raw.module,
    record: raw.record,
    state: raw.state,
    reason: raw.reason,
    attempts: raw.attempts,
    error: raw.error,
    at: raw.created_at.toISOString(),
    nextAttemptAt: raw.state === 'failed' ? raw.next_attempt_at.toISOString() : null,
    handledAt: raw.handled_at?.toISOString() ?? null,
  }),
}

/** One page of deliveries, newest first. */
export async function listDeliveries(scope: Scope, input: ListInput) {
  ensureMaySeeEvents(scope)
  return runList<RawDelivery, DeliveryRow>(scope, DELIVERIES, input)
}

/** What became of one event at each of its handlers. */
export async function listDeliveriesOf(scope: Scope, eventId: string): Promise<DeliveryRow[]> {
  const input = { filters: { event: eventId }, limit: 200, withChoices: false }
  return (await runList<RawDelivery, DeliveryRow>(scope, DELIVERIES, input)).rows
}

/** Values that deliveries have which are not done, with what they are called. */
async function choices(scope: Scope, value: string, label: string) {
  return scope.read((unit) =>
    unit.rows<{ value: string; label: string }>(
      `with d as (${ALL} and state <> 'done')
       select ${value} as value, min(${label}) as label from d
        where ${value} is not null group by 1 order by count(*) desc, 1 limit ${CHOICES}`
    )
  )
}
