import { defineJob } from '../../jobs/job.ts'

/** Writes an export that somebody asked for. */
const exportData = defineJob<{ exportId: string }>({
  name: 'kernel.export_data',
  retryLimit: 1,
  retryDelay: 30,
  timeout: 3600,
  parse(payload) {
    const { exportId } = payload as { exportId?: unknown }
    if (typeof exportId !== 'string') throw new TypeError('kernel.export_data needs an export')
    return { exportId }
  },
  async handle(scope, { exportId }) {
    const { writeRequested } = await import('../export/exports.ts')
    await writeRequested(scope, exportId)
  },
})

export default exportData
