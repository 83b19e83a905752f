import { organisationIds } from '../../audit/seal.ts'
import { defineDeploymentJob } from '../../jobs/job.ts'
import { systemScope } from '../../tenancy/open_scope.ts'
import { pruneHistory } from '../prune.ts'

/** Forgets old events, runs and webhook messages of every organisation. */
const pruneHistoryJob = defineDeploymentJob<Record<string, never>>({
  name: 'kernel.prune_history',
  retryLimit: 2,
  timeout: 3_600,
  parse: () => ({}),
  async handle() {
    for await (const organisationId of organisationIds()) {
      await pruneHistory(await systemScope(organisationId, 'kernel.prune_history'))
    }
  },
})

export default pruneHistoryJob
