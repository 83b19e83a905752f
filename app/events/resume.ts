import { installedRegistry } from '../modules/installed_registry.ts'
import type { Unit } from '../tenancy/unit.ts'
import { EVENTS_CHANNEL } from './emit.ts'
import { installedHandlers } from './handlers.ts'
import { BATCH, relayBatch } from './relay.ts'

const DROPPED = {
  before: 'From before the module was switched on.',
  older: 'A newer event of the same record was handled in its place.',
  none: 'The handler does not want what happened while its module was off.',
}

/**
 * Lets the events go on that waited for the module, as each of its handlers wants it: all of them, the newest of each
 * record, or none. In the transaction that ends the reason.
 *
 * @returns how many go on
 */
export async function resumeEvents(unit: Unit, module: string): Promise<number> {
  const { organisationId } = unit.scope
  await gather(unit, module)
  const names = await unit.rows<{ handler: string }>(
    `select distinct handler from event_deliveries
      where organisation_id = ? and module = ? and state = 'waiting'`,
    [organisationId, module]
  )
  if (names.length === 0) return 0
  await dropEarlier(unit, module)
  const handlers = await installedHandlers(installedRegistry())
  for (const { handler } of names) {
    const replay = handlers.get(handler)?.replay ?? 'all'
    if (replay === 'none') await drop(unit, handler, DROPPED.none, 'true')
    if (replay === 'latest') await drop(unit, handler, DROPPED.older, NEWER)
  }
  const resumed = await unit.rows(
    `update event_deliveries set state = 'pending', reason = null, next_attempt_at = to_timestamp(0)
      where organisation_id = ? and module = ? and state = 'waiting' returning id`,
    [organisationId, module]
  )
  await unit.rows('select pg_notify(?, ?)', [EVENTS_CHANNEL, organisationId])
  return resumed.length
}

/** What happened meanwhile and nobody has looked at waits as well. */
async function gather(unit: Unit, module: string) {
  while ((await relayBatch(unit, installedRegistry())) === BATCH);
  await unit.rows(
    `update event_deliveries set state = 'waiting'
      where organisation_id = ? and module = ? and state = 'pending'`,
    [unit.scope.organisationId, module]
  )
}

/** A newer one waits as well. */
const NEWER = `exists (select 1 from event_deliveries n
  where n.organisation_id = d.organisation_id and n.handler = d.handler and n.state = 'waiting'
    and n.record is not distinct from d.record and n.sequence > d.sequence)`

async function drop(unit: Unit, handler: string, reason: string, condition: string) {
  await unit.rows(
    `update event_deliveries d set state = 'dropped', reason = ?
      where d.organisation_id = ? and d.handler = ? and d.state = 'waiting' and ${condition}`,
    [reason, unit.scope.organisationId, handler]
  )
}

/** After a purge the module begins anew; what waited for it then is none of its business. */
async function dropEarlier(unit: Unit, module: string) {
  await unit.rows(
    `update event_deliveries d set state = 'dropped', reason = ?
       from outbox o, organisation_modules m
      where d.organisation_id = ? and d.module = ? and d.state = 'waiting'
        and o.organisation_id = d.organisation_id and o.id = d.event_id
        and m.organisation_id = d.organisation_id and m.module_id = d.module
        and m.first_enabled_at > o.created_at`,
    [DROPPED.before, unit.scope.organisationId, module]
  )
}

/** Says anew for what the events of a module wait: the organisation is open again, its module is off. */
export async function waitInstead(unit: Unit, module: string, reason: string) {
  await unit.rows(
    `update event_deliveries set reason = ? where organisation_id = ? and module = ? and state = 'waiting'`,
    [reason, unit.scope.organisationId, module]
  )
}
