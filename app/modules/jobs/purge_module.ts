import app from '@adonisjs/core/services/app'
import { KarkhanaError } from '../../errors.ts'
import { defineJob } from '../../jobs/job.ts'
import { failPurge, runPurge } from '../purge/run.ts'
import { ModuleRegistry } from '../registry.ts'

const RETRIES = 2

/** Deletes the rows of a module that two people agreed to delete. What cannot be done is told to them. */
const purgeModule = defineJob<{ purgeId: string }>({
  name: 'kernel.purge_module',
  retryLimit: RETRIES,
  retryDelay: 30,
  timeout: 60 * 60,
  parse(payload) {
    const { purgeId } = payload as { purgeId?: unknown }
    if (typeof purgeId !== 'string') throw new TypeError('kernel.purge_module needs a request')
    return { purgeId }
  },
  async handle(scope, { purgeId }, { attempt }) {
    const registry = await app.container.make(ModuleRegistry)
    try {
      await runPurge(scope, registry, purgeId)
    } catch (error) {
      const rule = error instanceof KarkhanaError && error.status < 500
      if (rule) return failPurge(scope, purgeId, [error.message, error.next].join(' '))
      if (attempt > RETRIES) await failPurge(scope, purgeId, (error as Error).message)
      throw error
    }
  },
})

export default purgeModule
