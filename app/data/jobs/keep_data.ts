import app from '@adonisjs/core/services/app'
import logger from '@adonisjs/core/services/logger'
import { organisationIds } from '../../audit/seal.ts'
import { defineDeploymentJob } from '../../jobs/job.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { systemScope } from '../../tenancy/open_scope.ts'

/**
 * Every night, in each organisation: removes the files of exports whose days are over, and erases and deletes what is
 * past its retention. What fails in one organisation keeps no other from its turn.
 */
const keepData = defineDeploymentJob({
  name: 'kernel.keep_data',
  retryLimit: 2,
  retryDelay: 300,
  timeout: 3600,
  parse: () => ({}),
  async handle() {
    const { removeExpired } = await import('../export/exports.ts')
    const { runRetention } = await import('../erasure/retention.ts')
    const registry = await app.container.make(ModuleRegistry)
    const failed: unknown[] = []
    for await (const organisationId of organisationIds()) {
      try {
        const scope = await systemScope(organisationId, 'kernel.keep_data')
        await removeExpired(scope)
        await runRetention(scope, registry)
      } catch (error) {
        logger.error({ err: error, organisationId }, 'data past its time was not removed')
        failed.push(error)
      }
    }
    if (failed.length > 0) throw new AggregateError(failed, 'Data past its time was not removed')
  },
})

export default keepData
