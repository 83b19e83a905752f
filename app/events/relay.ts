import { v7 as uuidv7 } from 'uuid'
import { isActive } from '../modules/gate.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { queueWebhooks } from '../webhooks/fan_out.ts'
import { moduleOf } from './emit.ts'
import { installedHandlers, type EventHandlers } from './handlers.ts'

/** A row of the outbox as the relay reads it. */
export interface StoredEvent {
  id: string
  sequence: string
  event: string
  payload: Record<string, unknown>
  record: string | null
  emitted_at: Date
  created_at: Date
}

/** Stands for the handlers of a module that could not be loaded; told apart once it can. */
export const unknownHandlers = (module: string) => `${module}.*`

/** Events that one transaction relays at the most. */
export const BATCH = 200

/**
 * Gives every event of the organisation that is still in the outbox to its handlers and webhooks: one delivery each.
 * One relay at a time per organisation, in the order of the events, so that deliveries of one record never overtake.
 *
 * @returns how many events there were
 */
export async function relayEvents(scope: Scope, registry: ModuleRegistry): Promise<number> {
  let relayed = 0
  for (;;) {
    const batch = await scope.work((unit) => relayBatch(unit, registry))
    relayed += batch
    if (batch < BATCH) return relayed
  }
}

/** @internal The oldest events of the outbox, in the open unit. @returns how many; fewer than a batch were the last */
export async function relayBatch(unit: Unit, registry: ModuleRegistry): Promise<number> {
  const handlers = await installedHandlers(registry)
  const { organisationId } = unit.scope
  await unit.rows('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
    `kernel.relay:${organisationId}`,
  ])
  const events = await unit.rows<StoredEvent>(
    `select id, sequence::text as sequence, event, payload, record, emitted_at, created_at
       from outbox where organisation_id = ? and relayed_at is null order by sequence limit ?`,
    [organisationId, BATCH]
  )
  if (events.length === 0) return 0
  const since = await enabledSince(unit)
  const rows = events.flatMap((event) =>
    receivers(unit.scope, registry, handlers, event.event)
      .filter(({ module }) => {
        const begin = since.get(module)
        return begin !== undefined && begin.getTime() <= event.created_at.getTime()
      })
      .map((receiver) => deliveryRow(unit, event, receiver))
  )
  if (rows.length > 0) await unit.table('event_deliveries').multiInsert(rows)
  await queueWebhooks(unit, registry, events)
  await unit
    .from('outbox')
    .where('organisation_id', organisationId)
    .whereIn(
      'id',
      events.map(({ id }) => id)
    )
    .update({ relayed_at: new Date() })
  return events.length
}

/** Since when each module that is, or was, in use has been so; events from before are not its own. */
async function enabledSince(unit: Unit): Promise<Map<string, Date>> {
  const rows = await unit.rows<{ module_id: string; first_enabled_at: Date }>(
    `select module_id, first_enabled_at from organisation_modules
      where organisation_id = ? and entitled and first_enabled_at is not null
        and state not in ('available', 'purged')`,
    [unit.scope.organisationId]
  )
  return new Map(rows.map((row) => [row.module_id, row.first_enabled_at]))
}

interface Receiver {
  handler: string
  module: string
}

function receivers(
  scope: Scope,
  registry: ModuleRegistry,
  handlers: EventHandlers,
  event: string
): Receiver[] {
  const known = handlers
    .of(event)
    // Nothing is kept for a handler that would not want it later.
    .filter(({ name, replay }) => replay !== 'none' || isActive(scope, moduleOf(name)))
    .map(({ name }) => ({ handler: name, module: moduleOf(name) }))
  const lost = [...registry.quarantine.all().keys()]
    .filter((module) => {
      const manifest = registry.get(module)?.manifest
      return !manifest || event in manifest.events.handles
    })
    .filter((module) => !known.some((receiver) => receiver.module === module))
    .map((module) => ({ handler: unknownHandlers(module), module }))
  return [...known, ...lost]
}

/** @internal */
export function deliveryRow(
  unit: Unit,
  event: Pick<StoredEvent, 'id' | 'event' | 'sequence' | 'record'>,
  { handler, module }: Receiver
) {
  return {
    organisation_id: unit.scope.organisationId,
    id: uuidv7(),
    event_id: event.id,
    event: event.event,
    sequence: event.sequence,
    record: event.record,
    handler,
    module,
    // Due at once, whatever clock the caller brings: attempts alone are moved into the future.
    next_attempt_at: new Date(0),
  }
}
