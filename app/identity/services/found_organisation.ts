import type { ModuleRegistry } from '../../modules/registry.ts'
import Membership from '../models/membership.ts'
import type Organisation from '../models/organisation.ts'
import type User from '../models/user.ts'
import { foundOrganisation, type Founding } from './founding.ts'
import type { Origin } from './origin.ts'
import { noteSecurityEvent } from './security_events.ts'

/**
 * Founds one more organisation for somebody who has an account; they own it and it opens next.
 * @throws RuleError naming `taxId` or `stateCode`
 */
export async function foundOrganisationFor(
  registry: ModuleRegistry,
  user: User,
  input: Omit<Founding, 'email' | 'partner' | 'actor'>,
  origin: Origin
): Promise<Organisation> {
  const founding: Founding = {
    ...input,
    email: user.email,
    actor: { kind: 'user', id: user.id, name: user.name, memberId: null },
  }
  return foundOrganisation(registry, founding, async (unit, organisation) => {
    await Membership.create(
      { organisationId: organisation.id, userId: user.id, role: 'owner', active: true },
      { client: unit.trx }
    )
    await unit
      .from('users')
      .where('id', user.id)
      .update({ last_organisation_id: organisation.id, updated_at: new Date() })
    await noteSecurityEvent(
      {
        kind: 'organisation.created',
        userId: user.id,
        organisationId: organisation.id,
        details: { name: organisation.name },
      },
      origin,
      unit.trx
    )
    return organisation
  })
}
