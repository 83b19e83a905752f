import db from '@adonisjs/lucid/services/db'
import { systemScope } from '../tenancy/open_scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { DEATHS, DEATHS_AT_ONCE, LONGEST_WAIT } from './back_off.ts'
import { EVENTS_CHANNEL } from './emit.ts'

const TABLES = ['event_deliveries', 'webhook_deliveries']

/** Why a delivery was given up whose processes died one after the other. */
export const DEADLY = `Each of the ${DEATHS} processes that handled it died.`

/**
 * Gives to others what processes that are no more had taken: deliveries of events and of webhooks, of every
 * organisation. Their attempts do not count; one that took too many processes with it is a dead letter.
 *
 * @returns how many deliveries
 * @throws what went wrong for one organisation, once the others have theirs
 */
export async function releaseClaims(): Promise<number> {
  const { rows } = await db.rawQuery('select kernel_claims_of_ended_nodes() as id')
  let released = 0
  const errors: unknown[] = []
  for (const { id } of rows as { id: string }[]) {
    try {
      released += await (await systemScope(id, 'kernel.events')).work(releaseOf)
    } catch (error) {
      errors.push(error)
    }
  }
  if (errors.length > 0) throw errors.length === 1 ? errors[0] : new AggregateError(errors)
  return released
}

/**
 * A delivery that died with its process waits longer each time: what it dies of may be the delivery itself. One that a
 * transaction still holds, of a machine that is gone or of somebody who discards it, is left to the next look.
 */
async function releaseOf(unit: Unit): Promise<number> {
  const { organisationId } = unit.scope
  let released = 0
  for (const table of TABLES) {
    const rows = await unit.rows(
      `update ${table} d
          set claimed_by = null, attempts = d.attempts - 1, deaths = next.deaths,
              state = case when next.deaths >= ? then 'dead' else 'pending' end,
              last_error = case when next.deaths >= ? then ? else d.last_error end,
              next_attempt_at = case when next.wait = 0 then to_timestamp(0)
                                     else clock_timestamp() + next.wait * interval '1 second' end
         from (select r.id,
                      r.deaths + case n.ending when 'stopped' then 0 else 1 end as deaths,
                      case when n.ending = 'stopped' or r.deaths < ? then 0
                           else least(power(2, r.deaths - ? + 1), ?) * (0.5 + random()) end as wait
                 from ${table} r join kernel_nodes n on n.id = r.claimed_by
                where r.organisation_id = ? and r.state = 'running' and n.ended_at is not null
                  for update of r skip locked) next
        where d.organisation_id = ? and d.id = next.id
       returning d.id`,
      [
        ...[DEATHS, DEATHS, DEADLY],
        ...[DEATHS_AT_ONCE, DEATHS_AT_ONCE, LONGEST_WAIT],
        ...[organisationId, organisationId],
      ]
    )
    released += rows.length
  }
  if (released > 0) await unit.rows('select pg_notify(?, ?)', [EVENTS_CHANNEL, organisationId])
  return released
}
