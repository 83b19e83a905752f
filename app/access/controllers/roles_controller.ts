import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { permissionGroups, roleMatrix, roleView } from '../role_matrix.ts'
import type Role from '../role.ts'
import { changeRole, createRole, getRole, removeRole } from '../roles.ts'
import { roleChangeValidator, roleValidator } from '../role_validator.ts'

/** Built-in and own roles, and what their holders may do. */
@inject()
export default class RolesController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const matrix = await roleMatrix(ctx.scope, this.registry)
    if (ctx.surface === 'api') return { data: matrix.roles, permissions: matrix.groups }
    return reply(ctx).page('kernel::settings/roles', { ...matrix })
  }

  async show(ctx: HttpContext) {
    return { data: this.#view(ctx, await getRole(ctx.scope, ctx.params.id)) }
  }

  /** The form of a new role, filled from the role named by `?from=`. */
  async create(ctx: HttpContext) {
    const { roles, groups } = await roleMatrix(ctx.scope, this.registry)
    const from = roles.find(({ id }) => id === ctx.request.qs().from) ?? null
    return reply(ctx).page('kernel::settings/role_form', { record: null, from, roles, groups })
  }

  async edit(ctx: HttpContext) {
    const record = this.#view(ctx, await getRole(ctx.scope, ctx.params.id))
    const { roles } = await roleMatrix(ctx.scope, this.registry)
    const groups = permissionGroups(ctx.scope, this.registry)
    return reply(ctx).page('kernel::settings/role_form', { record, from: null, roles, groups })
  }

  async store(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(roleValidator)
    const role = await createRole(ctx.scope, this.registry, input)
    return this.#saved(
      ctx,
      role,
      `Role ${role.name} created. Give it to people under Members.`,
      true
    )
  }

  async update(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(roleChangeValidator)
    const role = await changeRole(ctx.scope, this.registry, ctx.params.id, input)
    return this.#saved(ctx, role, `Role ${role.name} saved. It counts from the next click on.`)
  }

  async destroy(ctx: HttpContext) {
    const { id, name } = await removeRole(ctx.scope, this.registry, ctx.params.id)
    return reply(ctx).saved({ id }, { to: '/settings/roles', message: `Role ${name} removed.` })
  }

  #view(ctx: HttpContext, role: Role) {
    return roleView(ctx.scope, this.registry, role)
  }

  #saved(ctx: HttpContext, role: Role, message: string, created = false) {
    return reply(ctx).saved(this.#view(ctx, role), { to: '/settings/roles', message, created })
  }
}
