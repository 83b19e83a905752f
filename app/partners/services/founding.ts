import { NotFoundError, RuleError } from '../../errors.ts'
import type Organisation from '../../identity/models/organisation.ts'
import { foundOrganisation } from '../../identity/services/founding.ts'
import Invitation, { stateOf } from '../../identity/models/invitation.ts'
import { createInvitation, renewInvitation } from '../../identity/services/invitations.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import { systemScope } from '../../tenancy/open_scope.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import Plan from '../models/plan.ts'
import type { PartnerScope } from '../partner_scope.ts'
import { noteByPartner, workInside } from './inside.ts'

/** An organisation that a partner founds for somebody. */
export interface PartnerFounding {
  organisationName: string
  legalName?: string | null
  country: string
  taxId?: string | null
  stateCode?: string | null
  addressLine1: string
  city: string
  postalCode: string
  phone?: string | null
  planId: string
  ownerName: string
  ownerEmail: string
}

/** Hours in which an owner may take up the invitation: two weeks. */
const OWNER_HOURS = 14 * 24

/**
 * Founds an organisation with the modules of a plan and invites its owner by mail. It is there at once; nobody works
 * in it before the owner has come.
 * @throws PartnerForbiddenError
 * @throws RuleError naming `planId`, `taxId` or `stateCode`
 */
export async function foundForOwner(
  partner: PartnerScope,
  registry: ModuleRegistry,
  { planId, ownerName, ownerEmail, ...input }: PartnerFounding
): Promise<Organisation> {
  partner.ensure('partner.manage')
  const plan = await Plan.query()
    .where({ id: planId, partner_id: partner.partnerId, active: true })
    .first()
  if (!plan) throw new NotFoundError('plan', 'planId')
  const email = ownerEmail.trim().toLowerCase()
  const founding = {
    ...input,
    email,
    actor: partner.actor,
    partner: { id: partner.partnerId, planId: plan.id, entitled: plan.modules },
  }
  return foundOrganisation(registry, founding, async (unit, organisation) => {
    await noteByPartner(partner, unit.trx, {
      kind: 'organisation.created',
      organisationId: organisation.id,
      details: { plan: plan.name, owner: ownerName, email },
    })
    await inviteOwner(await insideOf(partner, unit, organisation.id), registry, email)
    return organisation
  })
}

/**
 * Sends the owner's invitation again, to another address if one is given; the former link is worth nothing then.
 * @throws RuleError E_OWNER_JOINED
 */
export async function inviteOwnerAgain(
  partner: PartnerScope,
  registry: ModuleRegistry,
  organisationId: string,
  input: { email?: string | null }
): Promise<{ email: string }> {
  return workInside(partner, organisationId, async (unit) => {
    await ensureNoOwner(unit)
    const last = await lastInvitation(unit)
    const email = (input.email ?? last?.email)?.trim().toLowerCase()
    if (!email) {
      throw new RuleError('E_OWNER_EMAIL', 'Nobody has been invited yet.', {
        field: 'email',
        next: 'Write the e-mail address of the owner.',
      })
    }
    const usable =
      last?.email === email && ['open', 'expired'].includes(stateOf(last, unit.scope.now()))
    if (usable) {
      await renewInvitation(unit.scope, registry, last.id)
    } else {
      await withdrawOpen(unit)
      await inviteOwner(unit.scope, registry, email)
    }
    await noteByPartner(partner, unit.trx, {
      kind: 'invitation.renewed',
      organisationId,
      details: { email },
    })
    return { email }
  })
}

/** The invitation of the owner that counts: the last one by mail. */
export async function lastInvitation(unit: Unit): Promise<Invitation | null> {
  return Invitation.query({ client: unit.trx })
    .where({ kind: 'email', role: 'owner' })
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .first()
}

async function inviteOwner(scope: Scope, registry: ModuleRegistry, email: string) {
  await createInvitation(scope, registry, {
    kind: 'email',
    email,
    role: 'owner',
    hours: OWNER_HOURS,
  })
}

/** The organisation as it will be when the open unit commits, in the name of the partner. */
async function insideOf(partner: PartnerScope, unit: Unit, organisationId: string) {
  const scope = await systemScope(organisationId, 'partner', unit.scope.requestId)
  return scope.with({ actor: partner.actor, ip: partner.origin.ip })
}

async function ensureNoOwner(unit: Unit) {
  const [owner] = await unit.rows(
    `select 1 from memberships
      where organisation_id = ? and role = 'owner' and kind = 'person' limit 1`,
    [unit.scope.organisationId]
  )
  if (!owner) return
  throw new RuleError('E_OWNER_JOINED', 'The owner has joined already.', {
    next: 'Owners invite further people themselves.',
  })
}

async function withdrawOpen(unit: Unit) {
  await Invitation.query({ client: unit.trx })
    .where({ kind: 'email', role: 'owner', uses: 0 })
    .whereNull('revoked_at')
    .update({ revoked_at: unit.scope.now().toSQL() })
}
