import { findOr404, lockForUpdate } from '../database/locks.ts'
import type { BuiltInRole } from '../http/page_types.ts'
import { withdrawBeyondRole } from '../identity/services/invitations_withdraw.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import { beyond, ensureMayGive } from './giving.ts'
import { ROLES } from './permissions.ts'
import Role, { authorityOfRole } from './role.ts'
import {
  OwnRoleError,
  PermissionTwiceError,
  RoleElsewhereError,
  RoleInUseError,
  RoleNameError,
  UnknownPermissionError,
} from './role_errors.ts'

/** What a role is called, and its differences from its base. */
export interface RoleChanges {
  name: string
  description?: string | null
  /** Ids of permissions on top of the base. */
  grants: string[]
  /** Ids of permissions of the base that are taken away. */
  denials: string[]
}

export interface RoleInput extends RoleChanges {
  /** `null` starts from nothing. Stays for the life of the role. */
  base: BuiltInRole | null
}

const MANAGE = 'kernel.role.manage'
const GRANTS = { role: 'grants' }

/** The roles of the organisation's own, by name. */
export async function ownRoles(scope: Scope): Promise<Role[]> {
  return scope.read(() => Role.query().orderByRaw('lower(name), id').limit(200))
}

/** @throws NotFoundError */
export async function getRole(scope: Scope, id: string): Promise<Role> {
  return scope.read(() => findOr404(Role, id, { what: 'role' }))
}

/**
 * Makes a role that holds no more than the actor does.
 * @throws RuleError E_ROLE_ABOVE_OWN, E_ROLE_NAME, E_PERMISSION_UNKNOWN, E_PERMISSION_TWICE
 */
export async function createRole(
  scope: Scope,
  registry: ModuleRegistry,
  input: RoleInput
): Promise<Role> {
  scope.ensure(MANAGE)
  const fields = differences(registry, input.base, input, [])
  ensureMayGive(
    scope,
    registry,
    authorityOfRole({ base: input.base, ...fields }),
    undefined,
    GRANTS
  )
  return scope.work(async () => {
    await ensureNameIsFree(input.name, null)
    const role = await Role.create({ ...fields, ...named(input), base: input.base })
    return role.refresh()
  })
}

/**
 * Changes name and permissions of a role; what its holders may do follows with their next request, and their open
 * invitations to more than that end. The actor must be above the role as it was and as it will be, and cannot raise a
 * role they hold. Who works in some branches changes only roles that are held there.
 *
 * @throws NotFoundError, VersionConflictError
 * @throws RuleError E_ROLE_ABOVE_OWN, E_BRANCH_ABOVE_OWN, E_ROLE_OWN, E_ROLE_NAME, E_PERMISSION_UNKNOWN,
 * E_PERMISSION_TWICE
 */
export async function changeRole(
  scope: Scope,
  registry: ModuleRegistry,
  id: string,
  changes: RoleChanges & { version: number }
): Promise<Role> {
  scope.ensure(MANAGE)
  return scope.work(async (unit) => {
    const role = await lockForUpdate(Role, id, { version: changes.version, what: 'role' })
    const before = authorityOfRole(role)
    ensureMayGive(scope, registry, before, undefined, GRANTS)
    const known = [...role.grants, ...role.denials]
    const fields = differences(registry, role.base, changes, known)
    const after = authorityOfRole({ base: role.base, ...fields })
    ensureMayGive(scope, registry, after, undefined, GRANTS)
    if (await holds(unit, id)) {
      const added = beyond(registry, after, before)
      if (added.length > 0) throw new OwnRoleError(added)
    }
    await ensureHeldInOwnBranches(unit, id)
    await ensureNameIsFree(changes.name, id)
    await role.merge({ ...fields, ...named(changes) }).save()
    await withdrawBeyondRole(unit, registry, id, after)
    return role.refresh()
  })
}

/**
 * Removes a role that nobody holds and no open invitation gives.
 * @throws NotFoundError, RuleError E_ROLE_IN_USE, E_ROLE_ABOVE_OWN
 */
export async function removeRole(scope: Scope, registry: ModuleRegistry, id: string) {
  scope.ensure(MANAGE)
  return scope.work(async (unit) => {
    // whoever gives the role meanwhile waits for the lock, then finds that it is gone
    const role = await lockForUpdate(Role, id, { what: 'role' })
    ensureMayGive(scope, registry, authorityOfRole(role))
    const holders = await unit.rows<{ id: string; name: string }>(
      `select m.id, coalesce(u.name, m.name) as name
         from memberships m left join users u on u.id = m.user_id
        where m.organisation_id = ? and m.role_id = ? order by m.active desc, 2`,
      [scope.organisationId, id]
    )
    const [{ open }] = await unit.rows<{ open: number }>(
      `select count(*)::int as open from invitations
        where role_id = ? and revoked_at is null and expires_at > now() and uses < max_uses`,
      [id]
    )
    if (holders.length > 0 || open > 0) throw new RoleInUseError(holders, open)
    await unit.rows(
      `update organisations set two_factor_roles = array_remove(two_factor_roles, ?)
        where id = ? and ? = any(two_factor_roles)`,
      [id, scope.organisationId, id]
    )
    await role.delete()
    return role
  })
}

/** The columns, free of what says nothing: adding what the base has, taking away what it has not. */
function differences(
  registry: ModuleRegistry,
  base: BuiltInRole | null,
  { grants, denials }: RoleChanges,
  known: string[]
) {
  const all = registry.allPermissions()
  const inBase = new Set(
    all.filter(({ roles }) => base && roles.includes(base)).map(({ id }) => id)
  )
  const nameable = new Set([...all.map(({ id }) => id), ...known])
  for (const [field, ids] of Object.entries({ grants, denials })) {
    const unknown = ids.findIndex((id) => !nameable.has(id))
    if (unknown >= 0) throw new UnknownPermissionError(`${field}.${unknown}`, ids[unknown])
  }
  const twice = grants.find((id) => denials.includes(id))
  if (twice) throw new PermissionTwiceError(twice)
  return {
    grants: unique(grants.filter((id) => !inBase.has(id))),
    denials: unique(denials.filter((id) => inBase.has(id))),
  }
}

const unique = (ids: string[]) => [...new Set(ids)].sort()

function named({ name, description }: RoleChanges) {
  return { name: name.trim(), description: description?.trim() || null }
}

async function ensureNameIsFree(name: string, id: string | null) {
  const wanted = name.trim().toLowerCase()
  if (ROLES.some((role) => role === wanted)) throw new RoleNameError(name)
  const query = Role.query().whereRaw('lower(name) = ?', [wanted])
  if (id) query.whereNot('id', id)
  if (await query.first()) throw new RoleNameError(name)
}

/** Members and open invitations alike: what a role gives counts wherever its holders work. */
async function ensureHeldInOwnBranches(unit: Unit, roleId: string) {
  const { branchIds, organisationId } = unit.scope
  if (!branchIds) return
  const branches = [...branchIds]
  const elsewhere = await unit.rows(
    `select 1 from memberships m
      where m.organisation_id = ? and m.role_id = ? and m.active
        and not (m.branch_ids <> '{}' and m.branch_ids <@ ?::uuid[])
     union all
     select 1 from invitations i
      where i.role_id = ? and i.revoked_at is null and i.expires_at > now() and i.uses < i.max_uses
        and not (i.branch_ids <> '{}' and i.branch_ids <@ ?::uuid[])
     limit 1`,
    [organisationId, roleId, branches, roleId, branches]
  )
  if (elsewhere.length > 0) throw new RoleElsewhereError()
}

/** Whether the actor's own membership has the role. */
async function holds(unit: Unit, roleId: string): Promise<boolean> {
  const { memberId } = unit.scope.actor
  if (!memberId) return false
  const rows = await unit.rows(
    'select 1 from memberships where organisation_id = ? and id = ? and role_id = ?',
    [unit.scope.organisationId, memberId, roleId]
  )
  return rows.length > 0
}
