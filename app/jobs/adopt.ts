import db from '@adonisjs/lucid/services/db'
import { NotFoundError } from '../errors.ts'
import { systemScope } from '../tenancy/open_scope.ts'
import { defineJob, type JobEnvelope, type RunnableJob } from './job.ts'
import { insertDeploymentJobs, insertJobs } from './store.ts'

/**
 * Writes a job that a version before queued in pg-boss alone, so that it runs like every other. One whose organisation
 * is gone is left.
 */
export async function adopt(id: string, envelope: JobEnvelope, job: RunnableJob | undefined) {
  const settings = job ?? defineJob({ name: envelope.job, parse: Object, handle: async () => {} })
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
