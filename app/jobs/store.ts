import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { ScopeAnswer } from '../tenancy/scope_answer.ts'
import type { Unit } from '../tenancy/unit.ts'
import { MOST_TURNS, type HandedJob } from './drivers/driver.ts'
import type { JobEnvelope, RunnableJob } from './job.ts'
import type { QueueFigures } from './status.ts'

/** A job to be written. */
export interface NewJob {
  id: string
  envelope: JobEnvelope
  uniqueKey?: string
  priority?: number
  startAfter?: Date
}

/** What is kept of the declaration of a job, so that it holds for the attempts of this one. */
export type JobSettings = Pick<
  RunnableJob,
  'name' | 'module' | 'version' | 'queue' | 'priority' | 'retryLimit' | 'retryDelay' | 'timeout'
>

const FIELDS = `x(id uuid, envelope jsonb, unique_key text, priority integer, run_at timestamptz, place integer)`

/** What hands jobs over in the statement that writes them; `null` where that comes after the commit. */
type HandingSql = { sql: string; bindings: unknown[] } | null

/** Writes what `insert` says and hands it over, in one statement. */
const andHand = (insert: string, handing: HandingSql) =>
  `written as (${insert} returning id, priority, turn, run_at, timeout, envelope)
   ${handing ? `, handed as (${handing.sql})` : ''}
   select id from written`

/**
 * Writes jobs of the organisation in the open unit. Each knows how many of its module, and of no lower priority, waited
 * before it, which decides how soon it has its turn among those of other organisations.
 *
 * @returns the ids of those that were written; one whose key waits already, or whose id is known, is not
 */
export async function insertJobs(
  unit: Unit,
  job: JobSettings,
  jobs: NewJob[],
  handing: HandingSql
): Promise<string[]> {
  const { organisationId, actor } = unit.scope
  const rows = await unit.rows<{ id: string }>(
    `with x as (
       select id, envelope, unique_key, coalesce(priority, ?) as priority, run_at, place
         from jsonb_to_recordset(?::jsonb) as ${FIELDS}),
     w as (
       select p.priority, (select count(*)::int from (
                select 1 from jobs j
                 where j.organisation_id = ?::uuid and j.module_id = ? and j.state = 'queued'
                   and j.priority >= p.priority limit ${MOST_TURNS}) first) as waiting
         from (select distinct priority from x) p),
     ${andHand(
       `insert into jobs (organisation_id, id, name, module_id, queue, payload_version, envelope, unique_key, priority, turn,
                       run_at, retry_limit, retry_delay, timeout, actor_id, member_id, handed_at)
     select ?::uuid, x.id, ?, ?, ?, ?, x.envelope, x.unique_key, x.priority,
            w.waiting + row_number() over (partition by x.priority order by x.place) - 1,
            coalesce(x.run_at, now()), ?, ?, ?, ?, ?::uuid, case when ? then now() end
       from x join w on w.priority = x.priority
      order by x.place
     on conflict do nothing`,
       handing
     )}`,
    [
      ...[job.priority, recordset(jobs), organisationId, job.module],
      ...[organisationId, job.name, job.module, job.queue, job.version],
      ...[job.retryLimit, job.retryDelay, job.timeout, actor.id, actor.memberId, handing !== null],
      ...(handing?.bindings ?? []),
    ]
  )
  return rows.map(({ id }) => id)
}

/** Writes jobs of the deployment, in the transaction of `client`. */
export async function insertDeploymentJobs(
  client: TransactionClientContract,
  job: JobSettings,
  jobs: NewJob[],
  handing: HandingSql
): Promise<string[]> {
  const { rows } = (await client.rawQuery(
    `with ${andHand(
      `insert into deployment_jobs (id, name, queue, payload_version, envelope, unique_key, priority, run_at, retry_limit,
                                  retry_delay, timeout, handed_at)
     select x.id, ?, ?, ?, x.envelope, x.unique_key, coalesce(x.priority, ?), coalesce(x.run_at, now()), ?, ?, ?,
            case when ? then now() end
       from jsonb_to_recordset(?::jsonb) as ${FIELDS}
     on conflict do nothing`,
      handing
    )}`,
    [
      ...[job.name, job.queue, job.version, job.priority, job.retryLimit, job.retryDelay],
      ...[job.timeout, handing !== null, recordset(jobs), ...(handing?.bindings ?? [])],
    ] as never[]
  )) as { rows: { id: string }[] }
  return rows.map(({ id }) => id)
}

function recordset(jobs: NewJob[]) {
  return JSON.stringify(
    jobs.map(({ id, envelope, uniqueKey, priority, startAfter }, place) => ({
      ...{ id, envelope, place, unique_key: uniqueKey, priority },
      run_at: startAfter?.toISOString(),
    }))
  )
}

/** A job that a worker began, or the reason why it cannot. */
export type Begun =
  | (HandedJob & { begun: true; attempt: number; retryLimit: number; retryDelay: number })
  | { id: string; begun: false; state: string }

/** How an attempt ended. */
export interface Outcome {
  id: string
  node: string | null
  attempt: number
  /** `queued`: it goes to another worker, and the attempt does not count. */
  state: 'done' | 'failed' | 'dead' | 'cancelled' | 'queued'
  counts: boolean
  error?: string
  result?: unknown
  run_at?: string
}

type Ended = HandedJob & { state: string }

async function call<Row>(expression: string, bindings: unknown[] = []): Promise<Row[]> {
  const { rows } = (await db.rawQuery(
    `select answer from ${expression} as answer`,
    bindings as never[]
  )) as { rows: { answer: Row }[] }
  return rows.map(({ answer }) => answer)
}

/** What workers do to the jobs of all organisations, by functions of the database that do this and nothing else. */
export const workerStore = {
  begin: (ids: string[], node: string | null) =>
    call<Begun>('kernel_begin_jobs(?::uuid[], ?::uuid)', [ids, node]),
  /** Like `begin`, with what a scope of each organisation is made from. */
  async beginWithScopes(ids: string[], node: string | null) {
    const rows = await call<Begun | { scopeOf: string; answer: ScopeAnswer | null }>(
      'kernel_begin_with_scopes(?::uuid[], ?::uuid)',
      [ids, node]
    )
    const scopes = new Map<string, ScopeAnswer | null>()
    const jobs = new Map<string, Begun>()
    for (const row of rows) {
      if ('scopeOf' in row) scopes.set(row.scopeOf, row.answer)
      else jobs.set(row.id, row)
    }
    return { jobs, scopes }
  },
  /** Notes how attempts ended; one to be tried again is cancelled instead if somebody asked for that meanwhile. */
  async end(outcomes: Outcome[]): Promise<Ended[]> {
    const again = outcomes.filter(({ state }) => state === 'failed' || state === 'queued')
    const ids = again.map(({ id }) => id)
    const unwanted = new Set(ids.length > 0 ? await workerStore.cancelled(ids) : [])
    const ended = outcomes.map((outcome) =>
      unwanted.has(outcome.id) ? { ...outcome, state: 'cancelled', counts: true } : outcome
    )
    return call<Ended>('kernel_end_jobs(?::jsonb)', [JSON.stringify(ended)])
  },
  /** Takes back what nodes held that are no more, and what has run for longer than it may. */
  returnOf: (nodes: string[], mostDeaths: number) =>
    call<Ended>('kernel_return_jobs(?::uuid[], ?)', [nodes, mostDeaths]),
  /** Jobs that have to be handed over, soonest turn first; noted as handed. */
  toHand: (most: number) => call<HandedJob>('kernel_hand_jobs(?)', [most]),
  /** Notes that jobs have to be handed over again; all of them when `ids` is null. */
  async handAgain(ids: string[] | null) {
    await db.rawQuery('select kernel_hand_again(?::uuid[])', [ids] as never[])
  },
  /** Jobs that were handed over and not begun although they are due, in the order of their ids. */
  handed: (after: string, most: number) =>
    call<HandedJob>('kernel_handed_jobs(?::uuid, ?)', [after, most]),
  /** Those of the jobs that somebody wants to end. */
  cancelled: (ids: string[]) => call<string>('kernel_cancelled_jobs(?::uuid[])', [ids]),
  async prune(days: number) {
    await db.rawQuery(
      'delete from deployment_jobs where finished_at < now() - make_interval(days => ?)',
      [days] as never[]
    )
  },
  figures: () => call<QueueFigures>('kernel_job_figures()'),
}
