import app from '@adonisjs/core/services/app'
import { defineJob } from '../../jobs/job.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { runSlice } from '../run_slice.ts'
import { failRun } from '../work.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * One slice of a bulk run. It queues the next one itself, so that runs of many organisations take turns and a restart
 * of the worker loses nothing.
 */
const runBulkJob = defineJob<{ runId: string; attempt: string }>({
  name: 'kernel.run_bulk',
  timeout: 120,
  retryLimit: 5,
  parse(payload) {
    const { runId, attempt } = payload as { runId?: unknown; attempt?: unknown }
    if (!UUID.test(String(runId)) || !UUID.test(String(attempt))) {
      throw new TypeError('kernel.run_bulk needs the id of a run and of its attempt')
    }
    return { runId: String(runId), attempt: String(attempt) }
  },
  async handle(scope, payload, { id, attempt }) {
    const registry = await app.container.make(ModuleRegistry)
    try {
      await runSlice(scope, registry, payload, id)
    } catch (error) {
      if (attempt <= runBulkJob.retryLimit) throw error
      await failRun(scope, payload, 'Karkhana could not finish it. Some records may be done.')
      throw error
    }
  },
})

export default runBulkJob
