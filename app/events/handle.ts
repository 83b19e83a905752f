import type { Logger } from '@adonisjs/core/logger'
import type { ModuleRegistry } from '../modules/registry.ts'
import { systemScope } from '../tenancy/open_scope.ts'
import type { Scope } from '../tenancy/scope.ts'
import { TIMEOUT } from './back_off.ts'
import {
  buryDelivery,
  claimDelivery,
  failDelivery,
  finishDelivery,
  type Delivery,
} from './deliveries.ts'
import { HandlerTimeoutError } from './errors.ts'
import { installedHandlers, type AnyHandler, type EventHandlers } from './handlers.ts'
import { deliveryRow, unknownHandlers } from './relay.ts'

/** What became of one delivery. */
export type Handled = 'done' | 'failed' | 'dead' | 'waiting'

interface Options {
  at: Date
  logger?: Logger
}

/**
 * Handles the next event of the organisation that is due, after its commit, in a scope of the system.
 * @returns what became of it, `null` when nothing is due
 */
export async function handleNext(
  scope: Scope,
  registry: ModuleRegistry,
  { at, logger }: Options
): Promise<Handled | null> {
  const delivery = await claimDelivery(scope, at)
  if (delivery === null || delivery === 'waiting') return delivery
  const handlers = await installedHandlers(registry)
  if (delivery.handler === unknownHandlers(delivery.module)) {
    return tellApart(scope, handlers, delivery)
  }
  const handler = handlers.get(delivery.handler)
  if (!handler) {
    return buryDelivery(scope, delivery, 'No installed module has this handler any more.')
  }
  try {
    return await run(scope, handler, delivery, at)
  } catch (error) {
    const { handler: name, event, event_id: eventId, attempts } = delivery
    logger?.error({ err: error, handler: name, event, eventId, attempts }, 'event handler failed')
    return failDelivery(scope, delivery, messageOf(error), at)
  }
}

async function run(scope: Scope, handler: AnyHandler, delivery: Delivery, at: Date) {
  let payload: unknown
  try {
    payload = handler.parse(delivery.payload)
  } catch (error) {
    // It would refuse the same payload every time.
    return buryDelivery(scope, delivery, `The payload was refused: ${messageOf(error)}`)
  }
  const inside = await systemScope(scope.organisationId, handler.name, delivery.request_id)
  await inTime(
    handler.name,
    handler.handle(inside, payload, {
      id: delivery.event_id,
      at: delivery.emitted_at.toISOString(),
      attempt: delivery.attempts,
      replayed: delivery.replayed,
    })
  )
  await finishDelivery(scope, delivery, at)
  return 'done' as const
}

/** The module could be loaded: what waited for all its handlers becomes a delivery of each. */
async function tellApart(
  scope: Scope,
  handlers: EventHandlers,
  delivery: Delivery
): Promise<Handled> {
  const { id, event_id: eventId, event, sequence, record, module } = delivery
  const names = handlers
    .of(event)
    .map(({ name }) => name)
    .filter((name) => name.startsWith(`${module}.`))
  await scope.work(async (unit) => {
    const rows = names.map((handler) =>
      deliveryRow(unit, { id: eventId, event, sequence, record }, { handler, module })
    )
    if (rows.length > 0) await unit.table('event_deliveries').multiInsert(rows)
    await unit
      .from('event_deliveries')
      .where('organisation_id', scope.organisationId)
      .where({ id })
      .delete()
  })
  return 'done'
}

async function inTime(name: string, work: Promise<void>): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new HandlerTimeoutError(name, TIMEOUT)), TIMEOUT * 1000)
  try {
    await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}

const LONGEST = 1_000

function messageOf(error: unknown): string {
  const { message, next } = error as { message?: string; next?: string }
  return [message ?? String(error), next].filter(Boolean).join(' ').slice(0, LONGEST)
}
