import { RuleError } from '../errors.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import { permissionsOf, type Authority } from './authority.ts'
import type { Permission } from './permissions.ts'

/** How many permissions a refusal names before it counts the rest. */
const NAMED = 3

/** Input fields that a refusal belongs to. */
interface Fields {
  role?: string
  branches?: string
}

/**
 * Makes sure that the actor of `scope` may give somebody `authority`, limited to `branchIds` (empty for all branches;
 * left out where branches do not matter). Nobody gives more than they have: every permission of this deployment that
 * the authority would hold, also of modules that are off, must be held by the giver; a token gives no more than its
 * abilities; only an owner makes an owner; who is limited to branches gives those branches alone. The system may give
 * anything.
 * @throws RuleError E_ROLE_ABOVE_OWN, E_BRANCH_ABOVE_OWN, E_BRANCH_UNKNOWN
 */
export function ensureMayGive(
  scope: Scope,
  registry: ModuleRegistry,
  authority: Authority,
  branchIds?: readonly string[],
  fields: Fields = {}
): void {
  ensureAuthority(scope, registry, authority, fields.role ?? 'role')
  if (branchIds) ensureBranches(scope, branchIds, fields.branches ?? 'branchIds')
}

/** Whether {@link ensureMayGive} lets the actor give it. */
export function mayGive(
  scope: Scope,
  registry: ModuleRegistry,
  authority: Authority,
  branchIds?: readonly string[]
): boolean {
  try {
    ensureMayGive(scope, registry, authority, branchIds)
    return true
  } catch (error) {
    if (error instanceof RuleError) return false
    throw error
  }
}

/**
 * The permissions that may be given to somebody one by one: their declaration names the built-in role that `authority`
 * is or is based on, and the giver has them.
 */
export function grantable(
  scope: Scope,
  registry: ModuleRegistry,
  authority: Pick<Authority, 'role' | 'base'>
): Permission[] {
  const base = baseOf(authority)
  if (!base) return []
  const own = heldBy(scope, registry)
  return registry
    .allPermissions()
    .filter(({ id, byGrant }) => byGrant.includes(base) && (!own || own.has(id)))
}

/** The built-in role behind an authority; `null` for a role that starts from nothing. */
export function baseOf({ role, base }: Pick<Authority, 'role' | 'base'>) {
  return role === 'custom' ? base : role
}

/** What is not within `giver`, of everything that `given` holds in this deployment. */
export function beyond(registry: ModuleRegistry, given: Authority, giver: Authority): Permission[] {
  const permissions = registry.allPermissions()
  const own = permissionsOf(giver, permissions)
  const wanted = permissionsOf(given, permissions)
  return permissions.filter(({ id }) => wanted.has(id) && !own.has(id))
}

function ensureAuthority(
  scope: Scope,
  registry: ModuleRegistry,
  authority: Authority,
  field: string
) {
  if (isSystem(scope)) return
  if (baseOf(authority) === 'owner' && scope.role !== 'owner') {
    throw new RuleError('E_ROLE_ABOVE_OWN', 'Only an owner can do this.', {
      field,
      next: 'Ask an owner, or choose another role.',
    })
  }
  const own = heldBy(scope, registry)!
  const wanted = permissionsOf(authority, registry.allPermissions())
  const missing = registry.allPermissions().filter(({ id }) => wanted.has(id) && !own.has(id))
  if (missing.length > 0) throw aboveOwn(missing, field)
}

/**
 * What the actor holds over the whole deployment, and of the enabled modules no more than this very scope may do (a
 * token with few abilities). `null` for the system.
 */
function heldBy(scope: Scope, registry: ModuleRegistry): Set<string> | null {
  if (isSystem(scope)) return null
  const enabled = new Set(registry.permissions(scope.modules).map(({ id }) => id))
  const held = permissionsOf(scope.authority!, registry.allPermissions())
  return new Set([...held].filter((id) => !enabled.has(id) || scope.can(id)))
}

function aboveOwn(missing: Permission[], field: string) {
  const labels = missing.slice(0, NAMED).map(({ label }) => `«${label}»`)
  const more = missing.length - labels.length
  const list = more > 0 ? `${labels.join(', ')} and ${more} more` : labels.join(', ')
  return new RuleError('E_ROLE_ABOVE_OWN', `You cannot give what you may not do: ${list}.`, {
    field,
    next: 'Ask an owner, or choose another role.',
    meta: { permissions: missing.map(({ id }) => id) },
  })
}

function ensureBranches(scope: Scope, branchIds: readonly string[], field: string) {
  if (scope.branchIds && branchIds.length === 0) {
    throw new RuleError('E_BRANCH_ABOVE_OWN', 'You work in some branches only.', {
      field,
      next: 'Choose one or more of your branches.',
    })
  }
  const foreign = branchIds.filter((id) => !scope.branches.some((branch) => branch.id === id))
  if (foreign.length === 0) return
  throw scope.branchIds
    ? new RuleError('E_BRANCH_ABOVE_OWN', 'One of these branches is not yours to give.', {
        field,
        next: 'Choose your branches only, or ask an owner.',
      })
    : new RuleError('E_BRANCH_UNKNOWN', 'One of these branches does not exist or is closed.', {
        field,
        next: 'Choose from the list.',
      })
}

/** Commands, jobs and demo data act for nobody; see `ScopeOptions.authority`. */
function isSystem(scope: Scope) {
  return scope.authority === null
}
