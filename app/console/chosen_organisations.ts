import Organisation from '../identity/models/organisation.ts'
import { organisationIds } from '../audit/seal.ts'
import { unknownOrganisation } from './organisations.ts'

/**
 * The organisation that `--org` names, or every one of them.
 * @throws RuleError naming `org`
 */
export async function* chosenOrganisations(org: string | undefined): AsyncGenerator<string> {
  if (!org) return yield* organisationIds()
  const known = await Organisation.query().whereRaw('id::text = ?', [org]).first()
  if (!known) throw unknownOrganisation(org)
  yield known.id
}
