import type { ApplicationService } from '@adonisjs/core/types'
import { type DateTime } from 'luxon'
import { ModuleRegistry, systemScope, type Scope } from '@karkhana/kernel'
import { DEMO_DOMAIN, DEMO_PASSWORD } from '../../app/http/demo_logins.ts'
import { createBranch } from '../../app/branches/branches.ts'
import { addHoliday } from '../../app/branches/holidays.ts'
import { addMember } from '../../app/identity/services/members.ts'
import { registerOrganisation } from '../../app/identity/services/registration.ts'
import { switchModule } from '../../app/modules/switching.ts'

/** Who works in the demo workshop in Pune, by the part of the address before the @. */
const STAFF = [
  ['manager', 'Rohit Bapat', 'manager'],
  ['accountant', 'Sunita Nair', 'accountant'],
  ['technician', 'Imran Shaikh', 'technician'],
  ['technician2', 'Ganesh Pawar', 'technician'],
  ['technician3', 'Kavya Rao', 'technician'],
] as const

/** Volt & Wheel in Pune: everything switched on, the whole team. */
export async function foundPune(app: ApplicationService): Promise<string> {
  const registry = await app.container.make(ModuleRegistry)
  const { organisation } = await registerOrganisation(registry, {
    organisationName: 'Volt & Wheel',
    legalName: 'Volt & Wheel Services LLP',
    country: 'IN',
    taxId: '27AAPFU0939F1ZV',
    addressLine1: '14 Prabhat Road, Erandwane',
    city: 'Pune',
    postalCode: '411004',
    phone: '+91 98220 54321',
    name: 'Asha Kulkarni',
    email: `owner@${DEMO_DOMAIN}`,
    password: DEMO_PASSWORD,
  })
  const scope = await systemScope(organisation.id, 'demo')
  await openHinjawadi(scope, registry)
  for (const [account, name, role] of STAFF) {
    await addMember(scope, {
      name,
      role,
      email: `${account}@${DEMO_DOMAIN}`,
      password: DEMO_PASSWORD,
    })
  }
  return organisation.id
}

/** A second place of business of the workshop in Pune, and the days on which both rest. */
async function openHinjawadi(scope: Scope, registry: ModuleRegistry) {
  await createBranch(scope, registry, {
    code: 'HIN',
    name: 'Hinjawadi',
    addressLine1: 'Plot 18, Phase 1, Rajiv Gandhi Infotech Park',
    city: 'Pune',
    postalCode: '411057',
    taxId: '27AAPFU0939F1ZV',
    phone: '+91 98220 54322',
  })
  const year = Number(scope.today().slice(0, 4))
  for (const each of [year, year + 1]) {
    await addHoliday(scope, { onDate: `${each}-01-26`, name: 'Republic Day' })
    await addHoliday(scope, { onDate: `${each}-05-01`, name: 'Maharashtra Day' })
    await addHoliday(scope, { onDate: `${each}-08-15`, name: 'Independence Day' })
    await addHoliday(scope, { onDate: `${each}-10-02`, name: 'Gandhi Jayanti' })
  }
}

/** Sahyadri Auto Care in Nashik: a small shop that works without job cards. */
export async function foundNashik(app: ApplicationService): Promise<string> {
  const registry = await app.container.make(ModuleRegistry)
  const { organisation } = await registerOrganisation(registry, {
    organisationName: 'Sahyadri Auto Care',
    legalName: 'Sahyadri Auto Care',
    country: 'IN',
    taxId: '27AALFS5678Q1Z0',
    addressLine1: '7 Gangapur Road',
    city: 'Nashik',
    postalCode: '422005',
    phone: '+91 94220 11223',
    name: 'Vilas Sonawane',
    email: `nashik@${DEMO_DOMAIN}`,
    password: DEMO_PASSWORD,
  })
  const scope = await systemScope(organisation.id, 'demo')
  await switchModule(scope, registry, 'jobcards', 'archived')
  return organisation.id
}

/** A scope of the organisation whose clock stands where `clock` says. */
export async function scopeAt(organisationId: string, clock: { now: DateTime }): Promise<Scope> {
  return systemScope(organisationId, 'demo', undefined, () => clock.now)
}
