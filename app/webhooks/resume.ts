import { EVENTS_CHANNEL } from '../events/emit.ts'
import type { Unit } from '../tenancy/unit.ts'

/** Lets the messages go on that waited for the module, where the endpoint is on. @returns how many */
export async function resumeWebhooks(unit: Unit, module: string): Promise<number> {
  return resume(unit, 'd.module = ?', module)
}

/** Lets the messages go on that waited for the endpoint. @returns how many */
export async function resumeEndpoint(unit: Unit, endpointId: string): Promise<number> {
  return resume(unit, 'd.endpoint_id = ?', endpointId)
}

async function resume(unit: Unit, condition: string, value: string) {
  const { organisationId } = unit.scope
  const rows = await unit.rows(
    `update webhook_deliveries d set state = 'pending', reason = null, next_attempt_at = to_timestamp(0)
       from webhook_endpoints e
      where d.organisation_id = ? and e.organisation_id = d.organisation_id and e.id = d.endpoint_id
        and d.state = 'waiting' and e.enabled and ${condition} returning d.id`,
    [organisationId, value]
  )
  if (rows.length > 0) await unit.rows('select pg_notify(?, ?)', [EVENTS_CHANNEL, organisationId])
  return rows.length
}

/** Says anew for what the messages of a module wait. */
export async function webhooksWaitInstead(unit: Unit, module: string, reason: string) {
  await unit.rows(
    `update webhook_deliveries set reason = ?
      where organisation_id = ? and module = ? and state = 'waiting'`,
    [reason, unit.scope.organisationId, module]
  )
}
