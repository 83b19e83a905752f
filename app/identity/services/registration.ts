import { RuleError } from '../../errors.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import type { Unit } from '../../tenancy/unit.ts'
import Membership from '../models/membership.ts'
import User from '../models/user.ts'
import { foundOrganisation, type Founding } from './founding.ts'

/** An organisation and the person who founds it. */
export interface Registration extends Omit<Founding, 'partner' | 'actor'> {
  name: string
  password: string
}

/**
 * Founds an organisation with its owner. All or nothing.
 * @throws RuleError naming `email` or `taxId`
 */
export async function registerOrganisation(registry: ModuleRegistry, input: Registration) {
  return foundOrganisation(registry, input, async (unit, organisation) => {
    const user = await createUser(unit, input, organisation.id)
    const membership = await Membership.create(
      { organisationId: organisation.id, userId: user.id, role: 'owner', active: true },
      { client: unit.trx }
    )
    return { organisation, user, membership }
  })
}

async function createUser(unit: Unit, input: Registration, organisationId: string) {
  const email = input.email.trim().toLowerCase()
  const taken = await User.query({ client: unit.trx }).where('email', email).first()
  if (taken) {
    throw new RuleError('E_EMAIL_TAKEN', 'There is an account with this e-mail already.', {
      field: 'email',
      next: 'Sign in, or use another address.',
    })
  }
  const now = unit.scope.now()
  return User.create(
    {
      name: input.name,
      email,
      password: input.password,
      lastOrganisationId: organisationId,
      emailVerifiedAt: now,
      passwordChangedAt: now,
    },
    { client: unit.trx }
  )
}
