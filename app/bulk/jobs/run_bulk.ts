import app from '@adonisjs/core/services/app'
import { defineJob } from '../../jobs/job.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { parseAttempt, type RunAttempt } from '../../runs/run.ts'
import { runSlice } from '../run_slice.ts'

/**
 * One slice of a bulk run. It queues the next one itself, so that runs of many organisations take turns and a restart
 * of the worker loses nothing.
 */
const runBulkJob = defineJob<RunAttempt & Record<string, unknown>>({
  name: 'kernel.run_bulk',
  timeout: 120,
  retryLimit: 5,
  parse(payload) {
    const { runId, attempt } = payload as { runId?: unknown; attempt?: unknown }
    return { ...parseAttempt('kernel.run_bulk', runId, attempt) }
  },
  async handle(scope, attempt, { id }) {
    await runSlice(scope, await app.container.make(ModuleRegistry), attempt, id)
  },
})

export default runBulkJob
