import Organisation from '../identity/models/organisation.ts'
import { RuleError } from '../errors.ts'
import { unknownOrganisation } from './organisations.ts'

/**
 * The organisation that `--org` names: by its id, or by its name where only one has it.
 * @throws RuleError naming `org`
 */
export async function organisationNamed(org: string): Promise<Organisation> {
  const byId = await Organisation.query().whereRaw('id::text = ?', [org]).first()
  if (byId) return byId
  const named = await Organisation.query()
    .whereRaw('lower(name) = lower(?)', [org.trim()])
    .orderBy('id')
    .limit(10)
  if (named.length === 1) return named[0]
  if (named.length === 0) throw unknownOrganisation(org)
  throw new RuleError('E_ORG_AMBIGUOUS', `${named.length} organisations are called ${org}.`, {
    field: 'org',
    next: `Name one by its id: ${named.map(({ id }) => id).join(', ')}`,
  })
}
