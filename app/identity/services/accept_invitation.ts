import { DateTime } from 'luxon'
import { randomUUID } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { storedRole, type ChosenRole } from '../../access/chosen_role.ts'
import { KarkhanaError } from '../../errors.ts'
import { OrganisationSuspendedError } from '../../tenancy/errors.ts'
import { systemScope } from '../../tenancy/open_scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import { joinedMail } from '../mails/membership_mails.ts'
import { sendAccountMail } from '../mails/send_account_mail.ts'
import Invitation, { stateOf } from '../models/invitation.ts'
import Membership from '../models/membership.ts'
import Organisation from '../models/organisation.ts'
import User from '../models/user.ts'
import {
  AccessEndedError,
  AlreadyMemberError,
  InvitationOverError,
  InvitationUnknownError,
  OtherAddressError,
} from './invitations_errors.ts'
import type { HeldInvitation } from './invitations_open.ts'
import { wantsMail } from './notification_kinds.ts'
import type { Origin } from './origin.ts'
import { noteSecurityEvent } from './security_events.ts'

/** Who accepts. The address is proven: by the account, by a mail, or by the invitation itself. */
export interface Guest {
  id: string
  name: string
  email: string
}

/** Where the guest has arrived. */
export interface Joined {
  organisationId: string
  organisation: string
  role: string
}

/**
 * Accepts an invitation in one transaction: the invitation is locked, so that of two guests for its last use one
 * comes in and the other is told. `arrive` runs in it first and makes the account of a guest who has none.
 * @throws InvitationUnknownError, InvitationOverError, OtherAddressError, AlreadyMemberError, AccessEndedError,
 * OrganisationSuspendedError; each is noted as a security event
 */
export async function acceptInvitation(
  held: HeldInvitation,
  guest: Guest,
  origin: Origin,
  arrive: (unit: Unit, invitation: Invitation) => Promise<void> = async () => {}
): Promise<Joined> {
  const scope = (await systemScope(held.organisationId, 'invitation')).with({
    actor: { kind: 'user', id: guest.id, name: guest.name, memberId: null },
    ip: origin.ip,
  })
  try {
    return await scope.work(async (unit) => {
      const invitation = await usable(unit, held, guest)
      await arrive(unit, invitation)
      return join(unit, invitation, guest, origin)
    })
  } catch (error) {
    if (error instanceof KarkhanaError) await noteFailure(held, guest, origin, error)
    throw error
  }
}

/** The invitation, locked, and fit for this guest. */
async function usable(unit: Unit, held: HeldInvitation, guest: Guest): Promise<Invitation> {
  const organisation = await Organisation.findOrFail(held.organisationId, { client: unit.trx })
  const invitation = await Invitation.query()
    .where({ id: held.id, secret_hash: held.hash })
    .forUpdate()
    .first()
  if (!invitation) throw new InvitationUnknownError()
  if (invitation.email && invitation.email !== guest.email.toLowerCase()) {
    throw new OtherAddressError(invitation.email)
  }
  const state = stateOf(invitation, unit.scope.now())
  if (state !== 'open') {
    throw new InvitationOverError(state, invitation.invitedBy, organisation.name)
  }
  if (organisation.suspendedAt) throw new OrganisationSuspendedError(organisation.suspendedReason)
  return invitation
}

async function join(unit: Unit, invitation: Invitation, guest: Guest, origin: Origin) {
  const role = await storedRole(unit, invitation)
  const user = await User.query({ client: unit.trx })
    .where('id', guest.id)
    .forUpdate()
    .firstOrFail()
  await takeMembership(unit, invitation, role, user)
  await invitation.merge({ uses: invitation.uses + 1 }).save()
  await unit.table('invitation_uses').insert({
    organisation_id: unit.scope.organisationId,
    id: uuidv7(),
    invitation_id: invitation.id,
    user_id: user.id,
    user_name: user.name,
    ip: origin.ip,
  })
  user.lastOrganisationId = unit.scope.organisationId
  if (invitation.kind === 'email') user.emailVerifiedAt ??= DateTime.utc()
  await user.useTransaction(unit.trx).save()
  await noteUse(unit, invitation, role, user, origin)
  await tellInviter(unit, invitation, role, user)
  const { name } = unit.scope.organisation
  return { organisationId: unit.scope.organisationId, organisation: name, role: role.name }
}

/** A new place in the organisation, or the former one with the new role. */
async function takeMembership(unit: Unit, invitation: Invitation, role: ChosenRole, user: User) {
  const { organisation, organisationId } = unit.scope
  const former = await Membership.query({ client: unit.trx })
    .where({ organisation_id: organisationId, user_id: user.id })
    .forUpdate()
    .first()
  if (former?.active) throw new AlreadyMemberError(organisation.name)
  if (former?.endedAt && former.endedAt > invitation.issuedAt) {
    throw new AccessEndedError(organisation.name)
  }
  const membership = former ?? new Membership()
  membership.merge({
    organisationId,
    userId: user.id,
    role: role.role,
    roleId: role.roleId,
    branchIds: invitation.branchIds,
    grants: [],
    active: true,
    endedAt: null,
  })
  await membership.useTransaction(unit.trx).save()
}

async function noteUse(
  unit: Unit,
  invitation: Invitation,
  role: ChosenRole,
  user: User,
  origin: Origin
) {
  await noteSecurityEvent(
    {
      kind: 'invitation.used',
      userId: user.id,
      organisationId: unit.scope.organisationId,
      details: {
        invitationId: invitation.id,
        how: invitation.kind,
        role: role.name,
        by: invitation.invitedBy,
      },
    },
    origin,
    unit.trx
  )
}

/** Noted on its own: what failed was rolled back. The guest may have no account yet. */
async function noteFailure(
  held: HeldInvitation,
  guest: Guest,
  origin: Origin,
  error: KarkhanaError
) {
  const account = await User.find(guest.id)
  await noteSecurityEvent(
    {
      kind: 'invitation.failed',
      userId: account?.id ?? null,
      organisationId: held.organisationId,
      details: { invitationId: held.id, email: guest.email, reason: error.code ?? 'E_UNKNOWN' },
    },
    origin
  )
}

async function tellInviter(unit: Unit, invitation: Invitation, role: ChosenRole, user: User) {
  if (!invitation.invitedByMember) return
  const [inviter] = await unit.rows<Pick<User, 'name' | 'email' | 'notifications'>>(
    `select u.name, u.email, u.notifications from memberships m join users u on u.id = m.user_id
      where m.id = ? and m.organisation_id = ? and m.active`,
    [invitation.invitedByMember, unit.scope.organisationId]
  )
  if (!inviter || !wantsMail(inviter, 'member.joined')) return
  const organisation = unit.scope.organisation.name
  await sendAccountMail(unit.trx, {
    to: inviter.email,
    subject: `${user.name} joined ${organisation}`,
    content: joinedMail({
      organisation,
      name: inviter.name,
      guest: user.name,
      email: user.email,
      role: role.name,
    }),
    uniqueKey: `joined/${invitation.id}/${user.id}/${randomUUID()}`,
  })
}
