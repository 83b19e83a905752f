import { NotFoundError } from '../errors.ts'
import type { BuiltInRole } from '../http/page_types.ts'
import { roleNameOf } from '../tenancy/scope_answer.ts'
import type { Unit } from '../tenancy/unit.ts'
import { builtIn, type Authority } from './authority.ts'
import { ROLES } from './permissions.ts'

/** A role as it is stored with a member or an invitation, and what it gives. */
export interface ChosenRole {
  role: BuiltInRole | 'custom'
  roleId: string | null
  /** As shown to people: "Manager", or the name of the organisation's own role. */
  name: string
  authority: Authority
}

/** Columns that hold a role. */
type StoredRole = Pick<ChosenRole, 'role' | 'roleId'>

/** One word for a role: the built-in name, or the id of a role of the organisation's own. */
export function roleKey({ role, roleId }: StoredRole): string {
  return role === 'custom' ? roleId! : role
}

/**
 * The role that `key` names, see {@link roleKey}.
 * @throws NotFoundError naming `field`
 */
export async function chosenRole(unit: Unit, key: string, field = 'role'): Promise<ChosenRole> {
  const builtInRole = ROLES.find((role) => role === key)
  return storedRole(
    unit,
    builtInRole ? { role: builtInRole, roleId: null } : { role: 'custom', roleId: key },
    field
  )
}

/** What a stored role gives. @throws NotFoundError */
export async function storedRole(
  unit: Unit,
  { role, roleId }: StoredRole,
  field?: string
): Promise<ChosenRole> {
  if (role !== 'custom') return fixedRole(role)
  const row = (await unit
    .from('roles')
    .where('id', roleId!)
    .select(COLUMNS)
    .first()) as OwnRole | null
  if (!row) throw new NotFoundError('role', field)
  return ownRole(row)
}

/** Every role of the organisation: built-in ones in falling order of authority, then its own by name. */
export async function allRoles(unit: Unit): Promise<ChosenRole[]> {
  const rows = (await unit
    .from('roles')
    .select(COLUMNS)
    .orderByRaw('lower(name)')) as unknown as OwnRole[]
  return [...ROLES.map(fixedRole), ...rows.map(ownRole)]
}

const COLUMNS = ['id', 'name', 'base', 'grants', 'denials']

interface OwnRole {
  id: string
  name: string
  base: BuiltInRole | null
  grants: string[]
  denials: string[]
}

function fixedRole(role: BuiltInRole): ChosenRole {
  return { role, roleId: null, name: roleNameOf(role, null), authority: builtIn(role) }
}

function ownRole({ id, name, base, grants, denials }: OwnRole): ChosenRole {
  const authority: Authority = {
    role: 'custom',
    base,
    roleGrants: grants,
    roleDenials: denials,
    grants: [],
  }
  return { role: 'custom', roleId: id, name, authority }
}
