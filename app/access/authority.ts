import type { BuiltInRole } from '../http/page_types.ts'
import type { Permission } from './permissions.ts'

/**
 * What a person was given in an organisation: a built-in role, or a role of the organisation's own, which is its
 * base with what was added and taken away, and what was granted to the person alone. Kept as differences, so that a
 * permission that a module brings later reaches the roles copied from a built-in one.
 */
export interface Authority {
  role: BuiltInRole | 'custom'
  /** Of a custom role; `null` for one that starts from nothing. */
  base: BuiltInRole | null
  roleGrants: readonly string[]
  roleDenials: readonly string[]
  /** Given to this member on top of the role. */
  grants: readonly string[]
}

/** The authority of a built-in role and no more. */
export function builtIn(role: BuiltInRole): Authority {
  return { role, base: null, roleGrants: [], roleDenials: [], grants: [] }
}

/** The ids among `permissions` that `authority` holds. */
export function permissionsOf(authority: Authority, permissions: Permission[]): Set<string> {
  const role = authority.role === 'custom' ? authority.base : authority.role
  const held = permissions.filter(({ id, roles }) => {
    if (authority.grants.includes(id) || authority.roleGrants.includes(id)) return true
    if (authority.roleDenials.includes(id)) return false
    return role !== null && roles.includes(role)
  })
  return new Set(held.map(({ id }) => id))
}
