import type { Texts } from '@karkhana/ui'

/** What the pages of roles know of one, and what a permission of a role is marked with. */

export interface PermissionView {
  id: string
  label: string
  /** Built-in roles that have it from the start. */
  roles: string[]
  /** Built-in roles whose holders may be given it one by one. */
  byGrant: string[]
}

export interface PermissionGroup {
  module: string
  name: string
  permissions: PermissionView[]
}

export interface RoleView {
  /** Built-in role, or the id of an own one. */
  id: string
  name: string
  description: string | null
  builtIn: boolean
  base: string | null
  grants: string[]
  denials: string[]
  permissions: string[]
  /** Records that holders see only some of: `tickets assigned to them`. */
  sees: string[]
  members: number
  editable: boolean
  version: number | null
}

/** How a role stands to a permission. */
export type Mark = 'held' | 'added' | 'taken' | 'by_grant' | 'none'

export const MARK_ICONS: Record<Mark, string> = {
  held: 'i-lucide-check',
  added: 'i-lucide-plus',
  taken: 'i-lucide-minus',
  by_grant: 'i-lucide-user-round-check',
  none: 'i-lucide-minus',
}

export function markOf(role: RoleView, permission: PermissionView): Mark {
  if (role.grants.includes(permission.id)) return 'added'
  if (role.denials.includes(permission.id)) return 'taken'
  if (role.permissions.includes(permission.id)) return 'held'
  const base = role.builtIn ? role.id : role.base
  return base && permission.byGrant.includes(base) ? 'by_grant' : 'none'
}

/** `Manager` of `manager`, in the words of the reader. */
export const roleTitle = (role: string, text: Texts) => text(`list.role.${role}`)

/** The groups with the permissions whose words fit; empty ones are left out. */
export function matching(groups: PermissionGroup[], search: string | null): PermissionGroup[] {
  const term = (search ?? '').trim().toLowerCase()
  if (!term) return groups
  return groups
    .map((group) => ({
      ...group,
      permissions: group.permissions.filter(({ id, label }) =>
        `${group.name} ${label} ${id}`.toLowerCase().includes(term)
      ),
    }))
    .filter(({ permissions }) => permissions.length > 0)
}
