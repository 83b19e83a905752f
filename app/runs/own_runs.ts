import { NotFoundError } from '../errors.ts'
import type { JobResult } from '../jobs/job.ts'
import { jobTitles } from '../jobs/labels.ts'
import { asDeclared, type Say } from '../lang/say.ts'
import { defineList, runList, type ListInput } from '../lists/main.ts'
import type { Scope } from '../tenancy/scope.ts'
import { NOBODY } from './find.ts'
import { pageOfRun } from './places.ts'
import type { RunKind } from './run.ts'
import { isOpen, OPEN, RUN_STATES, type RunState } from './states.ts'
import type { RunView } from './views.ts'

interface Raw {
  id: string
  kind: RunKind | 'job'
  subject_id: string
  module_id: string
  title: string
  state: RunState
  total: number
  done: number
  failed: number
  note: string | null
  failure: string | null
  result: JobResult | null
  created_at: Date
  finished_at: Date | null
}

/** Work that the page of a member shows beside the inbox: what is not over, and what ended within minutes. */
const AT_HAND = `(w.state in ${OPEN} or w.finished_at > now() - interval '10 minutes')`
const SHOWN = 10

const COLUMNS = [
  ...['w.id', 'w.kind', 'w.subject_id', 'w.module_id', 'w.title', 'w.state', 'w.total', 'w.done'],
  ...['w.failed', 'w.note', 'w.failure', 'w.result', 'w.created_at', 'w.finished_at'],
]

async function workList(scope: Scope, say: Say) {
  const titleOf = await jobTitles(say)
  return defineList<Raw, RunView>({
    from: (unit) =>
      unit
        .from('work_of_members as w')
        .where('w.organisation_id', scope.organisationId)
        .where('w.member_id', scope.actor.memberId ?? NOBODY)
        .select(COLUMNS),
    id: 'w.id',
    search: (query, term) =>
      void query.whereILike('w.title', `%${term.replace(/[\\%_]/g, '\\$&')}%`),
    filters: {
      state: {
        label: 'State',
        options: RUN_STATES,
        apply: (query, value) => void query.where('w.state', value),
      },
    },
    sorts: {
      newest: {
        label: 'Newest first',
        column: 'w.created_at',
        type: 'timestamptz',
        direction: 'desc',
      },
    },
    defaultSort: 'newest',
    row: (raw) => viewOf(raw, { say, titleOf }),
  })
}

interface Words {
  say: Say
  titleOf: (job: string) => string
}

function viewOf(raw: Raw, { say, titleOf }: Words): RunView {
  const { kind, title, module_id: module, note, failure, result, total, done, failed } = raw
  const own = kind !== 'job'
  return {
    ...{ id: raw.id, kind, state: raw.state, total, done, failed },
    title: own ? say(module, title) : titleOf(title),
    percent: total > 0 ? Math.min(100, Math.floor((100 * (done + failed)) / total)) : null,
    note: note && say('kernel', note),
    failure: failure && say('kernel', failure),
    href: own ? pageOfRun({ ...raw, kind }) : localPath(result?.href),
    label: own ? null : (result?.label ?? null),
    cancellable: isOpen(raw.state),
    retriable: raw.state === 'failed' || raw.state === 'cancelled',
    createdAt: raw.created_at.toISOString(),
    finishedAt: raw.finished_at?.toISOString() ?? null,
  }
}

/** Links of our own pages alone: the result of a job is written by a module. */
const localPath = (href: unknown) =>
  typeof href === 'string' && /^\/(?![/\\])/.test(href) ? href : null

/** One page of what the reader asked for, newest first. */
export async function listRuns(scope: Scope, input: ListInput, say: Say = asDeclared) {
  return runList(scope, await workList(scope, say), input)
}

/** @throws NotFoundError also for a run of somebody else */
export async function readRunView(
  scope: Scope,
  id: string,
  say: Say = asDeclared
): Promise<RunView> {
  const [raw] = await rowsOf(scope, 'w.id::text = ?', [id.toLowerCase()])
  if (!raw) throw new NotFoundError('run')
  return viewOf(raw, { say, titleOf: await jobTitles(say) })
}

/** Work of the reader that is under way, or ended within minutes. */
export async function runsAtHand(scope: Scope, say: Say): Promise<RunView[]> {
  const rows = await rowsOf(scope, AT_HAND, [])
  if (rows.length === 0) return []
  const titleOf = await jobTitles(say)
  return rows.map((raw) => viewOf(raw, { say, titleOf }))
}

function rowsOf(scope: Scope, condition: string, bindings: string[]): Promise<Raw[]> {
  return scope.read((unit) =>
    unit.rows<Raw>(
      `select ${COLUMNS.join(', ')} from work_of_members w
        where w.organisation_id = ? and w.member_id = ?::uuid and ${condition}
        order by w.created_at desc, w.id desc limit ${SHOWN}`,
      [scope.organisationId, scope.actor.memberId ?? NOBODY, ...bindings]
    )
  )
}
