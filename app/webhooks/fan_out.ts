import { v7 as uuidv7 } from 'uuid'
import type { StoredEvent } from '../events/relay.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Unit } from '../tenancy/unit.ts'

/** A webhook as an installed module declares it. */
export interface InstalledWebhook {
  name: string
  event: string
  description: string
  module: string
}

/** The webhooks of every installed module. */
export function installedWebhooks(registry: ModuleRegistry): InstalledWebhook[] {
  return registry
    .manifests()
    .flatMap(({ id, webhooks }) => webhooks.map((webhook) => ({ ...webhook, module: id })))
}

/** Queues a message for every endpoint that wants one of these events, in the unit that relays them. */
export async function queueWebhooks(unit: Unit, registry: ModuleRegistry, events: StoredEvent[]) {
  const byEvent = Map.groupBy(installedWebhooks(registry), ({ event }) => event)
  if (!events.some(({ event }) => byEvent.has(event))) return
  const endpoints = await unit.rows<{ id: string; events: string[] }>(
    'select id, events from webhook_endpoints where organisation_id = ? and enabled',
    [unit.scope.organisationId]
  )
  const rows = events.flatMap((event) =>
    (byEvent.get(event.event) ?? []).flatMap(({ name, module }) =>
      endpoints
        .filter((endpoint) => endpoint.events.includes(name))
        .map(({ id }) =>
          messageRow(unit, {
            endpointId: id,
            messageId: event.id,
            name,
            module,
            at: event.emitted_at,
            data: event.payload,
          })
        )
    )
  )
  if (rows.length > 0) await unit.table('webhook_deliveries').multiInsert(rows)
}

/** A message that is due at once. */
export function messageRow(
  unit: Unit,
  message: {
    endpointId: string
    messageId: string
    name: string
    module: string
    at: Date
    data: object
  }
) {
  const { name, at, data } = message
  return {
    organisation_id: unit.scope.organisationId,
    id: uuidv7(),
    endpoint_id: message.endpointId,
    message_id: message.messageId,
    name,
    module: message.module,
    body: JSON.stringify({ type: name, timestamp: at.toISOString(), data }),
    next_attempt_at: new Date(0),
  }
}
