import { RuleError } from '../../errors.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import type { Unit } from '../../tenancy/unit.ts'
import Membership from '../models/membership.ts'
import type Organisation from '../models/organisation.ts'
import User from '../models/user.ts'
import { foundOrganisation, type Founding } from './founding.ts'

/** An organisation and the person who founds it. Whoever takes `password` from a person has judged it. */
export interface Registration extends Omit<Founding, 'partner' | 'actor'> {
  name: string
  /** `null` for somebody who signs in through Google. */
  password: string | { hash: string } | null
}

/** What came of a registration. */
export interface Registered {
  organisation: Organisation
  user: User
  membership: Membership
}

/** What else belongs to the transaction of a registration. */
export interface RegistrationSteps {
  before?(unit: Unit): Promise<unknown>
  after?(unit: Unit, registered: Registered): Promise<unknown>
}

/**
 * Founds an organisation with its owner, with the `steps` around it. All or nothing.
 * @throws RuleError naming `email` or `taxId`
 */
export async function registerOrganisation(
  registry: ModuleRegistry,
  input: Registration,
  steps: RegistrationSteps = {}
): Promise<Registered> {
  return foundOrganisation(registry, input, async (unit, organisation) => {
    await steps.before?.(unit)
    const user = await createUser(unit, input, organisation.id)
    const membership = await Membership.create(
      { organisationId: organisation.id, userId: user.id, role: 'owner', active: true },
      { client: unit.trx }
    )
    const registered = { organisation, user, membership }
    await steps.after?.(unit, registered)
    return registered
  })
}

async function createUser(unit: Unit, input: Registration, organisationId: string): Promise<User> {
  const email = input.email.trim().toLowerCase()
  const taken = await User.query({ client: unit.trx }).where('email', email).first()
  if (taken) {
    throw new RuleError('E_EMAIL_TAKEN', 'There is an account with this e-mail already.', {
      field: 'email',
      next: 'Sign in, or use another address.',
    })
  }
  const now = unit.scope.now()
  const { password } = input
  const user = await User.create(
    {
      name: input.name,
      email,
      password: typeof password === 'string' ? password : null,
      lastOrganisationId: organisationId,
      emailVerifiedAt: now,
      passwordChangedAt: now,
    },
    { client: unit.trx }
  )
  // The model would hash the hash.
  if (password && typeof password !== 'string') {
    await unit.from('users').where('id', user.id).update({ password: password.hash })
  }
  return user
}
