import type { StepDone } from '@karkhana/kernel/module'

/** Whether the reader has begun to work on a job card of their own. */
const ownWork: StepDone = async (unit) => {
  const { organisationId, actor } = unit.scope
  const [{ found }] = await unit.rows<{ found: boolean }>(
    `select exists (select 1 from jobcards_jobs
                     where organisation_id = ? and technician_id = ?::uuid and status <> 'received') as found`,
    [organisationId, actor.memberId ?? null]
  )
  return found
}
export default ownWork
