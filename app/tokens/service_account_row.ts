import type { Authority } from '../access/authority.ts'
import { storedRole } from '../access/chosen_role.ts'
import { NotFoundError } from '../errors.ts'
import Membership from '../identity/models/membership.ts'
import type { Unit } from '../tenancy/unit.ts'

/** A service account with what its permissions come from. */
export interface ServiceAccount {
  account: Membership
  authority: Authority
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Reads a service account of the unit's organisation; a unit that writes locks it.
 * @param field input that named it, when it was an input
 * @throws NotFoundError
 */
export async function findServiceAccount(
  unit: Unit,
  id: string,
  field?: string
): Promise<ServiceAccount> {
  const account = UUID.test(id)
    ? await Membership.query({ client: unit.trx })
        .where({ id, organisation_id: unit.scope.organisationId, kind: 'service' })
        .if(unit.mode === 'write', (query) => query.forUpdate())
        .first()
    : null
  if (!account) throw new NotFoundError('service account', field)
  const { authority } = await storedRole(unit, account)
  return {
    account: account.useTransaction(unit.trx),
    authority: { ...authority, grants: account.grants },
  }
}
