import { randomUUID } from 'node:crypto'
import { RuleError } from '../errors.ts'
import { discardJob } from '../jobs/discard.ts'
import type { FieldDeclaration, FieldValues } from '../fields/declaration.ts'
import { readField } from '../fields/read_field.ts'
import type { ListAction, ListInput, NamedList } from '../lists/declaration.ts'
import { idsOfList } from '../lists/read_lists.ts'
import { systemScope } from '../tenancy/open_scope.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { actionOf } from './action.ts'
import { anotherAttempt, dispatchRun, insertRun, knownRun, stillOpen } from '../runs/begin.ts'
import { stopRun } from '../runs/manage.ts'
import { isOpen } from '../runs/states.ts'
import { findBulkRun, readRun, type BulkRun } from './bulk_run.ts'
import runBulkJob from './jobs/run_bulk.ts'
import type { RunAttempt } from '../runs/run.ts'
import { ensureUndoable } from './take_back.ts'
import { workOnRun } from './work.ts'

/** Records that are worked on while the reader waits; more are left to a job. */
export const AT_ONCE = 50
/** Records of one run. */
export const MOST_RECORDS = 10_000
const CHUNK = 1_000

/** What a reader asks to be done, and to which rows. */
export interface BulkRequest {
  /** UUID made by the asker: the same request twice is one run. */
  key: string
  action: string
  input: Record<string, unknown>
  /** The rows chosen, or all that match `query`. */
  ids?: readonly string[]
  query?: ListInput
}

/**
 * Does an action of the list to many records. Up to {@link AT_ONCE} it is done when this returns; beyond that a job
 * does it.
 * @throws ForbiddenError, RuleError when nothing or too much is chosen, or a field is wrong
 */
export async function beginRun(
  scope: Scope,
  list: NamedList,
  request: BulkRequest
): Promise<BulkRun> {
  const action = actionOf(list, request.action)
  scope.ensure(action.permission)
  const input = await checkedInput(scope, action, request.input)
  const begun = await scope.work(async (unit) => {
    const known = await knownRun(unit, 'bulk', request.key)
    if (known) return { id: known, attempt: null, jobId: null, total: 0 }
    const chosen = await chosenIds(unit, list, request)
    const ids = action.oldestFirst ? chosen.toSorted() : chosen
    const { id, attempt } = await insertRun(unit, {
      ...{ kind: 'bulk', module: moduleOf(list), title: action.label },
      ...{ key: request.key, total: ids.length },
    })
    await unit.rows(
      'insert into bulk_runs (organisation_id, id, list, action, input) values (?, ?, ?, ?, ?)',
      [scope.organisationId, id, list.name, request.action, JSON.stringify(input)]
    )
    for (let from = 0; from < ids.length; from += CHUNK) {
      const records = ids.slice(from, from + CHUNK).map((record, index) => ({
        organisation_id: scope.organisationId,
        id: randomUUID(),
        run_id: id,
        record_id: record,
        place: from + index,
      }))
      await unit.table('bulk_records').multiInsert(records)
    }
    const jobId = await leaveToJob(unit, { runId: id, attempt }, ids.length)
    return { id, attempt, jobId, total: ids.length }
  })
  if (begun.attempt) await workNow(scope, list, { ...begun, runId: begun.id })
  return readRun(scope, list.name, begun.id)
}

/** Milliseconds that a reader waits at most; what is open then was left by a process that died. */
const WAITED = 120_000

const moduleOf = (list: NamedList) => list.name.split('.')[0]

/** A job does what is long, and what is short only if it is still open when nobody waits for it any more. */
async function leaveToJob(unit: Unit, attempt: RunAttempt, total: number) {
  const startAfter = total > AT_ONCE ? undefined : new Date(Date.now() + WAITED)
  return dispatchRun(unit, attempt.runId, runBulkJob, { ...attempt }, { startAfter })
}

/** A run that was begun, and the job that sees to it. */
interface Begun extends RunAttempt {
  jobId: string | null
  total: number
}

/** What is short is done while the reader waits. */
async function workNow(scope: Scope, list: NamedList, { runId, attempt, jobId, total }: Begun) {
  if (total > AT_ONCE) return
  await workOnRun(scope, list, { runId, attempt }, { quiet: true })
  const system = await systemScope(scope.organisationId, 'kernel.runs', scope.requestId)
  if (jobId) await system.work((unit) => discardJob(unit, jobId))
}

/**
 * Does a run once more to the records that were left, and to no other.
 * @throws NotFoundError, ForbiddenError, RuleError while it is running, or when none was left
 */
export async function retryRun(scope: Scope, list: NamedList, id: string): Promise<BulkRun> {
  const begun = await scope.work(async (unit) => {
    const run = await findBulkRun(unit, list.name, id, { lock: true })
    scope.ensure(actionOf(list, run.action).permission)
    if (isOpen(run.state)) throw stillOpen()
    const left = await unit.rows(
      `update bulk_records set state = 'waiting', reason = null
        where organisation_id = ? and run_id = ? and state <> 'done' returning id`,
      [scope.organisationId, id]
    )
    if (left.length === 0) {
      throw new RuleError('E_BULK_NOTHING', 'It was done to every record.', {
        next: 'Choose other records to do it to.',
      })
    }
    const attempt = await anotherAttempt(unit, id, { failed: 0 })
    const jobId = await leaveToJob(unit, { runId: id, attempt }, left.length)
    return { runId: id, attempt, jobId, total: left.length }
  })
  await workNow(scope, list, begun)
  return readRun(scope, list.name, id)
}

/**
 * Takes a run back, from the records that it was done to and that did not change since.
 * @throws NotFoundError, ForbiddenError, RuleError while it is running, when nothing takes it back, or it was undone
 */
export async function undoRun(scope: Scope, list: NamedList, id: string): Promise<BulkRun> {
  const begun = await scope.work(async (unit) => {
    const run = await findBulkRun(unit, list.name, id, { lock: true })
    const action = actionOf(list, run.action)
    scope.ensure(action.permission)
    if (isOpen(run.state)) throw stillOpen()
    await ensureUndoable(scope, run.undoes ? { ...action, undo: undefined } : action, id)
    const { id: undo, attempt } = await insertRun(unit, {
      ...{ kind: 'bulk', module: moduleOf(list), title: action.label, total: run.done },
    })
    await unit.rows(
      `insert into bulk_runs (organisation_id, id, list, action, input, undoes)
       select organisation_id, ?, list, action, input, id from bulk_runs where organisation_id = ? and id = ?`,
      [undo, scope.organisationId, id]
    )
    const records = await unit.rows(
      `insert into bulk_records (organisation_id, id, run_id, record_id, place)
       select organisation_id, gen_random_uuid(), ?, record_id, place
         from bulk_records where organisation_id = ? and run_id = ? and state = 'done' returning id`,
      [undo, scope.organisationId, id]
    )
    const jobId = await leaveToJob(unit, { runId: undo, attempt }, records.length)
    return { runId: undo, attempt, jobId, total: records.length }
  })
  await workNow(scope, list, begun)
  return readRun(scope, list.name, begun.runId)
}

/**
 * Stops a run; what was done stays done.
 * @throws NotFoundError
 */
export async function cancelRun(scope: Scope, list: NamedList, id: string): Promise<BulkRun> {
  await scope.work(async (unit) => stopRun(unit, await findBulkRun(unit, list.name, id)))
  return readRun(scope, list.name, id)
}

async function chosenIds(unit: Unit, list: NamedList, request: BulkRequest) {
  const ids = request.ids
    ? [...new Set(request.ids)]
    : await idsOfList(unit, list, request.query ?? {}, MOST_RECORDS + 1)
  if (ids.length === 0) {
    throw new RuleError('E_BULK_NOTHING', 'No record is chosen.', {
      field: 'ids',
      next: 'Choose at least one row.',
    })
  }
  if (ids.length > MOST_RECORDS) {
    throw new RuleError('E_BULK_TOO_MANY', 'More than 10,000 records match.', {
      field: 'ids',
      next: 'Narrow the list by a filter, and do it in parts.',
    })
  }
  return ids
}

async function checkedInput(
  scope: Scope,
  { fields = [] }: ListAction,
  given: Record<string, unknown>
): Promise<FieldValues> {
  const declared = typeof fields === 'function' ? await fields(scope) : fields
  return Object.fromEntries(declared.map((field) => [field.key, valueOf(field, given[field.key])]))
}

function valueOf(field: FieldDeclaration, given: unknown) {
  const at = { field: `input.${field.key}` }
  if (given === undefined || given === null || given === '') {
    if (!field.required) return null
    throw new RuleError('E_VALIDATION_ERROR', `${field.label} must be filled in.`, at)
  }
  const reading = readField(field, given)
  if ('value' in reading) return reading.value
  throw new RuleError('E_VALIDATION_ERROR', reading.problem, at)
}
