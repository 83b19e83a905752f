import { defineDeploymentJob } from '../../jobs/job.ts'
import { measureUsage } from '../usage.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Counts what one organisation uses, also while it is suspended. */
const measureUsageJob = defineDeploymentJob<{ organisationId: string }>({
  name: 'kernel.measure_usage',
  retryLimit: 2,
  parse(payload) {
    const { organisationId } = payload as { organisationId?: unknown }
    if (typeof organisationId !== 'string' || !UUID.test(organisationId)) {
      throw new TypeError('kernel.measure_usage needs the id of an organisation')
    }
    return { organisationId }
  },
  async handle({ organisationId }) {
    await measureUsage(organisationId)
  },
})

export default measureUsageJob
