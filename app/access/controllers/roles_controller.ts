import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { sayTo } from '../../lang/say.ts'
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
    const matrix = await roleMatrix(ctx.scope, this.registry, sayTo(ctx))
    if (ctx.surface === 'api') return { data: matrix.roles, permissions: matrix.groups }
    return reply(ctx).page('kernel::settings/roles', { ...matrix })
  }

  async show(ctx: HttpContext) {
    return { data: this.#view(ctx, await getRole(ctx.scope, ctx.params.id)) }
  }

  /** The form of a new role, filled from the role named by `?from=`. */
  async create(ctx: HttpContext) {
    const { roles, groups } = await roleMatrix(ctx.scope, this.registry, sayTo(ctx))
    const from = roles.find(({ id }) => id === ctx.request.qs().from) ?? null
    return reply(ctx).page('kernel::settings/role_form', { record: null, from, roles, groups })
  }

  async edit(ctx: HttpContext) {
    const record = this.#view(ctx, await getRole(ctx.scope, ctx.params.id))
    const { roles } = await roleMatrix(ctx.scope, this.registry, sayTo(ctx))
    const groups = permissionGroups(ctx.scope, this.registry, sayTo(ctx))
    return reply(ctx).page('kernel::settings/role_form', { record, from: null, roles, groups })
  }

  async store(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(roleValidator)
    const role = await createRole(ctx.scope, this.registry, input)
    return this.#saved(ctx, role, 'created')
  }

  async update(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(roleChangeValidator)
    const role = await changeRole(ctx.scope, this.registry, ctx.params.id, input)
    return this.#saved(ctx, role, 'saved')
  }

  async destroy(ctx: HttpContext) {
    const { id, name } = await removeRole(ctx.scope, this.registry, ctx.params.id)
    return reply(ctx).saved(
      { id },
      { to: '/settings/roles', message: { key: 'kernel.role.removed', params: { role: name } } }
    )
  }

  #view(ctx: HttpContext, role: Role) {
    return roleView(ctx.scope, this.registry, role, sayTo(ctx))
  }

  #saved(ctx: HttpContext, role: Role, what: 'created' | 'saved') {
    return reply(ctx).saved(this.#view(ctx, role), {
      to: '/settings/roles',
      message: { key: `kernel.role.${what}`, params: { role: role.name } },
      created: what === 'created',
    })
  }
}
