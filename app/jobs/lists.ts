import { ensureAllBranches } from '../access/branch_limits.ts'
import { NotFoundError } from '../errors.ts'
import { asDeclared, type Say } from '../lang/say.ts'
import { defineList, runList, type ListInput } from '../lists/main.ts'
import { activeModules } from '../modules/gate.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { JobResult } from './job.ts'
import { jobTitles } from './labels.ts'
import { JOB_STATES, type JobState } from './states.ts'

/** A job in the list. */
export interface JobRow {
  id: string
  name: string
  /** What people call it. */
  title: string
  module: string
  queue: string
  state: JobState
  /** Why it waits. */
  reason: string | null
  attempts: number
  /** From 0 to 100; `null` when it does not say. */
  progress: number | null
  progressNote: string | null
  error: string | null
  /** ISO instants. */
  at: string
  runAt: string
  startedAt: string | null
  finishedAt: string | null
}

/** A job with what it was asked to do, and what came of it. */
export interface JobRecord extends JobRow {
  payload: Record<string, unknown>
  version: number
  /** Attempts in all, the first one with them. */
  mostAttempts: number
  deaths: number
  priority: number
  startedBy: string | null
  result: JobResult | null
}

/** @throws ForbiddenError, BranchLimitedError for readers of some branches: jobs work for all of them */
export function ensureMayManageJobs(scope: Scope) {
  scope.ensure('kernel.job.manage')
  ensureAllBranches(scope, 'Background work')
}

interface Raw extends Omit<JobRow, 'title' | 'at' | 'runAt' | 'startedAt' | 'finishedAt'> {
  at: Date
  run_at: Date
  started_at: Date | null
  finished_at: Date | null
}

async function jobList(scope: Scope, say: Say) {
  const titleOf = await jobTitles(say)
  const modules = new Map([
    ['kernel', 'Karkhana'],
    ...activeModules(installedRegistry().manifests(), scope).map(
      ({ id, name }) => [id, say(id, name)] as const
    ),
  ])
  return defineList<Raw, JobRow>({
    from: (unit) =>
      unit
        .from('jobs as j')
        .where('j.organisation_id', scope.organisationId)
        .select('j.id', 'j.name', 'j.queue', 'j.state', 'j.reason', 'j.attempts', 'j.progress')
        .select('j.run_at', 'j.started_at', 'j.finished_at')
        .select({
          module: 'j.module_id',
          progressNote: 'j.progress_note',
          error: 'j.last_error',
          at: 'j.created_at',
        }),
    id: 'j.id',
    search: (query, term) =>
      query.whereRaw('(j.name ilike ? or j.last_error ilike ? or j.id::text = ?)', [
        `%${term.replaceAll(' ', '_')}%`,
        `%${term}%`,
        term.toLowerCase(),
      ]),
    filters: {
      state: {
        label: 'State',
        options: JOB_STATES,
        apply: (query, value) => query.where('j.state', value),
      },
      module: {
        label: 'Module',
        options: [...modules].map(([value, label]) => ({ value, label })),
        apply: (query, value) => query.where('j.module_id', value),
      },
      job: {
        label: 'Job',
        options: [],
        apply: (query, value) => query.whereRaw('j.id::text = ?', [value.toLowerCase()]),
      },
    },
    sorts: {
      newest: {
        label: 'Newest first',
        column: 'j.created_at',
        type: 'timestamptz',
        direction: 'desc',
      },
    },
    defaultSort: 'newest',
    row: ({ run_at, started_at, finished_at, ...raw }) => ({
      ...raw,
      title: titleOf(raw.name),
      module: modules.get(raw.module) ?? raw.module,
      reason: raw.reason && say('kernel', raw.reason),
      at: raw.at.toISOString(),
      runAt: run_at.toISOString(),
      startedAt: started_at?.toISOString() ?? null,
      finishedAt: finished_at?.toISOString() ?? null,
    }),
  })
}

/** One page of the jobs of the organisation, newest first. */
export async function listJobs(scope: Scope, input: ListInput, say: Say = asDeclared) {
  ensureMayManageJobs(scope)
  const page = await runList(scope, await jobList(scope, say), input)
  // The filter by job is for links and programs; it has no choices.
  return { ...page, filters: page.filters.filter(({ options }) => options.length > 0) }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** @throws NotFoundError */
export async function readJob(scope: Scope, id: string, say: Say = asDeclared): Promise<JobRecord> {
  ensureMayManageJobs(scope)
  if (!UUID.test(id)) throw new NotFoundError('job')
  const { rows } = await runList(scope, await jobList(scope, say), { filters: { job: id } })
  const [more] = await scope.read((unit) =>
    unit.rows<Omit<JobRecord, keyof JobRow>>(
      `select j.envelope -> 'payload' as payload, j.payload_version as version, j.retry_limit + 1 as "mostAttempts",
              j.deaths, j.priority, j.result,
              coalesce(u.name, m.name) as "startedBy"
         from jobs j
         left join memberships m on m.organisation_id = j.organisation_id and m.id = j.member_id
         left join users u on u.id = m.user_id
        where j.organisation_id = ? and j.id = ?`,
      [scope.organisationId, id]
    )
  )
  if (!rows[0] || !more) throw new NotFoundError('job')
  return { ...rows[0], ...more }
}
