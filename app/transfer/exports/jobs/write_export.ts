import app from '@adonisjs/core/services/app'
import { defineJob } from '../../../jobs/job.ts'
import { ModuleRegistry } from '../../../modules/registry.ts'
import { parseAttempt } from '../../../runs/run.ts'
import { writeExport } from '../write_export.ts'

/** Writes an export that is too long to wait for. */
const writeExportJob = defineJob<{ exportId: string; attempt: string | null }>({
  name: 'kernel.write_export',
  timeout: 1_800,
  retryLimit: 3,
  parse(payload) {
    const { exportId, attempt: given } = payload as { exportId?: unknown; attempt?: unknown }
    const { runId, attempt } = parseAttempt('kernel.write_export', exportId, given)
    return { exportId: runId, attempt }
  },
  async handle(scope, { exportId: runId, attempt }, run) {
    const registry = await app.container.make(ModuleRegistry)
    await writeExport(scope, registry, { runId, attempt }, run)
  },
})

export default writeExportJob
