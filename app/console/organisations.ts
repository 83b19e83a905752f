import db from '@adonisjs/lucid/services/db'
import { absoluteUrl } from '../http/absolute_url.ts'
import { RuleError } from '../errors.ts'
import Membership from '../identity/models/membership.ts'
import Organisation from '../identity/models/organisation.ts'
import User from '../identity/models/user.ts'
import { foundOrganisation, type Founding } from '../identity/services/founding.ts'
import { createInvitation } from '../identity/services/invitations.ts'
import { NOWHERE } from '../identity/services/origin.ts'
import { hashPassword } from '../identity/services/passwords.ts'
import { noteSecurityEvent } from '../identity/services/security_events.ts'
import { resumeSuspended } from '../jobs/parking.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import { suspensionMails } from '../partners/mails/suspension_mails.ts'
import { systemScope } from '../tenancy/open_scope.ts'
import type { Unit } from '../tenancy/unit.ts'

/** Who acts on the command line, as the trail and mails name it. */
export const ADMINISTRATOR = 'The administrator of Karkhana'
/** Hours in which an owner may take up the invitation: two weeks. */
const OWNER_HOURS = 14 * 24

/** How the owner of a new organisation gets in: with a password of now, by a link, or by a link that is mailed. */
export type OwnerEntrance = { password: string } | { invite: 'link' | 'email' }

export interface NewOrganisation extends Omit<Founding, 'email' | 'actor' | 'modules'> {
  ownerName: string
  ownerEmail: string
}

/**
 * Founds an organisation for its owner. With a password the owner can sign in at once; somebody who has an account
 * keeps theirs and is invited.
 * @throws RuleError naming `ownerEmail`, `taxId` or `stateCode`
 */
export async function createOrganisation(
  registry: ModuleRegistry,
  { ownerName, ownerEmail, ...input }: NewOrganisation,
  entrance: OwnerEntrance
): Promise<{ organisation: Organisation; link: string | null }> {
  const email = ownerEmail.trim().toLowerCase()
  const password = 'password' in entrance ? await hashPassword(entrance.password) : null
  return foundOrganisation(registry, { ...input, email }, async (unit, organisation) => {
    await noteSecurityEvent(
      {
        kind: 'organisation.created',
        organisationId: organisation.id,
        partnerId: input.partner?.id ?? null,
        details: { by: ADMINISTRATOR, owner: ownerName, email },
      },
      NOWHERE,
      unit.trx
    )
    if (password) {
      await createOwner(unit, { name: ownerName, email, password })
      return { organisation, link: null }
    }
    const kind = 'invite' in entrance ? entrance.invite : 'link'
    const scope = await systemScope(organisation.id, 'org:create', unit.scope.requestId)
    const { secret } = await createInvitation(scope, registry, {
      kind,
      email: kind === 'email' ? email : null,
      role: 'owner',
      uses: 1,
      hours: OWNER_HOURS,
    })
    return { organisation, link: secret && absoluteUrl(`/join/${secret}`) }
  })
}

async function createOwner(unit: Unit, owner: { name: string; email: string; password: string }) {
  if (await User.query({ client: unit.trx }).where('email', owner.email).first()) {
    throw new RuleError('E_EMAIL_TAKEN', 'There is an account with this e-mail already.', {
      field: 'ownerEmail',
      next: 'Leave out --password-stdin: the owner is invited then.',
    })
  }
  const { organisationId } = unit.scope
  const now = unit.scope.now()
  const user = await User.create(
    {
      name: owner.name,
      email: owner.email,
      password: null,
      lastOrganisationId: organisationId,
      emailVerifiedAt: now,
      passwordChangedAt: now,
    },
    { client: unit.trx }
  )
  // The model would hash the hash.
  await unit.from('users').where('id', user.id).update({ password: owner.password })
  await Membership.create(
    { organisationId, userId: user.id, role: 'owner', active: true },
    { client: unit.trx }
  )
}

/**
 * Closes an organisation to its members, their tokens and its jobs, and tells the owners. Nothing is deleted.
 * @throws RuleError naming `org`, E_SUSPENDED
 */
export async function suspendOrganisation(id: string, reason: string): Promise<Organisation> {
  return decideAbout(id, 'org:suspend', async (unit, organisation) => {
    if (organisation.suspendedAt) {
      throw new RuleError('E_SUSPENDED', 'This organisation is suspended already.', {
        next: 'Resume it first, to give another reason.',
      })
    }
    organisation.merge({ suspendedAt: unit.scope.now(), suspendedReason: reason })
    await note(unit, 'organisation.suspended', organisation, { reason })
    await suspensionMails(
      unit,
      { partner: { id: '', name: ADMINISTRATOR } },
      { suspended: true, reason }
    )
    return organisation.save()
  })
}

/**
 * Opens it again, with the jobs that waited.
 * @throws RuleError naming `org`, E_NOT_SUSPENDED
 */
export async function resumeOrganisation(
  id: string
): Promise<{ organisation: Organisation; jobs: number }> {
  return decideAbout(id, 'org:resume', async (unit, organisation) => {
    if (!organisation.suspendedAt) {
      throw new RuleError('E_NOT_SUSPENDED', 'This organisation is not suspended.', {
        next: 'There is nothing to do.',
      })
    }
    await organisation.merge({ suspendedAt: null, suspendedReason: null }).save()
    const jobs = await resumeSuspended(unit)
    await note(unit, 'organisation.resumed', organisation, { jobs })
    const told = { suspended: false, reason: null }
    await suspensionMails(unit, { partner: { id: '', name: ADMINISTRATOR } }, told)
    return { organisation, jobs }
  })
}

/** No organisation has the id that an option names. */
export function unknownOrganisation(id: string) {
  return new RuleError('E_ORG_UNKNOWN', `There is no organisation ${id}.`, {
    field: 'org',
    next: 'org:list shows them with their ids.',
  })
}

/** Runs `work` on the locked row of the organisation, in one transaction. */
async function decideAbout<Result>(
  id: string,
  command: string,
  work: (unit: Unit, organisation: Organisation) => Promise<Result>
): Promise<Result> {
  const known: unknown = await db.from('organisations').whereRaw('id::text = ?', [id]).first()
  if (!known) throw unknownOrganisation(id)
  const scope = await systemScope(id, command)
  return scope.work(async (unit) => {
    // The key stays free: other tables may refer to the organisation meanwhile.
    await unit.rows('select id from organisations where id = ? for no key update', [id])
    const organisation = await Organisation.findOrFail(id, { client: unit.trx })
    return work(unit, organisation.useTransaction(unit.trx))
  })
}

function note(
  unit: Unit,
  kind: 'organisation.suspended' | 'organisation.resumed',
  { id, partnerId }: Organisation,
  details: Record<string, string | number>
) {
  const event = { kind, organisationId: id, partnerId, details: { by: ADMINISTRATOR, ...details } }
  return noteSecurityEvent(event, NOWHERE, unit.trx)
}
