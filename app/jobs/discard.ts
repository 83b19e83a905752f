import type { Unit } from '../tenancy/unit.ts'
import { QUEUE_SCHEMA } from './boss.ts'

/**
 * Takes back every job of the organisation that has not begun, and lets nobody handle its events so far, in the open
 * unit. For data that is played in from the past, whose messages nobody should receive today.
 *
 * @returns how many jobs there were
 */
export async function discardWaitingJobs(unit: Unit): Promise<number> {
  const rows = await unit.rows(
    `delete from ${QUEUE_SCHEMA}.job
      where state = 'created' and data ->> 'organisationId' = ? returning id`,
    [unit.scope.organisationId]
  )
  await unit.rows(
    'update outbox set relayed_at = now() where organisation_id = ? and relayed_at is null',
    [unit.scope.organisationId]
  )
  return rows.length
}
