import type { Scope } from '../tenancy/scope.ts'
import { UNFINISHED } from './deliveries.ts'

/** Days that an event is remembered once nobody has to handle it any more; a dead letter, a run, a webhook as well. */
export const KEPT_DAYS = 90

/** Forgets what is older than {@link KEPT_DAYS}; what waits or is still tried stays. @returns how many events */
export async function pruneHistory(scope: Scope): Promise<number> {
  const before = scope.now().minus({ days: KEPT_DAYS }).toJSDate()
  const { organisationId } = scope
  return scope.work(async (unit) => {
    const events = await unit.rows(
      `delete from outbox o
        where o.organisation_id = ? and o.created_at < ? and o.relayed_at is not null
          and not exists (select 1 from event_deliveries d
                           where d.organisation_id = o.organisation_id and d.event_id = o.id
                             and d.state in ${UNFINISHED})
       returning o.id`,
      [organisationId, before]
    )
    await unit.rows(
      `delete from webhook_deliveries
        where organisation_id = ? and created_at < ? and state not in ${UNFINISHED}`,
      [organisationId, before]
    )
    await unit.rows(
      `delete from schedule_runs
        where organisation_id = ? and created_at < ? and state not in ('queued', 'running')`,
      [organisationId, before]
    )
    return events.length
  })
}
