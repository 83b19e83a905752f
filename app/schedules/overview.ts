import { ensureAllBranches } from '../access/branch_limits.ts'
import { NotFoundError } from '../errors.ts'
import { installedJobs } from '../jobs/installed_jobs.ts'
import type { AnyJob } from '../jobs/job.ts'
import { asDeclared, type Say } from '../lang/say.ts'
import { defineList, runList, type ListInput } from '../lists/main.ts'
import { activeModules } from '../modules/gate.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import { nextDue } from './cron.ts'
import { noteIn } from './notes.ts'
import { beginRun, type RunState } from './runs.ts'

/** A schedule of a module in use, as it stands for the organisation. */
export interface ScheduleView {
  id: string
  label: string
  module: string
  cron: string
  /** ISO instant. */
  nextAt: string
  last: Pick<RunView, 'dueAt' | 'state' | 'note'> | null
}

/** One run of a schedule. */
export interface RunView {
  id: string
  schedule: string
  label: string
  state: RunState
  /** Somebody asked for it. */
  manual: boolean
  note: string | null
  /** ISO instants. */
  dueAt: string
  startedAt: string | null
  endedAt: string | null
}

/** @throws ForbiddenError, BranchLimitedError for readers of some branches: schedules work for all of them */
function ensureMaySee(scope: Scope) {
  scope.ensure('kernel.event.manage')
  ensureAllBranches(scope, 'Scheduled work')
}

interface LastRun {
  schedule: string
  due_at: Date
  state: RunState
  note: string | null
}

/** The schedules of the modules in use, with their next and last run; `say` calls them as the reader does. */
export async function listSchedules(
  scope: Scope,
  registry: ModuleRegistry,
  say: Say = asDeclared
): Promise<ScheduleView[]> {
  ensureMaySee(scope)
  const rows = await scope.read((unit) =>
    unit.rows<LastRun>(
      `select distinct on (schedule) schedule, due_at, state, note from schedule_runs
        where organisation_id = ? order by schedule, due_at desc`,
      [scope.organisationId]
    )
  )
  const last = new Map(rows.map((row) => [row.schedule, row]))
  const now = scope.now().toJSDate()
  return declared(scope, registry, say).map(({ id, label, cron, moduleName }) => {
    const run = last.get(id)
    return {
      id,
      label,
      module: moduleName,
      cron,
      nextAt: nextDue(cron, scope.organisation.timezone, now).toISOString(),
      last: run ? lastOf(run, say) : null,
    }
  })
}

const lastOf = ({ due_at, state, note }: LastRun, say: Say) => ({
  ...{ dueAt: due_at.toISOString(), state },
  note: note && noteIn(say, note),
})

const RUN_STATES = [
  { value: 'queued', label: 'Queued' },
  { value: 'running', label: 'Running' },
  { value: 'done', label: 'Done' },
  { value: 'failed', label: 'Failed' },
  { value: 'skipped', label: 'Skipped' },
]

type RawRun = Omit<RunView, 'label' | 'dueAt' | 'startedAt' | 'endedAt'> & {
  due_at: Date
  started_at: Date | null
  ended_at: Date | null
}

/** One page of the runs of modules in use, newest first. */
export async function listRuns(
  scope: Scope,
  registry: ModuleRegistry,
  input: ListInput,
  say: Say = asDeclared
) {
  ensureMaySee(scope)
  const schedules = declared(scope, registry, say)
  const labels = new Map(schedules.map(({ id, label }) => [id, label]))
  const list = defineList<RawRun, RunView>({
    from: (unit) =>
      unit
        .from('schedule_runs as r')
        .where('r.organisation_id', scope.organisationId)
        .whereIn('r.schedule', [...labels.keys()])
        .select('r.id', 'r.schedule', 'r.state', 'r.manual', 'r.note')
        .select('r.due_at', 'r.started_at', 'r.ended_at'),
    id: 'r.id',
    search: (query, term) => {
      const named = schedules.filter(({ label }) =>
        label.toLowerCase().includes(term.toLowerCase())
      )
      query.whereRaw('(r.note ilike ? or r.schedule = any(?))', [
        `%${term}%`,
        named.map(({ id }) => id),
      ])
    },
    filters: {
      schedule: {
        label: 'Schedule',
        options: schedules.map(({ id, label }) => ({ value: id, label })),
        apply: (query, value) => query.where('r.schedule', value),
      },
      state: {
        label: 'State',
        options: RUN_STATES,
        apply: (query, value) => query.where('r.state', value),
      },
    },
    sorts: {
      newest: {
        label: 'Newest first',
        column: 'r.due_at',
        type: 'timestamptz',
        direction: 'desc',
      },
    },
    defaultSort: 'newest',
    row: ({ id, schedule, state, manual, note, due_at, started_at, ended_at }) => ({
      id,
      schedule,
      label: labels.get(schedule) ?? schedule,
      state,
      manual,
      note: note && noteIn(say, note),
      dueAt: due_at.toISOString(),
      startedAt: started_at?.toISOString() ?? null,
      endedAt: ended_at?.toISOString() ?? null,
    }),
  })
  return runList(scope, list, input)
}

/**
 * Has a schedule run now, besides its clock; skipped while the run before it is at work.
 * @throws NotFoundError also when its module is off
 */
export async function runNow(
  scope: Scope,
  registry: ModuleRegistry,
  id: string
): Promise<RunState> {
  ensureMaySee(scope)
  const schedule = declared(scope, registry).find((each) => each.id === id)
  const jobs = await installedJobs(registry)
  const job = schedule && (jobs.get(schedule.job) as AnyJob | undefined)
  if (!schedule || !job) throw new NotFoundError('schedule')
  return scope.work(async (unit) => {
    const dueAt = scope.now().toJSDate()
    const run = { schedule: id, module: schedule.module, dueAt, manual: true }
    // Two people at the same millisecond: the run of the other is the one that was asked for.
    return (await beginRun(unit, job, run)) ?? 'queued'
  })
}

function declared(scope: Scope, registry: ModuleRegistry, say: Say = asDeclared) {
  return activeModules(registry.manifests(), scope).flatMap(({ id, name, schedules }) =>
    schedules.map((schedule) => ({
      ...schedule,
      label: say(id, schedule.label),
      module: id,
      moduleName: say(id, name),
    }))
  )
}
