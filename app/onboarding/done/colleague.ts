import type { StepDone } from '../declaration.ts'

/** A second person is a member, or is invited. */
const colleague: StepDone = async (unit) => {
  const [{ found }] = await unit.rows<{ found: boolean }>(
    `select (select count(*) from memberships where organisation_id = ? and user_id is not null) > 1
         or exists (select 1 from invitations where organisation_id = ?) as found`,
    [unit.scope.organisationId, unit.scope.organisationId]
  )
  return found
}
export default colleague
