import logger from '@adonisjs/core/services/logger'
import { NotFoundError } from '../errors.ts'
import { understand } from '../http/understand_error.ts'
import type { NamedList } from '../lists/declaration.ts'
import { rowsById } from '../lists/read_lists.ts'
import type { Scope } from '../tenancy/scope.ts'
import { actionOf } from './action.ts'
import { findRun, type StoredRun } from './bulk_run.ts'
import { doAndNote, takeBack } from './take_back.ts'

/** One attempt at a run. */
export interface Attempt {
  runId: string
  attempt: string
}

/** Records whose states are read at a time. */
const BATCH = 50
/** Failures that are the database's own, not of a record: the attempt is tried again. */
const NOT_THE_RECORD = /^(08|40|53|57|58|XX)/

/**
 * Works on the waiting records of a run until `until` (milliseconds since the epoch), each in a transaction that also
 * notes it as done: however often this is tried, nothing is done twice. What is refused is noted with the reason.
 * @returns whether records still wait
 */
export async function workOnRun(
  scope: Scope,
  list: NamedList,
  { runId, attempt }: Attempt,
  until = Number.POSITIVE_INFINITY
): Promise<boolean> {
  for (;;) {
    const run = await scope.read((unit) => findRun(unit, list.name, runId))
    if (run.state !== 'running' || run.attempt !== attempt) return false
    const waiting = await scope.read((unit) =>
      unit.rows<{ record_id: string }>(
        `select record_id from bulk_records where run_id = ? and state = 'waiting'
          order by place limit ${BATCH}`,
        [runId]
      )
    )
    if (waiting.length === 0) {
      await finish(scope, { runId, attempt })
      return false
    }
    for (const { record_id: id } of waiting) {
      if (Date.now() > until) return true
      await workOnRecord(scope, list, run, id)
    }
  }
}

/** Ends an attempt for a reason that concerns all records. */
export async function failRun(scope: Scope, { runId, attempt }: Attempt, reason: string) {
  await scope.work((unit) =>
    unit.rows(
      `update bulk_runs set state = 'failed', failure = ?, finished_at = now()
        where id = ? and attempt = ? and state = 'running'`,
      [reason, runId, attempt]
    )
  )
}

async function finish(scope: Scope, { runId, attempt }: Attempt) {
  await scope.work((unit) =>
    unit.rows(
      `update bulk_runs set state = 'done', finished_at = now()
        where id = ? and attempt = ? and state = 'running'`,
      [runId, attempt]
    )
  )
}

async function workOnRecord(scope: Scope, list: NamedList, run: StoredRun, id: string) {
  const [row] = await rowsById(scope, list, [id])
  try {
    if (!row) throw new NotFoundError(list.record?.noun ?? 'record')
    await scope.work(async (unit) => {
      const [claimed] = await unit.rows(
        `update bulk_records set state = 'done', reason = null
          where run_id = ? and record_id = ? and state = 'waiting' returning id`,
        [run.id, id]
      )
      if (!claimed) return
      const action = actionOf(list, run.action)
      if (run.undoes) return takeBack(unit, list, { runId: run.undoes, id }, action)
      await doAndNote(
        unit,
        list,
        { runId: run.id, id, row },
        { action, run: () => action.run(scope, id, run.input) }
      )
    })
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (typeof code === 'string' && NOT_THE_RECORD.test(code)) throw error
    const reason = reasonOf(error, list, run)
    await scope.work((unit) =>
      unit.rows(
        `update bulk_records set state = 'failed', title = ?, reason = ?
          where run_id = ? and record_id = ? and state = 'waiting'`,
        [titleOf(list, row), reason, run.id, id]
      )
    )
  }
}

function reasonOf(error: unknown, list: NamedList, run: StoredRun): string {
  const { status, code, message, next, fields } = understand(error)
  if (status >= 500) {
    const module = list.name.split('.')[0]
    logger.error({ err: error, module, action: run.action }, 'a bulk action left a record')
    return `Karkhana could not do this (${code}).`
  }
  const words = fields.length > 0 ? fields.map((field) => field.message) : [message, next]
  return words.filter(Boolean).join(' ')
}

/** What the reader knows a row by: its primary column. */
function titleOf({ columns = [] }: NamedList, row: object | undefined): string | null {
  const column = columns.find(({ primary }) => primary) ?? columns[0]
  const value = row && column ? (row as Record<string, unknown>)[column.key] : null
  return value === null || value === undefined ? null : String(value)
}
