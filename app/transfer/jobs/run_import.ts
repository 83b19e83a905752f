import app from '@adonisjs/core/services/app'
import { defineJob } from '../../jobs/job.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { runSlice } from '../run_import.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * One slice of an import. It queues the next one itself, so that imports of many organisations take turns and a
 * restart of the worker loses nothing.
 */
const runImportJob = defineJob<{ importId: string; run: string }>({
  name: 'kernel.run_import',
  timeout: 120,
  retryLimit: 5,
  parse(payload) {
    const { importId, run } = payload as { importId?: unknown; run?: unknown }
    if (!UUID.test(String(importId)) || !UUID.test(String(run))) {
      throw new TypeError('kernel.run_import needs the id of an import and of its run')
    }
    return { importId: String(importId), run: String(run) }
  },
  async handle(scope, payload, { id }) {
    await runSlice(scope, await app.container.make(ModuleRegistry), payload, { jobId: id })
  },
})

export default runImportJob
