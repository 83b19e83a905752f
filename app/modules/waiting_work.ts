import { UNFINISHED } from '../events/deliveries.ts'
import { dropFromQueue } from '../jobs/drop.ts'
import type { HandedJob } from '../jobs/drivers/driver.ts'
import { resumeParked } from '../jobs/parking.ts'
import type { Unit } from '../tenancy/unit.ts'

/** What waits for modules of an organisation, by module. */
export interface WaitingWork {
  /** Put aside, or on the queue and not begun. */
  jobs: Map<string, number>
  /** Not handled yet. */
  events: Map<string, number>
}

/** Counts what waits for these modules. */
export async function waitingWork(unit: Unit, moduleIds: string[]): Promise<WaitingWork> {
  if (moduleIds.length === 0) return { jobs: new Map(), events: new Map() }
  const events = await unit.rows<{ module: string; events: number }>(
    `select module, count(*)::int as events from event_deliveries
      where module = any(?) and state in ${UNFINISHED} group by module`,
    [moduleIds]
  )
  const rows = await unit.rows<{ module: string; jobs: number }>(
    `select coalesce(waits_for, module_id) as module, count(*)::int as jobs from jobs
      where organisation_id = ? and coalesce(waits_for, module_id) = any(?)
        and state in ('queued', 'failed', 'waiting')
      group by 1`,
    [unit.scope.organisationId, moduleIds]
  )
  return {
    jobs: new Map(rows.map(({ module, jobs }) => [module, jobs])),
    events: new Map(events.map((row) => [row.module, row.events])),
  }
}

/** Lets what waited for a module go on, in the transaction that switches it on. */
export async function resumeWork(unit: Unit, moduleId: string) {
  await resumeParked(unit, moduleId)
}

/** Drops what waits for a module whose data is deleted, in that transaction. */
export async function dropWork(unit: Unit, moduleId: string) {
  const jobs = await unit.rows<HandedJob>(
    `delete from jobs
      where organisation_id = ? and coalesce(waits_for, module_id) = ?
        and state in ('queued', 'failed', 'waiting') returning id, queue, handings`,
    [unit.scope.organisationId, moduleId]
  )
  dropFromQueue(unit, jobs)
  for (const table of ['event_deliveries', 'webhook_deliveries']) {
    await unit.rows(
      `update ${table} set state = 'dropped', reason = 'The data of its module was deleted.'
        where organisation_id = ? and module = ? and state in ${UNFINISHED}`,
      [unit.scope.organisationId, moduleId]
    )
  }
}
