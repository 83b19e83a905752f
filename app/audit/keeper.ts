import db from '@adonisjs/lucid/services/db'
import type { Logger } from '@adonisjs/core/logger'
import { organisationIds, sealOrganisation } from './seal.ts'

const HOUR = 3_600_000

let timer: NodeJS.Timeout | undefined
let underway: Promise<void> | undefined
let stopping = false

/**
 * Looks after the audit trail while the worker runs, now and every hour: makes the partitions of the months to come
 * and seals what was written. The head of each new seal goes to the log, so that it is known outside the database.
 */
export function startAuditKeeper(logger: Logger): void {
  const run = () => {
    underway ??= keepAudit(logger)
      .catch((error: unknown) => logger.error({ err: error }, 'the audit trail was not sealed'))
      .finally(() => (underway = undefined))
  }
  timer = setInterval(run, HOUR).unref()
  run()
}

/** Waits for the round that is underway; there is no further one. */
export async function stopAuditKeeper(): Promise<void> {
  clearInterval(timer)
  timer = undefined
  stopping = true
  await underway
  stopping = false
}

/** One round: partitions, then the seals of every organisation. */
export async function keepAudit(logger: Logger): Promise<void> {
  await db.rawQuery('select kernel_ensure_audit_partitions()')
  for await (const organisationId of organisationIds()) {
    if (stopping) return
    const { head, rows } = await sealOrganisation(organisationId)
    if (!head) continue
    const { sequence, hash } = head
    logger.info({ organisationId, sequence, hash, rows }, 'audit trail sealed')
  }
}
