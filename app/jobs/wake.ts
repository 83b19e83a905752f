import db from '@adonisjs/lucid/services/db'
import logger from '@adonisjs/core/services/logger'
import { JOBS_CHANNEL, QUEUED } from './signals.ts'

/** Milliseconds in which commits are told together. */
const TOGETHER = 5

let timer: NodeJS.Timeout | undefined

/**
 * Tells the workers of all nodes that something was queued; called after the commit. Not part of the transaction, since
 * PostgreSQL lets one transaction commit at a time that notifies. When it is lost, workers look by themselves.
 */
export function wakeWorkers() {
  timer ??= setTimeout(() => {
    timer = undefined
    db.rawQuery(
      `select set_config('synchronous_commit', 'off', true), pg_notify('${JOBS_CHANNEL}', '${QUEUED}')`
    ).catch((error: unknown) => logger.debug({ err: error }, 'workers were not told'))
  }, TOGETHER).unref()
}
