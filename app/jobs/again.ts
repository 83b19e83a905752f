import type { Unit } from '../tenancy/unit.ts'
import { MOST_TURNS, type HandedJob } from './drivers/driver.ts'
import { queueDriver } from './queue.ts'
import { wakeWorkers } from './wake.ts'

/**
 * Queues jobs of the organisation once more, under the same ids and with all their attempts before them, in the open
 * unit. They queue up behind what waits.
 *
 * @param condition SQL for which jobs: literals of the program, with `?` for what was given
 * @returns their ids
 */
export async function handAgain(
  unit: Unit,
  condition: string,
  bindings: unknown[]
): Promise<string[]> {
  const driver = await queueDriver()
  const { organisationId } = unit.scope
  const rows = await unit.rows<HandedJob>(
    `with wanted as (
       select id, row_number() over (order by priority desc, created_at, id) as place from jobs
        where organisation_id = ? and ${condition}),
     before as (
       select count(*)::int as waiting from (
         select 1 from jobs where organisation_id = ? and state = 'queued' limit ${MOST_TURNS}) first)
     update jobs j
        set state = 'queued', attempts = 0, deaths = 0, reason = null, waits_for = null, finished_at = null,
            started_at = null, progress = null, progress_note = null, run_at = now(), cancel_requested_at = null,
            turn = before.waiting + wanted.place - 1, handings = j.handings + 1,
            handed_at = case when ? then now() end
       from wanted, before
      where j.organisation_id = ? and j.id = wanted.id
     returning j.id, j.organisation_id as "organisationId", j.queue, j.priority, j.turn, j.run_at as "runAt",
               j.timeout, j.handings, j.envelope`,
    [organisationId, ...bindings, organisationId, driver.transactional, organisationId]
  )
  if (rows.length === 0) return []
  if (driver.transactional) await driver.hand(rows, await unit.connection())
  unit.afterCommit(wakeWorkers)
  return rows.map(({ id }) => id)
}
