import { allRoles, roleKey } from '../../access/chosen_role.ts'
import { grantable, mayGive } from '../../access/giving.ts'
import { asDeclared, type Say } from '../../lang/say.ts'
import type { ModuleRegistry } from '../../modules/registry.ts'
import type { Scope } from '../../tenancy/scope.ts'
import User from '../models/user.ts'
import { memberOf } from './members.ts'

/** A member with everything that a form or a program may change. */
export interface MemberRecord {
  id: string
  name: string
  email: string
  /** Built-in name, or the id of a role of the organisation's own. */
  role: string
  /** Branches the member is limited to; empty for all. */
  branchIds: string[]
  /** Permissions on top of the role. */
  grants: string[]
  active: boolean
}

/** A role to choose, and what may be given on top of it by this reader. */
export interface RoleOption {
  value: string
  label: string
  /** Whether it is above the reader. */
  disabled: boolean
  grants: { value: string; label: string }[]
}

/** One member of the organisation. @throws NotFoundError */
export async function memberRecord(scope: Scope, id: string): Promise<MemberRecord> {
  return scope.read(async (unit) => {
    const member = await memberOf(unit, id)
    const user = await User.findOrFail(member.userId, { client: unit.trx })
    return {
      id: member.id,
      name: user.name,
      email: user.email,
      role: roleKey(member),
      branchIds: member.branchIds,
      grants: member.grants,
      active: member.active,
    }
  })
}

/** What the form of a member shows and offers. @throws NotFoundError */
export async function memberForm(
  scope: Scope,
  registry: ModuleRegistry,
  id: string,
  say: Say = asDeclared
) {
  const record = await memberRecord(scope, id)
  return {
    record,
    roles: await roleOptions(scope, registry, say),
    branches: scope.branches.map((branch) => ({ value: branch.id, label: branch.name })),
    limited: scope.branchIds !== null,
    isSelf: id === scope.actor.memberId,
    /** Invitations that anybody who has them can still use. */
    openInvitations: await openInvitations(scope),
  }
}

/** The roles of the organisation as choices for this reader, as `say` calls them; those above the reader are off. */
export async function roleOptions(
  scope: Scope,
  registry: ModuleRegistry,
  say: Say = asDeclared
): Promise<RoleOption[]> {
  const roles = await scope.read(allRoles)
  return roles.map((role) => ({
    value: roleKey(role),
    label: say('kernel', role.name),
    disabled: !mayGive(scope, registry, role.authority),
    grants: grantable(scope, registry, role.authority).map((permission) => ({
      value: permission.id,
      label: say(permission.id.split('.')[0], permission.label),
    })),
  }))
}

async function openInvitations(scope: Scope): Promise<number> {
  return scope.read(async (unit) => {
    const [{ count }] = await unit.rows<{ count: number }>(
      `select count(*)::int as count from invitations
        where kind <> 'email' and revoked_at is null and uses < max_uses and expires_at > now()`
    )
    return count
  })
}
