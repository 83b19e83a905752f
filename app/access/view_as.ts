import type { HttpContext } from '@adonisjs/core/http'
import type { BuiltInRole } from '../http/page_types.ts'
import { VIEW_AS_KEY } from '../http/session_keys.ts'
import { NotFoundError } from '../errors.ts'
import { ModuleRegistry } from '../modules/registry.ts'
import { roleNameOf } from '../tenancy/scope_answer.ts'
import type { Scope } from '../tenancy/scope.ts'
import { builtIn, type Authority } from './authority.ts'
import { ROLES } from './permissions.ts'
import Role, { authorityOfRole } from './role.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What the session remembers: the view is of one organisation, and ends when another is opened. */
interface View {
  organisationId: string
  /** Built-in role, or the id of an own one. */
  role: string
}

/** A role that can be looked through. */
export interface ViewedRole {
  name: string
  authority: Authority
}

/**
 * The role by the name of a built-in one or the id of an own one.
 * @throws NotFoundError at `role`
 */
export async function viewedRole(scope: Scope, role: string): Promise<ViewedRole> {
  if (ROLES.includes(role as BuiltInRole)) {
    return { name: roleNameOf(role, null), authority: builtIn(role as BuiltInRole) }
  }
  const own = UUID.test(role) ? await scope.read(() => Role.find(role)) : null
  if (!own) throw new NotFoundError('role', 'role')
  return { name: own.name, authority: authorityOfRole(own) }
}

/** Takes the view of a role for this session. */
export async function beginView(ctx: HttpContext, role: string): Promise<ViewedRole> {
  const { scope } = ctx
  scope.ensure('kernel.role.view_as')
  const viewed = await viewedRole(scope, role)
  const view: View = { organisationId: scope.organisationId, role }
  ctx.session.put(VIEW_AS_KEY, view)
  return viewed
}

/** Leaves it, if there is one. */
export function endView(ctx: HttpContext): View | null {
  return ctx.session.pull(VIEW_AS_KEY, null) as View | null
}

/**
 * The scope through the eyes of the role that the session has taken: what both the reader and the role may do, and
 * nothing can be changed. The view ends by itself when the role or the right to it is gone.
 */
export async function throughView(ctx: HttpContext, scope: Scope): Promise<Scope> {
  const view = ctx.session.get(VIEW_AS_KEY) as View | undefined
  if (!view || view.organisationId !== scope.organisationId || scope.actor.kind !== 'user') {
    return scope
  }
  const viewed = scope.can('kernel.role.view_as')
    ? await viewedRole(scope, view.role).catch(goneIsNull)
    : null
  if (!viewed) {
    ctx.session.forget(VIEW_AS_KEY)
    return scope
  }
  const registry = await ctx.containerResolver.make(ModuleRegistry)
  return narrowTo(scope, registry, viewed)
}

/** What both may do, to look at only. The authority stays the reader's own. */
export function narrowTo(scope: Scope, registry: ModuleRegistry, viewed: ViewedRole): Scope {
  const theirs = registry.permissionsOf(viewed.authority, scope.modules)
  return scope.with({
    permissions: new Set([...scope.permissions].filter((id) => theirs.has(id))),
    role: viewed.authority.role,
    roleName: viewed.name,
    readOnly: 'view_as',
  })
}

function goneIsNull(error: unknown): null {
  if (error instanceof NotFoundError) return null
  throw error
}
