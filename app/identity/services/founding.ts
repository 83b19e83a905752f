import { randomUUID } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import Branch from '../../branches/branch.ts'
import { runEnableHooks } from '../../modules/hooks.ts'
import { writeState } from '../../modules/module_rows.ts'
import { startingModules } from '../../modules/plan_on.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import { systemActor, type Actor } from '../../tenancy/actor.ts'
import { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import Organisation from '../models/organisation.ts'
import { checkTaxId } from './tax_ids.ts'

/** An organisation that is to be, and its first place of business. */
export interface Founding {
  organisationName: string
  legalName?: string | null
  country: string
  taxId?: string | null
  stateCode?: string | null
  addressLine1: string
  city: string
  postalCode: string
  phone?: string | null
  /** How the organisation is reached. */
  email: string
  /** Code and name of the first place of business; from the city when left out. */
  branchCode?: string
  branchName?: string
  /** Modules to start with; all that start enabled when left out. */
  modules?: string[]
  /** Who looks after it, by which plan, and the modules that the plan entitles it to. */
  partner?: { id: string; planId: string | null; entitled: string[] }
  /** Who founds it; the registration itself when left out. */
  actor?: Actor
}

/**
 * Founds an organisation: first branch, modules with what they seed, and whatever `complete` adds in the same
 * transaction, its owner before all. All or nothing.
 * @throws RuleError naming `taxId` or `stateCode`
 */
export async function foundOrganisation<Result>(
  registry: ModuleRegistry,
  input: Founding,
  complete: (unit: Unit, organisation: Organisation) => Promise<Result>
): Promise<Result> {
  const taxId = await checkTaxId(registry, input.country, input.taxId, input.stateCode)
  return foundingScope(registry, input).work(async (unit) => {
    const organisation = await Organisation.create(fieldsOf(unit.scope, input), {
      client: unit.trx,
    })
    const result = await complete(unit, organisation)
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
    await startModules(unit, registry, input)
    return result
  })
}

/** The scope of an organisation that is being founded: it exists when the unit commits. */
function foundingScope(registry: ModuleRegistry, input: Founding) {
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
    actor: input.actor ?? systemActor('registration'),
    role: null,
    permissions: new Set(['kernel.module.switch']),
    modules: new Map(),
    branches: [],
    branchId: null,
    requestId: randomUUID(),
    resolveContract: (scope, id, needed) => registry.resolveContract(scope, id, needed),
  })
}

function fieldsOf(scope: Scope, { email, phone, partner }: Founding) {
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
    email,
    phone: phone ?? null,
    partnerId: partner?.id ?? null,
    planId: partner?.planId ?? null,
  }
}

async function startModules(unit: Unit, registry: ModuleRegistry, input: Founding) {
  const manifests = registry.manifests()
  const entitled = (id: string) => !input.partner || input.partner.entitled.includes(id)
  const started = startingModules(
    manifests,
    ({ id, initialState }) => input.modules?.includes(id) ?? initialState === 'enabled',
    (id) => entitled(id) && !registry.quarantine.has(id)
  )
  for (const { id, version } of manifests) {
    const on = started.includes(id)
    await writeState(unit, id, on ? 'enabled' : 'available', {
      entitled: entitled(id),
      ...(on && { version }),
    })
  }
  await runEnableHooks(unit, registry, started)
}

function codeOf(city: string) {
  const letters = city
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]/g, '')
    .toUpperCase()
  return letters.slice(0, 3) || 'HQ'
}
