import type { BuiltInRole } from '../http/page_types.ts'

/** Something a member may do. `roles` are the built-in roles that may do it from the start. */
export interface Permission {
  /** `tickets.ticket.assign` */
  id: string
  label: string
  roles: BuiltInRole[]
}

export const ROLES: BuiltInRole[] = ['owner', 'admin', 'manager', 'accountant', 'technician']

/** Declares one permission. Owner and admin always have it. */
export function permission(id: string, label: string, roles: BuiltInRole[] = []): Permission {
  return { id, label, roles: ROLES.filter((role) => isLeader(role) || roles.includes(role)) }
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
    permission(`${resource}.create`, `Create a ${noun}`, roles.create),
    permission(`${resource}.update`, `Change a ${noun}`, roles.update),
    ...extra,
  ]
}

function isLeader(role: BuiltInRole) {
  return role === 'owner' || role === 'admin'
}
