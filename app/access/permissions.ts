import type { BuiltInRole } from '../http/page_types.ts'

/** Something a member may do. `roles` are the built-in roles that may do it from the start. */
export interface Permission {
  /** `tickets.ticket.assign` */
  id: string
  label: string
  roles: BuiltInRole[]
  /** Built-in roles whose holders may be given it one by one, by an owner or admin who has it. */
  byGrant: BuiltInRole[]
  /** Only shows, prints or exports; counts while the module is archived. */
  reads: boolean
}

export const ROLES: BuiltInRole[] = ['owner', 'admin', 'manager', 'accountant', 'technician']

/**
 * Declares one permission. Owner and admin always have it, unless `byGrant` names admin: then it is the owner's,
 * and those roles hold it only where it was granted to the person. Ids that end in `.view`, `.view_…` or
 * `.export` read.
 */
export function permission(
  id: string,
  label: string,
  roles: BuiltInRole[] = [],
  {
    byGrant = [],
    reads = /\.(view(_\w+)?|export)$/.test(id),
  }: { byGrant?: BuiltInRole[]; reads?: boolean } = {}
): Permission {
  const has = (role: BuiltInRole) => isLeader(role) || roles.includes(role)
  return {
    id,
    label,
    roles: ROLES.filter((role) => has(role) && !byGrant.includes(role)),
    byGrant,
    reads,
  }
}

/**
 * Declares `<resource>.view`, `.create`, `.update` and further ones: `crud('tickets.ticket', 'ticket',
 * { view: ['manager'], … })`. Owner and admin may do all of them.
 */
export function crud(
  resource: string,
  noun: string,
  roles: { view: BuiltInRole[]; create: BuiltInRole[]; update: BuiltInRole[] },
  extra: Permission[] = []
): Permission[] {
  return [
    permission(`${resource}.view`, `See ${noun}s`, roles.view),
    permission(`${resource}.create`, `Create ${one(noun)}`, roles.create),
    permission(`${resource}.update`, `Change ${one(noun)}`, roles.update),
    ...extra,
  ]
}

const one = (noun: string) => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`

function isLeader(role: BuiltInRole) {
  return role === 'owner' || role === 'admin'
}
