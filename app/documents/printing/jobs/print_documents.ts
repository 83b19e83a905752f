import app from '@adonisjs/core/services/app'
import { JobCancelledError } from '../../../jobs/errors.ts'
import { defineJob } from '../../../jobs/job.ts'
import { ModuleRegistry } from '../../../modules/registry.ts'
import { failPrintRun, printRun, stopPrintRun } from '../print_run_now.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Prints the documents of many records into one file. An attempt that died is begun anew: its file was never kept. It
 * waits in a queue of its own, since it takes a minute and more.
 */
const printDocuments = defineJob<{ runId: string }>({
  name: 'kernel.print_documents',
  queue: 'printing',
  timeout: 900,
  retryLimit: 3,
  parse(payload) {
    const { runId } = payload as { runId?: unknown }
    if (!UUID.test(String(runId))) {
      throw new TypeError('kernel.print_documents needs the id of a run')
    }
    return { runId: String(runId) }
  },
  async handle(scope, { runId }, run) {
    const registry = await app.container.make(ModuleRegistry)
    try {
      const printed = await printRun(scope, registry, runId, run)
      if (printed) await run.result({ href: '/documents/prints', label: printed })
    } catch (error) {
      if (error instanceof JobCancelledError) await stopPrintRun(scope, runId)
      else if (run.attempt > printDocuments.retryLimit) {
        await failPrintRun(scope, runId, 'Karkhana could not finish it.')
      }
      throw error
    }
  },
})

export default printDocuments
