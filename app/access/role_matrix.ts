import type { BuiltInRole } from '../http/page_types.ts'
import { asDeclared, type Say } from '../lang/say.ts'
import type { ModuleManifest } from '../modules/define.ts'
import { activeModules } from '../modules/gate.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import { roleNameOf } from '../tenancy/scope_answer.ts'
import type { Scope } from '../tenancy/scope.ts'
import { builtIn, permissionsOf, type Authority } from './authority.ts'
import { mayGive } from './giving.ts'
import { KERNEL_PERMISSIONS } from './kernel_permissions.ts'
import { ROLES } from './permissions.ts'
import { authorityOfRole } from './role.ts'
import type Role from './role.ts'
import { ownRoles } from './roles.ts'

/** The permissions of a module, as the matrix shows them. */
export interface PermissionGroup {
  module: string
  name: string
  permissions: {
    id: string
    label: string
    /** Built-in roles that have it from the start. */
    roles: BuiltInRole[]
    /** Built-in roles whose holders may be given it one by one. */
    byGrant: BuiltInRole[]
  }[]
}

/** A role with what its holders may do. */
export interface RoleView {
  /** Built-in role, or the id of an own one. */
  id: string
  name: string
  description: string | null
  builtIn: boolean
  base: BuiltInRole | null
  grants: string[]
  denials: string[]
  /** Permissions of the enabled modules that it holds. */
  permissions: string[]
  /** Records that holders see only some of: `tickets assigned to them`. */
  sees: string[]
  /** Active members who hold it, service accounts too. */
  members: number
  /** Whether the reader may change it: nobody changes what is above them. */
  editable: boolean
  version: number | null
}

/** Every role of the organisation beside every permission of its enabled modules. */
export interface RoleMatrix {
  groups: PermissionGroup[]
  roles: RoleView[]
}

/** The matrix for the reader; built-in roles first. `say` calls what source declares as the reader does. */
export async function roleMatrix(
  scope: Scope,
  registry: ModuleRegistry,
  say: Say = asDeclared
): Promise<RoleMatrix> {
  return scope.read(async (unit) => {
    const holders = await unit.rows<{ role: string; members: number }>(
      `select coalesce(role_id::text, role) as role, count(*)::int as members
         from memberships where organisation_id = ? and active group by 1`,
      [scope.organisationId]
    )
    const members = new Map(holders.map((row) => [row.role, row.members]))
    const roles = [
      ...ROLES.map((role) => builtInView(role, say)),
      ...(await ownRoles(scope)).map(ownView),
    ]
    return {
      groups: permissionGroups(scope, registry, say),
      roles: roles.map(({ authority, ...role }) => ({
        ...role,
        ...abilities(scope, registry, authority, say),
        members: members.get(role.id) ?? 0,
        editable:
          !role.builtIn && scope.can('kernel.role.manage') && mayGive(scope, registry, authority),
      })),
    }
  })
}

/** One own role, as its page and the API show it. */
export function roleView(
  scope: Scope,
  registry: ModuleRegistry,
  role: Role,
  say: Say = asDeclared
) {
  const { authority, ...view } = ownView(role)
  return { ...view, ...abilities(scope, registry, authority, say) }
}

/** Permissions of the kernel and of the enabled modules, grouped. */
export function permissionGroups(
  scope: Scope,
  registry: ModuleRegistry,
  say: Say = asDeclared
): PermissionGroup[] {
  const groups = [
    { module: 'kernel', name: 'Organisation', permissions: KERNEL_PERMISSIONS },
    ...enabled(scope, registry).map(({ id, name, permissions }) => ({
      module: id,
      name,
      permissions,
    })),
  ]
  return groups
    .filter(({ permissions }) => permissions.length > 0)
    .map(({ module, name, permissions }) => ({
      module,
      name: say(module, name),
      permissions: permissions.map((each) => ({ ...each, label: say(module, each.label) })),
    }))
}

function builtInView(role: BuiltInRole, say: Say) {
  return {
    id: role as string,
    name: say('kernel', roleNameOf(role, null)),
    description: null,
    builtIn: true,
    base: null,
    grants: [] as string[],
    denials: [] as string[],
    version: null,
    authority: builtIn(role),
  }
}

function ownView(role: Role) {
  const { id, name, description, base, grants, denials, version } = role
  const authority = authorityOfRole(role)
  return { id, name, description, builtIn: false, base, grants, denials, version, authority }
}

function abilities(scope: Scope, registry: ModuleRegistry, authority: Authority, say: Say) {
  const held = permissionsOf(authority, registry.permissions(scope.modules))
  const sees = enabled(scope, registry)
    .flatMap(({ id, records }) => records.map((record) => ({ module: id, ...record })))
    .filter(({ own, view }) => own && view && held.has(view) && !held.has(own.unless))
    .map(({ module, own }) => say(module, own!.label))
  return { permissions: [...held], sees }
}

function enabled(scope: Scope, registry: ModuleRegistry): ModuleManifest[] {
  return activeModules(registry.manifests(), scope)
}
