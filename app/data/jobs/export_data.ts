import { defineJob } from '../../jobs/job.ts'
import { parseAttempt } from '../../runs/run.ts'

/** Writes an export that somebody asked for. */
const exportData = defineJob<{ exportId: string; attempt: string | null }>({
  name: 'kernel.export_data',
  retryLimit: 1,
  retryDelay: 30,
  timeout: 3600,
  parse(payload) {
    const { exportId, attempt: given } = payload as { exportId?: unknown; attempt?: unknown }
    const { runId, attempt } = parseAttempt('kernel.export_data', exportId, given)
    return { exportId: runId, attempt }
  },
  async handle(scope, { exportId: runId, attempt }, { attempt: tries }) {
    const { writeRequested } = await import('../export/exports.ts')
    await writeRequested(scope, { runId, attempt }, { last: tries > exportData.retryLimit })
  },
})

export default exportData
