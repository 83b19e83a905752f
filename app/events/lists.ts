import { NotFoundError } from '../errors.ts'
import { defineList, runList, type ListInput } from '../lists/main.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import { declaredEvent } from './emit.ts'
import { listDeliveriesOf } from './delivery_list.ts'
import type { DeliveryRow } from './views.ts'
import { ensureMaySeeEvents, titleOf } from './seen.ts'

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

/** An event with what it says and what became of it. */
export interface EventRecord extends EventRow {
  payload: Record<string, unknown>
  handlers: DeliveryRow[]
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

/** One page of what happened, newest first. */
export async function listEvents(scope: Scope, input: ListInput) {
  ensureMaySeeEvents(scope)
  return runList(scope, EVENTS, input)
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
  const rows = await listDeliveriesOf(scope, id)
  const event = raw as RawEvent & { payload: Record<string, unknown> }
  return { ...eventRow(event), payload: inOrder(event), handlers: rows }
}

/** The payload in the order of its declaration; the database keeps none. */
function inOrder({ event, payload }: { event: string; payload: Record<string, unknown> }) {
  const declared = declaredEvent(installedRegistry(), event)?.payload ?? {}
  const known = Object.keys(declared).filter((key) => key in payload)
  return { ...Object.fromEntries(known.map((key) => [key, payload[key]])), ...payload }
}
