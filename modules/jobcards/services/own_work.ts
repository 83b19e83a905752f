import { visible } from '@karkhana/kernel'
import type { StepDone } from '@karkhana/kernel/module'
import { JOBS } from '../records.ts'

/** Whether the reader has begun to work on a job card of their own. */
const ownWork: StepDone = async (unit) => {
  const { organisationId, actor } = unit.scope
  if (!actor.memberId) return false
  const begun: unknown = await visible(unit.from('jobcards_jobs'), unit.scope, JOBS)
    .where('jobcards_jobs.organisation_id', organisationId)
    .where('jobcards_jobs.technician_id', actor.memberId)
    .whereNot('jobcards_jobs.status', 'received')
    .select('jobcards_jobs.id')
    .first()
  return Boolean(begun)
}

export default ownWork
