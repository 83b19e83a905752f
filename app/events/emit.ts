import { v7 as uuidv7 } from 'uuid'
import { installedRegistry } from '../modules/installed_registry.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { EventDeclaration } from './declaration.ts'
import { KERNEL_EVENTS } from './kernel_events.ts'
import { EventPayloadError, EventUndeclaredError } from './errors.ts'

/** Channel on which a commit tells the workers which organisation has news. */
export const EVENTS_CHANNEL = 'karkhana_events'

/**
 * Writes an event to the outbox by the transaction of `unit`: it exists if and only if that commits. Of samples nothing
 * is told, neither to modules nor to programs outside.
 * @throws EventUndeclaredError, EventPayloadError
 */
export async function emitInTransaction(
  unit: Unit,
  id: string,
  payload: object,
  { record = null }: { record?: string | null }
): Promise<string> {
  ensureDeclared(id, payload)
  const { scope } = unit
  const eventId = uuidv7()
  if (scope.samples) return eventId
  await unit.rows(
    `with fact as (
       insert into outbox
         (organisation_id, id, event, module, payload, record, emitted_at, request_id, actor_kind, actor_id)
       select ?::uuid, ?::uuid, ?, ?, ?::jsonb, ?, ?::timestamptz, ?, ?, ?
        where not exists (select 1 from sample_records s
                           where s.organisation_id = ? and s.record_id::text = ?)
       returning organisation_id)
     select pg_notify(?, organisation_id::text) from fact`,
    [
      scope.organisationId,
      eventId,
      id,
      moduleOf(id),
      JSON.stringify(payload),
      record,
      scope.now().toISO(),
      scope.requestId,
      scope.actor.kind,
      scope.actor.id,
      scope.organisationId,
      record,
      EVENTS_CHANNEL,
    ]
  )
  return eventId
}

/** Module that emits the event with this id. */
export function moduleOf(id: string): string {
  return id.split('.')[0]
}

/** The declaration of an event, if the kernel or an installed module has it. */
export function declaredEvent(modules: ModuleRegistry, id: string): EventDeclaration | undefined {
  const emits = modules.get(moduleOf(id))?.manifest.events.emits ?? KERNEL_EVENTS
  return emits.find((event) => event.id === id)
}

function ensureDeclared(id: string, payload: object) {
  const declared = declaredEvent(installedRegistry(), id)
  if (!declared) throw new EventUndeclaredError(id)
  const expected = Object.keys(declared.payload)
  const given = Object.entries(payload).flatMap(([key, value]) => (value === undefined ? [] : key))
  const problems = [
    ['lacks', expected.filter((key) => !given.includes(key))] as const,
    ['does not declare', given.filter((key) => !expected.includes(key))] as const,
  ].flatMap(([verb, keys]) => (keys.length > 0 ? [`${verb} ${keys.join(', ')}`] : []))
  if (problems.length > 0) throw new EventPayloadError(id, problems)
}
