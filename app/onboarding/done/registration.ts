import type { StepDone } from '../declaration.ts'

/** A place of business has its address, and its GSTIN if anybody is to be registered at all. */
const registration: StepDone = async (unit) => {
  const [{ found }] = await unit.rows<{ found: boolean }>(
    `select exists (select 1 from branches
                     where organisation_id = ? and active and address_line1 <> '' and tax_id is not null) as found`,
    [unit.scope.organisationId]
  )
  return found
}
export default registration
