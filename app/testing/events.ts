import { DateTime } from 'luxon'
import { installedHandlers, type AnyHandler } from '../events/handlers.ts'
import {
  NOTHING_DONE,
  organisationsWithWork,
  workThroughEvents,
  type Tally,
} from '../events/work.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import type { Scope } from '../tenancy/scope.ts'

/**
 * Does what the worker does about events: relays them and handles everything that is due, of the organisation of
 * `scope` or of all. `at` is the time by which it is due: an hour from now, say, to see the next attempt.
 *
 * @returns how many events were relayed, and what became of their deliveries
 */
export async function runEvents(scope?: Scope, at: DateTime = DateTime.utc()): Promise<Tally> {
  const total = { ...NOTHING_DONE }
  const organisations = scope ? [scope.organisationId] : await organisationsWithWork(at.toJSDate())
  for (const id of organisations) {
    const tally = await workThroughEvents(id, {
      registry: installedRegistry(),
      at: at.toJSDate(),
    })
    for (const key of Object.keys(total) as (keyof Tally)[]) total[key] += tally[key]
  }
  return total
}

/** Adds handlers to the installed ones, for one test. @returns what takes them away again */
export async function addHandlers(...handlers: AnyHandler[]): Promise<() => void> {
  const installed = await installedHandlers(installedRegistry())
  for (const handler of handlers) installed.add(handler)
  return () => {
    for (const { name } of handlers) installed.remove(name)
  }
}

/** An event of the organisation, as tests read it. */
export interface EmittedEvent {
  id: string
  event: string
  payload: Record<string, unknown>
  record: string | null
}

/** Every event that committed work of the organisation has emitted, oldest first. */
export async function emittedEvents(scope: Scope, event?: string): Promise<EmittedEvent[]> {
  return scope.read((unit) =>
    unit.rows<EmittedEvent>(
      `select id, event, payload, record from outbox
        where organisation_id = ? and (?::text is null or event = ?) order by sequence`,
      [scope.organisationId, event ?? null, event ?? null]
    )
  )
}
