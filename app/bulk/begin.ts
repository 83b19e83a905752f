import { randomUUID } from 'node:crypto'
import { RuleError } from '../errors.ts'
import type { FieldDeclaration, FieldValues } from '../fields/declaration.ts'
import { readField } from '../fields/read_field.ts'
import type { ListAction, ListInput, NamedList } from '../lists/declaration.ts'
import { idsOfList } from '../lists/read_lists.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { actionOf } from './action.ts'
import { findRun, readRun, type BulkRun } from './bulk_run.ts'
import runBulkJob from './jobs/run_bulk.ts'
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
    const { memberId, ...actor } = scope.actor
    const [known] = await unit.rows<{ id: string }>(
      'select id from bulk_runs where member_id = ? and key = ?',
      [memberId, request.key]
    )
    if (known) return { id: known.id, attempt: null, total: 0 }
    const chosen = await chosenIds(unit, list, request)
    const ids = action.oldestFirst ? chosen.toSorted() : chosen
    const [id, attempt] = [randomUUID(), randomUUID()]
    await unit.rows(
      `insert into bulk_runs
         (organisation_id, id, list, action, module_id, member_id, actor, permissions, key, input, attempt)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        ...[scope.organisationId, id, list.name, request.action, list.name.split('.')[0], memberId],
        ...[JSON.stringify({ ...actor, memberId }), [...scope.permissions], request.key],
        ...[JSON.stringify(input), attempt],
      ]
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
    if (ids.length > AT_ONCE) await unit.dispatch(runBulkJob, { runId: id, attempt })
    return { id, attempt, total: ids.length }
  })
  if (begun.attempt && begun.total <= AT_ONCE) {
    await workOnRun(scope, list, { runId: begun.id, attempt: begun.attempt })
  }
  return readRun(scope, list.name, begun.id)
}

/**
 * Does a run once more to the records that were left, and to no other.
 * @throws NotFoundError, ForbiddenError, RuleError while it is running, or when none was left
 */
export async function retryRun(scope: Scope, list: NamedList, id: string): Promise<BulkRun> {
  const begun = await scope.work(async (unit) => {
    const run = await findRun(unit, list.name, id, { lock: true })
    scope.ensure(actionOf(list, run.action).permission)
    if (run.state === 'running') throw stillRunning()
    const left = await unit.rows(
      `update bulk_records set state = 'waiting', reason = null
        where run_id = ? and state <> 'done' returning id`,
      [id]
    )
    if (left.length === 0) {
      throw new RuleError('E_BULK_NOTHING', 'It was done to every record.', {
        next: 'Choose other records to do it to.',
      })
    }
    const attempt = randomUUID()
    await unit.rows(
      `update bulk_runs set state = 'running', attempt = ?, failure = null, finished_at = null,
              actor = ?, permissions = ? where id = ?`,
      [attempt, JSON.stringify(scope.actor), [...scope.permissions], id]
    )
    if (left.length > AT_ONCE) await unit.dispatch(runBulkJob, { runId: id, attempt })
    return { attempt, total: left.length }
  })
  if (begun.total <= AT_ONCE) await workOnRun(scope, list, { runId: id, attempt: begun.attempt })
  return readRun(scope, list.name, id)
}

/**
 * Takes a run back, from the records that it was done to and that did not change since.
 * @throws NotFoundError, ForbiddenError, RuleError while it is running, when nothing takes it back, or it was undone
 */
export async function undoRun(scope: Scope, list: NamedList, id: string): Promise<BulkRun> {
  const begun = await scope.work(async (unit) => {
    const run = await findRun(unit, list.name, id, { lock: true })
    const action = actionOf(list, run.action)
    scope.ensure(action.permission)
    if (run.state === 'running') throw stillRunning()
    await ensureUndoable(scope, run.undoes ? { ...action, undo: undefined } : action, id)
    const [undo, attempt] = [randomUUID(), randomUUID()]
    await unit.rows(
      `insert into bulk_runs
         (organisation_id, id, list, action, module_id, member_id, actor, permissions, key, input, attempt, undoes)
       select organisation_id, ?, list, action, module_id, member_id, ?, ?, ?, input, ?, id
         from bulk_runs where id = ?`,
      [undo, JSON.stringify(scope.actor), [...scope.permissions], randomUUID(), attempt, id]
    )
    const records = await unit.rows(
      `insert into bulk_records (organisation_id, id, run_id, record_id, place)
       select organisation_id, gen_random_uuid(), ?, record_id, place
         from bulk_records where run_id = ? and state = 'done' returning id`,
      [undo, id]
    )
    if (records.length > AT_ONCE) await unit.dispatch(runBulkJob, { runId: undo, attempt })
    return { id: undo, attempt, total: records.length }
  })
  if (begun.total <= AT_ONCE) {
    await workOnRun(scope, list, { runId: begun.id, attempt: begun.attempt })
  }
  return readRun(scope, list.name, begun.id)
}

function stillRunning() {
  return new RuleError('E_BULK_RUNNING', 'This is still being done.', {
    next: 'Wait until it is done, or stop it.',
  })
}

/**
 * Stops a run; what was done stays done.
 * @throws NotFoundError
 */
export async function cancelRun(scope: Scope, list: NamedList, id: string): Promise<BulkRun> {
  await scope.work(async (unit) => {
    await findRun(unit, list.name, id, { lock: true })
    await unit.rows(
      `update bulk_runs set state = 'cancelled', finished_at = now() where id = ? and state = 'running'`,
      [id]
    )
  })
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
