import { reasonToWait } from '../jobs/parking.ts'
import type { Scope } from '../tenancy/scope.ts'
import { nodeId } from '../nodes/main.ts'
import { LEASE } from './back_off.ts'

/** A message that this process has taken. */
export interface Message {
  id: string
  endpoint_id: string
  message_id: string
  name: string
  module: string
  body: string
  attempts: number
  /** Processes that died while they sent it. */
  deaths: number
  /** The node that has taken it. */
  claimed_by: string | null
  url: string
  old_key_until: Date | null
}

export const ENDPOINT_OFF = 'The webhook is switched off.'

/**
 * Takes the next message that is due; nobody else takes it until the lease ends, or this process is known to
 * have died. Puts those aside whose module is off
 * or whose endpoint is.
 */
export async function claimMessage(scope: Scope, at: Date): Promise<Message | 'waiting' | null> {
  return scope.work(async (unit) => {
    const [row] = await unit.rows<Message & { enabled: boolean }>(
      `update webhook_deliveries d
          set state = 'running', attempts = d.attempts + 1, claimed_by = ?, reason = null,
              next_attempt_at = ?
         from webhook_endpoints e
        where d.organisation_id = ? and e.organisation_id = d.organisation_id and e.id = d.endpoint_id
          and d.id = (
            select c.id from webhook_deliveries c
             where c.organisation_id = ? and c.state in ('pending', 'failed', 'running')
               and c.next_attempt_at <= ?
             order by c.next_attempt_at, c.id limit 1 for update skip locked)
        returning d.id, d.endpoint_id, d.message_id, d.name, d.module, d.body, d.attempts, d.deaths,
                  d.claimed_by,
                  e.url, e.enabled, e.old_key_until`,
      [nodeId(), new Date(at.getTime() + LEASE), scope.organisationId, scope.organisationId, at]
    )
    if (!row) return null
    const reason = (await reasonToWait(unit, row.module)) ?? (row.enabled ? null : ENDPOINT_OFF)
    if (!reason) return row
    await unit.rows(
      `update webhook_deliveries set state = 'waiting', reason = ?, claimed_by = null, attempts = attempts - 1
        where organisation_id = ? and id = ?`,
      [reason, scope.organisationId, row.id]
    )
    return 'waiting'
  })
}
