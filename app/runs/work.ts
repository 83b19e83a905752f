import logger from '@adonisjs/core/services/logger'
import { labelIn } from '../lang/translate.ts'
import { notifyMembers } from '../notifications/notify.ts'
import { systemScope } from '../tenancy/open_scope.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { pageOfRun } from './places.ts'
import { STORED_RUN, type RunAttempt, type RunProgress, type StoredRun } from './run.ts'
import { OPEN } from './states.ts'

/** Characters of a note and of a failure that are kept. */
const MOST = 500

/**
 * Takes a run up: it is under way from here, unless it is already. `null` when it is over, or another attempt is the
 * present one.
 */
export async function takeRun(
  scope: Scope,
  { runId, attempt }: RunAttempt
): Promise<StoredRun | null> {
  const [run] = await scope.work((unit) =>
    unit.rows<StoredRun>(
      `update runs r set state = 'running', started_at = coalesce(r.started_at, now())
        where r.organisation_id = ? and r.id = ? and r.attempt = coalesce(?::uuid, r.attempt) and r.state in ${OPEN}
       returning ${STORED_RUN}`,
      [scope.organisationId, runId, attempt]
    )
  )
  return run ?? null
}

/**
 * Notes how far it is, in the open unit: what was done in it counts if and only if this does. Holds the run until the
 * unit is over, so that nobody stops it in between.
 * @returns whether it goes on: not when it was stopped, or begun anew
 */
export async function noteRun(
  unit: Unit,
  { runId, attempt }: RunAttempt,
  { total, done, failed, note }: RunProgress
): Promise<boolean> {
  const rows = await unit.rows(
    `update runs set total = coalesce(?, total), done = coalesce(?, done), failed = coalesce(?, failed),
            note = case when ? then ? else note end
      where organisation_id = ? and id = ? and attempt = coalesce(?::uuid, attempt) and state in ${OPEN} returning 1`,
    [
      ...[total ?? null, done ?? null, failed ?? null],
      ...[note !== undefined, note?.slice(0, MOST) ?? null],
      ...[unit.scope.organisationId, runId, attempt],
    ]
  )
  return rows.length > 0
}

/** How a run ended. */
export type RunEnd = RunProgress &
  ({ state: 'done' } | { state: 'cancelled' } | { state: 'failed'; failure: string })

/**
 * Ends a run, in the open unit, and tells who asked for it: they may be elsewhere by now. Not whoever waited for it,
 * nor who stopped it themselves.
 * @returns whether it was this that ended it
 */
export async function endRun(
  unit: Unit,
  attempt: RunAttempt,
  end: RunEnd,
  { quiet = false }: { quiet?: boolean } = {}
): Promise<boolean> {
  if (!(await noteRun(unit, attempt, { ...end, note: null }))) return false
  const failure = end.state === 'failed' ? end.failure.slice(0, MOST) : null
  const toTell = !quiet && end.state !== 'cancelled'
  const [run] = await unit.rows<StoredRun>(
    `update runs r set state = ?, failure = ?, finished_at = now(), told_at = case when ? then null else now() end
      where r.organisation_id = ? and r.id = ? returning ${STORED_RUN}`,
    [end.state, failure, toTell, unit.scope.organisationId, attempt.runId]
  )
  // By the system: nobody is told of what they did themselves, and the work is done in their name.
  if (toTell) unit.afterCommit(() => tellSoon(run.id, unit.scope.organisationId))
  return true
}

/** Tells of a run at once; when that does not work out, the look of the workers does it. */
async function tellSoon(id: string, organisationId: string) {
  try {
    await tellEnded(await systemScope(organisationId, 'kernel.runs'), id)
  } catch (error) {
    logger.warn({ err: error, run: id }, 'the end of a run is told later')
  }
}

/** Ends a run for a reason that concerns all of it. */
export function failRun(scope: Scope, attempt: RunAttempt, failure: string): Promise<boolean> {
  return scope.work((unit) => endRun(unit, attempt, { state: 'failed', failure }))
}

/**
 * Tells who asked that a run is over, once, whoever else looks for it; also of one that ended with its job, outside of
 * what works on it: an attempt that took too long, a process that died.
 */
export async function tellEnded(scope: Scope, id: string): Promise<void> {
  await scope.work(async (unit) => {
    const [run] = await unit.rows<StoredRun>(
      `update runs r set told_at = now()
        where r.organisation_id = ? and r.id = ? and r.finished_at is not null and r.told_at is null
       returning ${STORED_RUN}`,
      [scope.organisationId, id]
    )
    if (run) await tell(unit, run)
  })
}

/** Into the inbox of who asked, who may be elsewhere by now. */
async function tell(unit: Unit, run: StoredRun) {
  if (!run.member_id) return
  const { scope } = unit
  await notifyMembers(unit, {
    reason: run.state === 'failed' ? 'unfinished' : 'finished',
    members: [run.member_id],
    title: counted(run, labelIn(scope.language, run.module_id, run.title)),
    href: pageOfRun(run),
  })
}

/** Names how many were left, if any were: "Job card: 8 / 10". */
const counted = ({ done, failed }: StoredRun, title: string) =>
  failed > 0 ? `${title}: ${done} / ${done + failed}` : title
