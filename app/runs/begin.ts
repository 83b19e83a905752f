import { randomUUID } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { RuleError } from '../errors.ts'
import type { DispatchOptions, Job, JobPayload } from '../jobs/job.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { RunKind } from './run.ts'
import { OPEN } from './states.ts'

/** What is asked for. */
export interface NewRun {
  kind: RunKind
  module: string
  title: string
  total?: number
  /** The row that it works on, where that is another than the one with its id. */
  subject?: string
  /** UUID made by the asker: the same request twice is one run. */
  key?: string
}

/**
 * Writes that somebody asks for something that runs long, with what they may do now.
 * @returns the run and its first attempt
 */
export async function insertRun(unit: Unit, run: NewRun): Promise<{ id: string; attempt: string }> {
  const { organisationId, actor, permissions } = unit.scope
  const { kind: actorKind, id: actorId, name, memberId } = actor
  const [id, attempt] = [uuidv7(), randomUUID()]
  await unit.table('runs').insert({
    organisation_id: organisationId,
    id,
    kind: run.kind,
    subject_id: run.subject ?? id,
    module_id: run.module,
    member_id: memberId,
    actor: JSON.stringify({ kind: actorKind, id: actorId, name, memberId }),
    permissions: [...permissions],
    key: run.key ?? null,
    attempt,
    title: run.title,
    total: run.total ?? 0,
  })
  return { id, attempt }
}

/** The run that the member asked for by this key before; who asks by it at the same time waits until this is over. */
export async function knownRun(unit: Unit, kind: RunKind, key: string): Promise<string | null> {
  const { organisationId, actor } = unit.scope
  await unit.rows('select pg_advisory_xact_lock(4712060, hashtext(?))', [
    `${actor.memberId}/${key}`,
  ])
  const [known] = await unit.rows<{ id: string }>(
    'select id from runs where organisation_id = ? and member_id = ? and kind = ? and key = ?',
    [organisationId, actor.memberId, kind, key]
  )
  return known?.id ?? null
}

/**
 * Begins a run that is over once more, as who asks now. What was done stays counted; `progress` says where it begins.
 * @returns the attempt
 * @throws RuleError E_RUN_OPEN while it is not over
 */
export async function anotherAttempt(
  unit: Unit,
  id: string,
  progress: { total?: number; done?: number; failed?: number } = {}
): Promise<string> {
  const attempt = randomUUID()
  const { organisationId, actor, permissions } = unit.scope
  const [again] = await unit.rows(
    `update runs set state = 'waiting', attempt = ?, actor = ?, permissions = ?, job_id = null, note = null,
            failure = null, started_at = null, finished_at = null, told_at = null, total = coalesce(?, total),
            done = coalesce(?, done), failed = coalesce(?, failed)
      where organisation_id = ? and id = ? and state not in ${OPEN} returning id`,
    [
      ...[attempt, JSON.stringify(actor), [...permissions]],
      ...[progress.total ?? null, progress.done ?? null, progress.failed ?? null],
      ...[organisationId, id],
    ]
  )
  if (!again) throw stillOpen()
  return attempt
}

/** @internal Said of a run that has to be over first. */
export const stillOpen = () =>
  new RuleError('E_RUN_OPEN', 'This is still being done.', {
    next: 'Wait until it is done, or stop it.',
  })

/**
 * Queues the job that works on a run, and notes which one it is: to stop it, and to say why it waits.
 * @returns its id; `null` when one that waits already will do
 */
export async function dispatchRun<Payload extends JobPayload>(
  unit: Unit,
  runId: string,
  job: Job<Payload>,
  payload: Payload,
  options: Pick<DispatchOptions, 'uniqueKey' | 'startAfter'> = {}
): Promise<string | null> {
  const jobId = await unit.dispatch(job, payload, options)
  await unit.rows(
    'update runs set job_id = coalesce(?, job_id) where organisation_id = ? and id = ?',
    [...[jobId, unit.scope.organisationId, runId]]
  )
  return jobId
}
