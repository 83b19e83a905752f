import app from '@adonisjs/core/services/app'
import { defineJob } from '../../../jobs/job.ts'
import { ModuleRegistry } from '../../../modules/registry.ts'
import { failExport, writeExport } from '../write_export.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Writes an export that is too long to wait for. */
const writeExportJob = defineJob<{ exportId: string }>({
  name: 'kernel.write_export',
  timeout: 1_800,
  retryLimit: 3,
  parse(payload) {
    const { exportId } = payload as { exportId?: unknown }
    if (!UUID.test(String(exportId))) {
      throw new TypeError('kernel.write_export needs the id of an export')
    }
    return { exportId: String(exportId) }
  },
  async handle(scope, { exportId }, { attempt, signal }) {
    const registry = await app.container.make(ModuleRegistry)
    try {
      await writeExport(scope, registry, exportId, signal)
    } catch (error) {
      if (attempt > writeExportJob.retryLimit) {
        await failExport(scope, exportId, 'Karkhana could not finish it.')
      }
      throw error
    }
  },
})

export default writeExportJob
