import { randomUUID } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import Branch from '../../branches/branch.ts'
import { RuleError } from '../../errors.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import { runEnableHooks, writeState } from '../../modules/switching.ts'
import { systemActor } from '../../tenancy/actor.ts'
import { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import Membership from '../models/membership.ts'
import Organisation from '../models/organisation.ts'
import User from '../models/user.ts'
import { checkTaxId } from './tax_ids.ts'

export interface Registration {
  organisationName: string
  legalName?: string | null
  country: string
  taxId?: string | null
  stateCode?: string | null
  addressLine1: string
  city: string
  postalCode: string
  phone?: string | null
  name: string
  email: string
  password: string
  /** Code and name of the first place of business; from the city when left out. */
  branchCode?: string
  branchName?: string
  /** Modules to start with; all that start enabled when left out. */
  modules?: string[]
}

/**
 * Founds an organisation: owner, first branch, modules with what they seed. All or nothing.
 * @throws RuleError naming `email` or `taxId`
 */
export async function registerOrganisation(registry: ModuleRegistry, input: Registration) {
  const taxId = await checkTaxId(registry, input.country, input.taxId, input.stateCode)
  const scope = foundingScope(registry, input)
  return scope.work(async (unit) => {
    const organisation = await Organisation.create(
      { ...organisationFields(scope, input) },
      { client: unit.trx }
    )
    const user = await createUser(unit, input, organisation.id)
    const membership = await Membership.create(
      { organisationId: organisation.id, userId: user.id, role: 'owner', active: true },
      { client: unit.trx }
    )
    await Branch.create({
      code: input.branchCode ?? codeOf(input.city),
      name: input.branchName ?? input.city,
      addressLine1: input.addressLine1,
      city: input.city,
      stateCode: taxId.stateCode,
      postalCode: input.postalCode,
      taxId: taxId.value,
      phone: input.phone ?? null,
      email: input.email,
      active: true,
      position: 0,
    })
    await startModules(unit, registry, input.modules)
    return { organisation, user, membership }
  })
}

/** The scope of an organisation that is being founded: it exists when the unit commits. */
function foundingScope(registry: ModuleRegistry, input: Registration) {
  return new Scope({
    organisation: {
      id: uuidv7(),
      name: input.organisationName,
      legalName: input.legalName ?? input.organisationName,
      country: input.country,
      timezone: 'Asia/Kolkata',
      locale: 'en-IN',
      currency: 'INR',
      financialYearStart: 4,
    },
    actor: systemActor('registration'),
    role: null,
    permissions: new Set(['kernel.module.switch']),
    modules: new Map(),
    branches: [],
    branchId: null,
    requestId: randomUUID(),
    resolveContract: (scope, id) => registry.resolveContract(scope, id),
  })
}

function organisationFields(scope: Scope, input: Registration) {
  const { id, name, legalName, country, timezone, locale, currency, financialYearStart } =
    scope.organisation
  return {
    id,
    name,
    legalName,
    country,
    timezone,
    locale,
    currency,
    financialYearStart,
    email: input.email,
    phone: input.phone ?? null,
  }
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

async function startModules(unit: Unit, registry: ModuleRegistry, chosen?: string[]) {
  const started: string[] = []
  for (const manifest of registry.manifests()) {
    const on = chosen ? chosen.includes(manifest.id) : manifest.initialState === 'enabled'
    await writeState(unit, manifest.id, on ? 'enabled' : 'available')
    if (on) started.push(manifest.id)
  }
  await runEnableHooks(unit.scope, registry, started)
}

function codeOf(city: string) {
  const letters = city
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]/g, '')
    .toUpperCase()
  return letters.slice(0, 3) || 'HQ'
}
