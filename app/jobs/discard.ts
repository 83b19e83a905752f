import type { Unit } from '../tenancy/unit.ts'
import { dropFromQueue } from './drop.ts'
import type { HandedJob } from './drivers/driver.ts'

/**
 * Takes back every job of the organisation that has not begun, and lets nobody handle its events so far, in the open
 * unit. For data that is played in from the past, whose messages nobody should receive today.
 *
 * @returns how many jobs there were
 */
export async function discardWaitingJobs(unit: Unit): Promise<number> {
  const { organisationId } = unit.scope
  const jobs = await unit.rows<HandedJob>(
    `delete from jobs where organisation_id = ? and state = 'queued' returning id, queue, handings`,
    [organisationId]
  )
  dropFromQueue(unit, jobs)
  await unit.rows(
    'update outbox set relayed_at = now() where organisation_id = ? and relayed_at is null',
    [organisationId]
  )
  return jobs.length
}

/** Takes back a job that has not begun, without a trace, in the open unit: what it was to see to has been done. */
export async function discardJob(unit: Unit, id: string): Promise<void> {
  const jobs = await unit.rows<HandedJob>(
    `delete from jobs where organisation_id = ? and id = ? and state = 'queued' returning id, queue, handings`,
    [unit.scope.organisationId, id]
  )
  dropFromQueue(unit, jobs)
}
