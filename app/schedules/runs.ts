import { v5 as uuidv5, v7 as uuidv7 } from 'uuid'
import { dispatchEnvelope, envelopeOf } from '../jobs/dispatch.ts'
import type { AnyJob, JobAttempt } from '../jobs/job.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'

/** `queued` until the job begins; `skipped` runs never do. */
export type RunState = 'queued' | 'running' | 'done' | 'failed' | 'skipped'

/** What a run is made of. */
export interface NewRun {
  schedule: string
  module: string
  dueAt: Date
  /** What the clock of the organisation shows then, if that time comes once; see `shownTime`. */
  shown?: string | null
  manual?: boolean
  /** Why it is like that: how many runs it makes up for. */
  note?: string | null
}

/** Namespace of the ids of runs (RFC 9562, version 5): of the same time there is one, whatever instant that is. */
const NAMESPACE = '0b6f7c58-4b0c-4a53-9d0e-6f2b2f0f6a2d'

/**
 * Writes a run and queues its job, in the open unit; unless another node has written it already (`null`), the previous
 * run is still at work, or the organisation has moved its clock back and the run was before that. Both is said.
 */
export async function beginRun(unit: Unit, job: AnyJob, run: NewRun): Promise<RunState | null> {
  if (await wasBefore(unit, run)) {
    const note = 'It ran at this time already, before the clock of the organisation was moved back.'
    return (await skipRun(unit, { ...run, shown: null, note })) ? 'skipped' : null
  }
  const id = await insertRun(unit, run, 'queued')
  if (!id) return null
  if (await isAtWork(unit, run, id)) {
    await change(unit, id, {
      state: 'skipped',
      note: 'The run before it was still at work.',
      ended_at: new Date(),
    })
    return 'skipped'
  }
  const envelope = {
    ...envelopeOf(unit.scope, job, { dueAt: run.dueAt.toISOString() }),
    scheduleRun: id,
  }
  await noteJobOfRun(unit, id, await dispatchEnvelope(unit, job, envelope))
  return 'queued'
}

/** Writes a run that does not take place. @returns false when another node has written it already */
export async function skipRun(unit: Unit, run: NewRun): Promise<boolean> {
  const id = await insertRun(unit, run, 'skipped')
  if (id) await change(unit, id, { ended_at: new Date() })
  return id !== null
}

/** The job that does the work of a run. */
export async function noteJobOfRun(unit: Unit, id: string, jobId: string | null) {
  await change(unit, id, { job_id: jobId })
}

/** Does the work of a run, if `runId` names one, and notes how it went. @throws what `work` throws */
export async function notingRun(
  scope: Scope,
  runId: string | undefined,
  { job, run }: { job: AnyJob; run: JobAttempt },
  work: () => Promise<void>
): Promise<void> {
  if (!runId) return work()
  const note = (changes: Record<string, unknown>) =>
    scope.work((unit) => change(unit, runId, changes))
  await note({ state: 'running', started_at: new Date(), ended_at: null })
  try {
    await work()
  } catch (error) {
    const last = run.attempt > job.retryLimit
    await note({
      note: (error as Error).message.slice(0, 1_000),
      ...(last && { state: 'failed', ended_at: new Date() }),
    })
    throw error
  }
  await note({ state: 'done', ended_at: new Date() })
}

/** Its id, where the same time has the same one. */
const idOf = ({ scope }: Unit, { schedule, shown }: NewRun) =>
  shown ? uuidv5(`${scope.organisationId}/${schedule}/${shown}`, NAMESPACE) : null

/** Whether it ran at another instant at which the clock showed the same. */
async function wasBefore(unit: Unit, run: NewRun): Promise<boolean> {
  const found = await unit.rows(
    'select 1 from schedule_runs where organisation_id = ? and id = ? and due_at <> ?',
    [unit.scope.organisationId, idOf(unit, run), run.dueAt]
  )
  return found.length > 0
}

async function insertRun(unit: Unit, run: NewRun, state: RunState): Promise<string | null> {
  const [row] = await unit.rows<{ id: string }>(
    `insert into schedule_runs (organisation_id, id, schedule, module, due_at, state, manual, note)
     values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict do nothing returning id`,
    [
      unit.scope.organisationId,
      idOf(unit, run) ?? uuidv7(),
      run.schedule,
      run.module,
      run.dueAt,
      state,
      run.manual ?? false,
      run.note ?? null,
    ]
  )
  return row?.id ?? null
}

async function change(unit: Unit, id: string, changes: Record<string, unknown>) {
  await unit
    .from('schedule_runs')
    .where({ organisation_id: unit.scope.organisationId, id })
    .update(changes)
}

/**
 * Whether an earlier run of the schedule has not ended. One whose job is neither on the queue nor put aside ended
 * without a word, by a crash; that is noted.
 */
async function isAtWork(unit: Unit, { schedule }: NewRun, self: string) {
  const { organisationId } = unit.scope
  const open = await unit.rows<{ id: string; alive: boolean }>(
    `select r.id,
            exists (select 1 from jobs j
                     where j.organisation_id = r.organisation_id and j.id = r.job_id
                       and j.state in ('queued', 'running', 'failed', 'waiting')) as alive
       from schedule_runs r
      where r.organisation_id = ? and r.schedule = ? and r.id <> ? and r.state in ('queued', 'running')`,
    [organisationId, schedule, self]
  )
  for (const { id, alive } of open) {
    if (alive) continue
    await change(unit, id, {
      state: 'failed',
      note: 'It ended without a word.',
      ended_at: new Date(),
    })
  }
  return open.some(({ alive }) => alive)
}
