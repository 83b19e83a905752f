import { randomUUID } from 'node:crypto'
import type { MailContent } from '../../mail/compose.ts'
import { accessChangedMail, activatedMail, deactivatedMail } from '../mails/membership_mails.ts'
import { sendAccountMail } from '../mails/send_account_mail.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import type Membership from '../models/membership.ts'
import User from '../models/user.ts'
import type { Place } from './members_change.ts'
import { wantsMail } from './notification_kinds.ts'
import type { Origin } from './origin.ts'
import { noteSecurityEvent, type SecurityEventKind } from './security_events.ts'

/** Where the work of a scope came from. */
export function originOfScope(scope: Scope): Origin {
  return { ip: scope.ip, userAgent: null, sessionId: null }
}

/** Notes what was changed of a member, and mails it to the person unless they did it themselves. */
export async function tellOfChange(unit: Unit, member: Membership, before: Place, after: Place) {
  const { scope } = unit
  const kind = kindOf(unit, member, before, after)
  if (!kind) return
  const user = await User.findOrFail(member.userId, { client: unit.trx })
  await noteSecurityEvent(
    {
      kind,
      userId: user.id,
      organisationId: scope.organisationId,
      details: {
        by: scope.actor.name,
        byId: scope.actor.id,
        from: before.role.name,
        to: after.role.name,
      },
    },
    originOfScope(scope),
    unit.trx
  )
  if (member.id === scope.actor.memberId || !wantsMail(user, 'member.role_changed')) return
  await sendAccountMail(unit.trx, {
    to: user.email,
    ...(await message(unit, user, before, after)),
    uniqueKey: `${kind}/${member.id}/${randomUUID()}`,
  })
}

function kindOf(
  { scope }: Unit,
  member: Membership,
  before: Place,
  after: Place
): SecurityEventKind | null {
  if (before.active && !after.active) {
    return member.id === scope.actor.memberId ? 'member.left' : 'member.deactivated'
  }
  if (!before.active && after.active) return 'member.activated'
  if (before.role.role !== after.role.role || before.role.roleId !== after.role.roleId) {
    return 'member.role_changed'
  }
  const same =
    alike(before.branchIds, after.branchIds) &&
    alike(before.authority.grants, after.authority.grants)
  return same ? null : 'member.access_changed'
}

async function message(
  unit: Unit,
  user: User,
  before: Place,
  after: Place
): Promise<{ subject: string; content: MailContent }> {
  const { scope } = unit
  const change = { organisation: scope.organisation.name, name: user.name, by: scope.actor.name }
  if (before.active && !after.active) {
    return {
      subject: `Your access to ${change.organisation} has ended`,
      content: deactivatedMail(change),
    }
  }
  if (!before.active) {
    return {
      subject: `You can open ${change.organisation} again`,
      content: activatedMail({ ...change, role: after.role.name }),
    }
  }
  return {
    subject: `What you may do in ${change.organisation} was changed`,
    content: accessChangedMail({ ...change, facts: await factsOf(unit, before, after) }),
  }
}

async function factsOf(unit: Unit, before: Place, after: Place) {
  const facts = [
    {
      label: 'Role',
      value:
        before.role.name === after.role.name
          ? after.role.name
          : `${before.role.name} → ${after.role.name}`,
    },
    { label: 'Branches', value: await branchNames(unit, after.branchIds) },
  ]
  const { length } = after.authority.grants
  if (length > 0) facts.push({ label: 'Extra permissions', value: String(length) })
  return facts
}

/** Names of the branches, "All branches" for an empty list. */
export async function branchNames(unit: Unit, branchIds: string[]): Promise<string> {
  if (branchIds.length === 0) return 'All branches'
  const rows = (await unit
    .from('branches')
    .whereIn('id', branchIds)
    .orderBy('position')
    .select('name')) as unknown as { name: string }[]
  return rows.map(({ name }) => name).join(', ')
}

function alike(one: readonly string[], other: readonly string[]) {
  return one.length === other.length && one.every((id) => other.includes(id))
}
