import logger from '@adonisjs/core/services/logger'
import { organisationIds } from '../../audit/seal.ts'
import { defineDeploymentJob } from '../../jobs/job.ts'
import { systemScope } from '../../tenancy/open_scope.ts'

/**
 * Every night, in each organisation: carries files that still lie in rows, or on a disk that is no longer the chosen
 * one, to the store, and takes away what nobody keeps. What fails in one keeps no other from its turn.
 */
const sweepFilesJob = defineDeploymentJob({
  name: 'kernel.sweep_files',
  retryLimit: 2,
  retryDelay: 600,
  timeout: 6 * 3600,
  parse: () => ({}),
  async handle() {
    const { sweepOrganisation } = await import('../sweep_organisation.ts')
    const failed: unknown[] = []
    for await (const organisationId of organisationIds()) {
      try {
        await sweepOrganisation(await systemScope(organisationId, 'kernel.sweep_files'))
      } catch (error) {
        logger.error({ err: error, organisationId }, 'files were not swept')
        failed.push(error)
      }
    }
    if (failed.length > 0) throw new AggregateError(failed, 'Files were not swept')
  },
})

export default sweepFilesJob
