import logger from '@adonisjs/core/services/logger'
import { NotFoundError } from '../errors.ts'
import { understand } from '../http/understand_error.ts'
import type { NamedList } from '../lists/declaration.ts'
import { rowsById } from '../lists/read_lists.ts'
import type { Scope } from '../tenancy/scope.ts'
import { actionOf } from './action.ts'
import type { RunAttempt } from '../runs/run.ts'
import { isOpen, OPEN } from '../runs/states.ts'
import { endRun, noteRun } from '../runs/work.ts'
import { countRecords, findBulkRun, type StoredBulkRun } from './bulk_run.ts'
import { doAndNote, takeBack } from './take_back.ts'

/** Records whose states are read at a time; after each such batch it is noted how far the run is. */
const BATCH = 50
/** Failures that are the database's own, not of a record: the attempt is tried again. */
const NOT_THE_RECORD = /^(08|40|53|57|58|XX)/

/**
 * Works on the waiting records of a run until `until` (milliseconds since the epoch), each in a transaction that also
 * notes it as done: however often this is tried, nothing is done twice. What is refused is noted with the reason.
 * `quiet`: who asked waits for it.
 * @returns whether records still wait
 */
export async function workOnRun(
  scope: Scope,
  list: NamedList,
  attempt: RunAttempt,
  { until = Number.POSITIVE_INFINITY, quiet = false }: { until?: number; quiet?: boolean } = {}
): Promise<boolean> {
  const { runId } = attempt
  for (;;) {
    const run = await scope.read((unit) => findBulkRun(unit, list.name, runId))
    if (!isOpen(run.state) || (attempt.attempt && run.attempt !== attempt.attempt)) return false
    const waiting = await scope.read((unit) =>
      unit.rows<{ record_id: string }>(
        `select record_id from bulk_records where organisation_id = ? and run_id = ? and state = 'waiting'
          order by place limit ${BATCH}`,
        [scope.organisationId, runId]
      )
    )
    for (const { record_id: id } of waiting) {
      if (Date.now() > until) return true
      await workOnRecord(scope, list, run, id)
    }
    const over = waiting.length < BATCH
    const goesOn = await scope.work(async (unit) => {
      const { total, done, failed } = await countRecords(unit, runId)
      if (over && done + failed >= total) {
        return endRun(unit, attempt, { state: 'done', total, done, failed }, { quiet })
      }
      return noteRun(unit, attempt, { total, done, failed })
    })
    if (over || !goesOn) return false
  }
}

async function workOnRecord(scope: Scope, list: NamedList, run: StoredBulkRun, id: string) {
  const [row] = await rowsById(scope, list, [id])
  try {
    if (!row) throw new NotFoundError(list.record?.noun ?? 'record')
    await scope.work(async (unit) => {
      // Not of a run that was stopped since, nor of an attempt that is no longer the present one.
      const [claimed] = await unit.rows(
        `update bulk_records b set state = 'done', reason = null
          where b.organisation_id = ? and b.run_id = ? and b.record_id = ? and b.state = 'waiting'
            and exists (select 1 from runs r where r.organisation_id = b.organisation_id and r.id = b.run_id
                           and r.attempt = ? and r.state in ${OPEN})
        returning b.id`,
        [scope.organisationId, run.id, id, run.attempt]
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

function reasonOf(error: unknown, list: NamedList, run: StoredBulkRun): string {
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
