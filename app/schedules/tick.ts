import db from '@adonisjs/lucid/services/db'
import type { Logger } from '@adonisjs/core/logger'
import type { AnyJob, RunnableJob } from '../jobs/job.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import { systemScope } from '../tenancy/open_scope.ts'
import { lastDue, shownTime, timesDue } from './cron.ts'
import type { ScheduleDeclaration } from './declaration.ts'
import { runKernelSchedules } from './kernel_schedules.ts'
import { knowSchedule } from './known.ts'
import { NOTE_LEFT_OUT, noteOfLate } from './notes.ts'
import { beginRun, skipRun, type RunState } from './runs.ts'

/** Milliseconds after which a run that was not begun counts as missed: nobody was at work. */
export const GRACE = 300_000

/** A run that a tick has written. */
export interface TickedRun {
  organisationId: string
  schedule: string
  dueAt: Date
  state: RunState
}

export interface Tick {
  registry: ModuleRegistry
  jobs: ReadonlyMap<string, RunnableJob>
  now: Date
  logger?: Logger
  stopping?: () => boolean
}

/**
 * Starts what the clocks of the organisations ask for: of each schedule the last time that was due, once, wherever the
 * module is in use and the organisation open. Any number of nodes may tick; the database lets one of them write a run.
 * What cannot be looked through, work of the deployment, a schedule or a zone, holds up nothing else.
 * @throws what went wrong, once everything was looked through
 */
export async function tickSchedules(tick: Tick): Promise<TickedRun[]> {
  const ticked: TickedRun[] = []
  const errors: unknown[] = []
  const apart = (work: () => Promise<unknown>) => work().catch((error) => void errors.push(error))
  await apart(() => runKernelSchedules(tick.now))
  const zones = await zonesInUse()
  for (const { id: module, schedules } of tick.registry.manifests()) {
    if (tick.registry.quarantine.has(module)) continue
    for (const schedule of schedules) {
      const { since } = await knowSchedule(schedule, tick.now)
      for (const zone of zones) {
        await apart(async () =>
          ticked.push(...(await tickZone(tick, { module, schedule, since, zone })))
        )
      }
    }
  }
  if (errors.length > 0) throw errors.length === 1 ? errors[0] : new AggregateError(errors)
  return ticked
}

interface Place {
  module: string
  schedule: ScheduleDeclaration
  since: Date
  zone: string
}

async function tickZone(tick: Tick, place: Place): Promise<TickedRun[]> {
  const { module, schedule, since, zone } = place
  const due = lastDue(schedule.cron, zone, tick.now)
  if (due <= since) return []
  const { rows } = await db.rawQuery('select kernel_schedule_work(?, ?, ?, ?) as id', [
    schedule.id,
    module,
    zone,
    due,
  ] as never[])
  const ticked: TickedRun[] = []
  for (const { id: organisationId } of rows as { id: string }[]) {
    if (tick.stopping?.()) break
    try {
      const state = await runFor(tick, place, organisationId, due)
      if (state) ticked.push({ organisationId, schedule: schedule.id, dueAt: due, state })
    } catch (error) {
      tick.logger?.error({ err: error, organisationId, schedule: schedule.id }, 'schedule failed')
    }
  }
  return ticked
}

async function runFor(
  { jobs, now }: Tick,
  { module, schedule, since, zone }: Place,
  organisationId: string,
  due: Date
): Promise<RunState | null> {
  const scope = await systemScope(organisationId, 'kernel.schedules')
  if (scope.organisation.suspendedAt || !scope.active(module)) return null
  const missed = now.getTime() - due.getTime() > GRACE
  return scope.work(async (unit) => {
    const shown = shownTime(schedule.cron, zone, due)
    const run = { schedule: schedule.id, module, dueAt: due, shown }
    if (missed && schedule.missed === 'skip') {
      return (await skipRun(unit, { ...run, note: NOTE_LEFT_OUT })) ? 'skipped' : null
    }
    const job = jobs.get(schedule.job) as AnyJob
    const note = missed ? await makesUpFor() : null
    return beginRun(unit, job, { ...run, note })

    async function makesUpFor() {
      const [last] = await unit.rows<{ at: Date | null }>(
        `select greatest(max(r.due_at), ?::timestamptz, max(m.changed_at)) as at
           from organisation_modules m
           left join schedule_runs r on r.organisation_id = m.organisation_id and r.schedule = ?
            and not r.manual
          where m.organisation_id = ? and m.module_id = ?`,
        [since, schedule.id, organisationId, module]
      )
      return noteOfLate(timesDue(schedule.cron, zone, last?.at ?? since, due))
    }
  })
}

async function zonesInUse(): Promise<string[]> {
  const rows = (await db.from('organisations').distinct('timezone')) as { timezone: string }[]
  return rows.map(({ timezone }) => timezone)
}
