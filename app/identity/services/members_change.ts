import { DateTime } from 'luxon'
import { chosenRole, storedRole, type ChosenRole } from '../../access/chosen_role.ts'
import type { Authority } from '../../access/authority.ts'
import { baseOf, ensureMayGive, grantable } from '../../access/giving.ts'
import { ForbiddenError, RuleError } from '../../errors.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import type { Scope } from '../../tenancy/scope.ts'
import type { Unit } from '../../tenancy/unit.ts'
import type Membership from '../models/membership.ts'
import { withdrawBeyond } from './invitations_withdraw.ts'
import { ensureOwnerStays, lockOwners } from './last_owner.ts'
import { memberOf } from './members.ts'
import { tellOfChange } from './members_notice.ts'

/** What may be changed of a member; what is left out stays. */
export interface MemberChanges {
  /** Built-in name, or the id of a role of the organisation's own. */
  role?: string
  /** Branches the member is limited to; empty for all. */
  branchIds?: string[]
  /** Permissions on top of the role, among those that its declaration lets be granted. */
  grants?: string[]
  active?: boolean
}

/**
 * Changes what a member may do. It counts from their next request on, is noted, and they are told by mail. Nobody gives
 * more than they have, and only an owner changes an owner; the last active owner stays one.
 * @throws NotFoundError, ForbiddenError
 * @throws RuleError E_ROLE_ABOVE_OWN, E_BRANCH_ABOVE_OWN, E_GRANT, E_LAST_OWNER
 */
export async function updateMember(
  scope: Scope,
  registry: ModuleRegistry,
  id: string,
  changes: MemberChanges
): Promise<Membership> {
  scope.ensure('kernel.member.manage')
  return scope.work(async (unit) => {
    const owners = await lockOwners(unit)
    const member = await memberOf(unit, id, { lock: true })
    const before = await placeOf(unit, member)
    const after = await wanted(unit, registry, before, changes)
    if (member.role === 'owner' && after.role.role !== 'owner') ensureOwnerStays(owners, id, 'role')
    if (!after.active) ensureOwnerStays(owners, id, 'active')
    ensureMayChange(scope, before, owners)
    if (id === scope.actor.memberId) ensureNotRaised(before, after, scope)
    if (after.active) {
      ensureMayGive(scope, registry, after.authority, addedBranches(scope, before, after))
    }
    await save(member, before, after)
    await withdrawBeyond(unit, registry, id, after.active ? after : null)
    await tellOfChange(unit, member, before, after)
    return member
  })
}

/**
 * Ends the actor's own place in the organisation. An invitation may bring them back.
 * @throws RuleError E_LAST_OWNER
 */
export async function leaveOrganisation(scope: Scope, registry: ModuleRegistry): Promise<void> {
  const id = scope.actor.memberId
  if (!id || scope.actor.kind !== 'user') throw new ForbiddenError('account.self')
  await scope.work(async (unit) => {
    const owners = await lockOwners(unit)
    ensureOwnerStays(owners, id)
    const member = await memberOf(unit, id, { lock: true })
    const before = await placeOf(unit, member)
    await member.merge({ active: false }).save()
    await withdrawBeyond(unit, registry, id, null)
    await tellOfChange(unit, member, before, { ...before, active: false })
  })
}

/** What a member may do and where. */
export interface Place {
  role: ChosenRole
  authority: Authority
  branchIds: string[]
  active: boolean
}

async function placeOf(unit: Unit, member: Membership): Promise<Place> {
  const role = await storedRole(unit, member)
  return {
    role,
    authority: { ...role.authority, grants: member.grants },
    branchIds: member.branchIds,
    active: member.active,
  }
}

/** The place that the changes ask for. With another role, grants stay as far as the new role can have them. */
async function wanted(
  unit: Unit,
  registry: ModuleRegistry,
  before: Place,
  changes: MemberChanges
): Promise<Place> {
  const role = changes.role ? await chosenRole(unit, changes.role) : before.role
  const base = baseOf(role.authority)
  const kept = registry
    .allPermissions()
    .filter(({ byGrant }) => base && byGrant.includes(base))
    .map(({ id }) => id)
  const grants = before.authority.grants.filter((id) => kept.includes(id))
  if (changes.grants) ensureGrants(unit.scope, registry, role, changes.grants, grants)
  return {
    role,
    authority: { ...role.authority, grants: changes.grants ?? grants },
    branchIds: changes.branchIds ?? before.branchIds,
    active: changes.active ?? before.active,
  }
}

/** @throws RuleError naming `grants` */
function ensureGrants(
  scope: Scope,
  registry: ModuleRegistry,
  role: ChosenRole,
  grants: string[],
  held: string[]
) {
  const offered = grantable(scope, registry, role.authority).map(({ id }) => id)
  const refused = grants.find((id) => !offered.includes(id) && !held.includes(id))
  if (!refused) return
  throw new RuleError('E_GRANT', 'One of these permissions cannot be given on top of this role.', {
    field: 'grants',
    next: 'Choose from the list, or change the role.',
    meta: { permission: refused },
  })
}

/** Owners are changed by owners, and people of all branches by people of all branches. */
function ensureMayChange(scope: Scope, before: Place, owners: string[]) {
  if (scope.authority === null) return
  const stillOwner = scope.role === 'owner' && owners.includes(scope.actor.memberId!)
  if (baseOf(before.authority) === 'owner' && !stillOwner) {
    throw new RuleError('E_ROLE_ABOVE_OWN', 'Only an owner can do this.', {
      field: 'role',
      next: 'Ask an owner.',
    })
  }
  const own = scope.branchIds
  const within = before.branchIds.length > 0 && before.branchIds.every((id) => own?.includes(id))
  if (own && !within) {
    throw new RuleError('E_BRANCH_ABOVE_OWN', 'This person works in branches that are not yours.', {
      field: 'branchIds',
      next: 'Ask somebody who works in all branches.',
    })
  }
}

/**
 * What a change gives is asked of its branches too, except those the member has already, which may be closed meanwhile.
 * The list is never emptied: that would mean all branches.
 */
function addedBranches(scope: Scope, before: Place, after: Place): string[] {
  if (after.branchIds.length === 0) return []
  const open = new Set(scope.branches.map(({ id }) => id))
  const added = after.branchIds.filter((id) => open.has(id) || !before.branchIds.includes(id))
  return added.length > 0 ? added : after.branchIds
}

/** Nobody gives themselves more: not a permission, not a branch, not a way back in. */
function ensureNotRaised(before: Place, after: Place, scope: Scope) {
  const grants = after.authority.grants.some((id) => !before.authority.grants.includes(id))
  const widened =
    before.branchIds.length > 0 &&
    (after.branchIds.length === 0 || after.branchIds.some((id) => !before.branchIds.includes(id)))
  if (!grants && !widened) return
  throw new RuleError('E_RAISES_ONESELF', 'Nobody gives themselves more than they have.', {
    field: grants ? 'grants' : 'branchIds',
    next: `Ask another owner or admin of ${scope.organisation.name}.`,
  })
}

async function save(member: Membership, before: Place, after: Place) {
  member.merge({
    role: after.role.role,
    roleId: after.role.roleId,
    grants: [...after.authority.grants],
    branchIds: after.branchIds,
    active: after.active,
  })
  if (before.active !== after.active) member.endedAt = after.active ? null : DateTime.utc()
  await member.save()
}
