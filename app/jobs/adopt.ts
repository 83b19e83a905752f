import db from '@adonisjs/lucid/services/db'
import { NotFoundError } from '../errors.ts'
import { systemScope } from '../tenancy/open_scope.ts'
import { QUEUE_SCHEMA } from './boss.ts'
import { AGAIN } from './drivers/pgboss.ts'
import { defineJob, type AnyJob, type JobEnvelope, type RunnableJob } from './job.ts'
import { insertDeploymentJobs, insertJobs } from './store.ts'

/** Stands for a job that no installed module has. */
export const nameless = (name: string): AnyJob =>
  defineJob({ name, parse: Object, handle: () => Promise.resolve() })

/**
 * Writes a job that a version before queued in pg-boss alone, so that it runs like every other. One whose organisation
 * is gone is left, and one of this version: it was taken back, and its row with it.
 */
export async function adopt(id: string, envelope: JobEnvelope, job: RunnableJob | undefined) {
  if (!(await isOfBefore(id))) return
  const settings = job ?? nameless(envelope.job)
  const jobs = [{ id, envelope }]
  if (envelope.organisationId === null) {
    await db.transaction((trx) => insertDeploymentJobs(trx, settings, jobs, null))
    return
  }
  const scope = await systemScope(envelope.organisationId, envelope.job).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null
    throw error
  })
  await scope?.work((unit) => insertJobs(unit, settings, jobs, null))
}

/** Versions before counted attempts in pg-boss; of this one it may hand a job out as often as {@link AGAIN} says. */
async function isOfBefore(id: string): Promise<boolean> {
  const { rows } = (await db.rawQuery(
    `select 1 from ${QUEUE_SCHEMA}.job
      where name in (select name from ${QUEUE_SCHEMA}.queue) and id = ? and retry_limit <> ?`,
    [id, AGAIN] as never[]
  )) as { rows: unknown[] }
  return rows.length > 0
}
