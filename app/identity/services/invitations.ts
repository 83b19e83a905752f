import { chosenRole, storedRole } from '../../access/chosen_role.ts'
import { ensureMayGive } from '../../access/giving.ts'
import { lockForUpdate } from '../../database/locks.ts'
import { RuleError } from '../../errors.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import Invitation, { stateOf, type InvitationKind } from '../models/invitation.ts'
import { mailInvitation } from '../mails/invitation_mail.ts'
import { makeSecret, type InvitationSecret } from './invitation_secrets.ts'
import { memberExists } from './members.ts'
import { originOfScope } from './members_notice.ts'
import { noteSecurityEvent, type SecurityEventKind } from './security_events.ts'

export interface InvitationInput {
  kind: InvitationKind
  /** Of kind `email`. */
  email?: string | null
  /** Built-in name, or the id of a role of the organisation's own. */
  role: string
  /** Branches the guest is limited to; empty or left out for all. */
  branchIds?: string[]
  /** How many people may join by it, 1–20; a mail is for one. */
  uses?: number
  /** Hours until it expires: 1–720, for a code 168 at most. */
  hours: number
}

/** Hours: a code is short, so it does not live long. */
const LONGEST = { email: 720, link: 720, code: 168 }
const MOST_USES = 20

/** An invitation with its secret, which nobody is shown again; a mail carries its own to its reader alone. */
export interface MadeInvitation {
  invitation: Invitation
  secret: string | null
}

/**
 * Invites people with a role. Nobody invites to more than they have.
 * @throws ForbiddenError
 * @throws RuleError E_ROLE_ABOVE_OWN, E_BRANCH_ABOVE_OWN, E_MEMBER_EXISTS, E_INVITATION
 */
export async function createInvitation(
  scope: Scope,
  registry: ModuleRegistry,
  input: InvitationInput
): Promise<MadeInvitation> {
  scope.ensure('kernel.member.manage')
  const { email, uses } = checked(input)
  return scope.work(async (unit) => {
    const role = await chosenRole(unit, input.role)
    const branchIds = input.branchIds ?? []
    ensureMayGive(scope, registry, role.authority, branchIds)
    if (email) await ensureNoMember(unit, email)
    const secret = makeSecret(input.kind)
    const invitation = await Invitation.create({
      kind: input.kind,
      email,
      role: role.role,
      roleId: role.roleId,
      branchIds,
      maxUses: uses,
      uses: 0,
      ...fresh(scope, secret, input.hours),
    })
    await note(unit, 'invitation.created', invitation, role.name)
    return issue(unit, invitation, secret, role.name)
  })
}

/**
 * Gives an invitation a new secret and its time anew; the former secret is worth nothing from now on.
 * @throws NotFoundError, ForbiddenError
 * @throws RuleError E_ROLE_ABOVE_OWN, E_BRANCH_ABOVE_OWN, E_INVITATION_OVER
 */
export async function renewInvitation(
  scope: Scope,
  registry: ModuleRegistry,
  id: string
): Promise<MadeInvitation> {
  scope.ensure('kernel.member.manage')
  return scope.work(async (unit) => {
    const invitation = await lockForUpdate(Invitation, id, { what: 'invitation' })
    if (['used', 'withdrawn'].includes(stateOf(invitation, scope.now()))) {
      throw new RuleError('E_INVITATION_OVER', 'This invitation is over.', {
        next: 'Make a new one.',
      })
    }
    const role = await storedRole(unit, invitation)
    ensureMayGive(scope, registry, role.authority, invitation.branchIds)
    const hours = invitation.expiresAt.diff(invitation.issuedAt).as('hours')
    const secret = makeSecret(invitation.kind)
    await invitation.merge(fresh(scope, secret, hours)).save()
    await note(unit, 'invitation.renewed', invitation, role.name)
    return issue(unit, invitation, secret, role.name)
  })
}

/**
 * Withdraws an invitation; who joined by it stays.
 * @throws NotFoundError, ForbiddenError
 * @throws RuleError E_BRANCH_ABOVE_OWN
 */
export async function withdrawInvitation(scope: Scope, id: string): Promise<Invitation> {
  scope.ensure('kernel.member.manage')
  return scope.work(async (unit) => {
    const invitation = await lockForUpdate(Invitation, id, { what: 'invitation' })
    if (invitation.revokedAt) return invitation
    ensureOwnBranches(scope, invitation)
    await invitation.merge({ revokedAt: scope.now() }).save()
    const role = await storedRole(unit, invitation)
    await note(unit, 'invitation.revoked', invitation, role.name)
    return invitation
  })
}

function checked({ kind, email, uses = 1, hours }: InvitationInput) {
  const refuse = (field: string, message: string) =>
    new RuleError('E_INVITATION', message, { field })
  if (kind === 'email' && !email) throw refuse('email', 'A mail needs an address.')
  if (!(hours >= 1 && hours <= LONGEST[kind])) {
    throw refuse('hours', `Choose between 1 hour and ${LONGEST[kind] / 24} days.`)
  }
  const most = kind === 'email' ? 1 : MOST_USES
  if (!Number.isInteger(uses) || uses < 1 || uses > most) {
    throw refuse(
      'uses',
      most === 1 ? 'A mail is for one person.' : 'Choose between 1 and 20 people.'
    )
  }
  return { email: kind === 'email' ? email!.trim().toLowerCase() : null, uses }
}

/** Who works in some branches leaves the invitations to others alone. */
function ensureOwnBranches({ branchIds: own }: Scope, { branchIds }: Invitation) {
  if (!own || (branchIds.length > 0 && branchIds.every((id) => own.includes(id)))) return
  throw new RuleError(
    'E_BRANCH_ABOVE_OWN',
    'This invitation leads to branches that are not yours.',
    {
      next: 'Ask somebody who works in all branches.',
    }
  )
}

async function ensureNoMember(unit: Unit, email: string) {
  const [member] = await unit.rows(
    `select 1 from memberships m join users u on u.id = m.user_id
      where m.organisation_id = ? and m.active and lower(u.email) = ?`,
    [unit.scope.organisationId, email]
  )
  if (member) throw memberExists('email')
}

function fresh(scope: Scope, secret: InvitationSecret, hours: number) {
  return {
    secretHash: secret.hash,
    hint: secret.hint,
    issuedAt: scope.now(),
    expiresAt: scope.now().plus({ hours }),
    invitedBy: scope.actor.name,
    invitedByMember: scope.actor.memberId,
  }
}

/** A mail takes its secret to its reader and to nobody else: following it proves that the address is theirs. */
async function issue(
  unit: Unit,
  invitation: Invitation,
  secret: InvitationSecret,
  roleName: string
): Promise<MadeInvitation> {
  if (invitation.kind !== 'email') return { invitation, secret: secret.value }
  await mailInvitation(unit, invitation, secret.value, roleName)
  return { invitation, secret: null }
}

function note(unit: Unit, kind: SecurityEventKind, invitation: Invitation, role: string) {
  const { scope } = unit
  return noteSecurityEvent(
    {
      kind,
      userId: scope.actor.kind === 'user' ? scope.actor.id : null,
      organisationId: scope.organisationId,
      details: {
        by: scope.actor.name,
        invitationId: invitation.id,
        how: invitation.kind,
        email: invitation.email,
        role,
        uses: invitation.maxUses,
      },
    },
    originOfScope(scope),
    unit.trx
  )
}
