import app from '@adonisjs/core/services/app'
import { defineJob } from '../../../jobs/job.ts'
import { ModuleRegistry } from '../../../modules/registry.ts'
import { parseAttempt, type RunAttempt } from '../../../runs/run.ts'
import { printRun } from '../print_run_now.ts'

/**
 * Prints the documents of many records into one file. An attempt that died is begun anew: its file was never kept. It
 * waits in a queue of its own, since it takes a minute and more.
 */
const printDocuments = defineJob<RunAttempt & Record<string, unknown>>({
  name: 'kernel.print_documents',
  queue: 'printing',
  timeout: 900,
  retryLimit: 3,
  parse(payload) {
    const { runId, attempt } = payload as { runId?: unknown; attempt?: unknown }
    return { ...parseAttempt('kernel.print_documents', runId, attempt) }
  },
  async handle(scope, attempt, run) {
    await printRun(scope, await app.container.make(ModuleRegistry), attempt, run)
  },
})

export default printDocuments
