import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type Branch from '../../branches/branch.ts'
import { createBranch, getBranch, listBranches, updateBranch } from '../../branches/branches.ts'
import { reply } from '../../http/reply.ts'
import { branchValidator } from '../../identity/validators/people.ts'
import { ModuleRegistry } from '../../modules/registry.ts'

/** Places of business. */
@inject()
export default class BranchesController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const branches = (await listBranches(ctx.scope)).map(branchView)
    if (ctx.surface === 'api') return { data: branches }
    return reply(ctx).page('kernel::settings/branches', { branches })
  }

  async create(ctx: HttpContext) {
    return reply(ctx).page('kernel::settings/branch_form', {
      record: null,
      ...(await this.#choices(ctx)),
    })
  }

  async edit(ctx: HttpContext) {
    const record = branchView(await getBranch(ctx.scope, ctx.params.id))
    return reply(ctx).page('kernel::settings/branch_form', {
      record,
      ...(await this.#choices(ctx)),
    })
  }

  async store(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(branchValidator)
    const branch = await createBranch(ctx.scope, this.registry, input)
    return reply(ctx).saved(branchView(branch), {
      to: '/settings/branches',
      message: `Branch ${branch.name} added.`,
      created: true,
    })
  }

  async update(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(branchValidator)
    const branch = await updateBranch(ctx.scope, this.registry, ctx.params.id, input)
    return reply(ctx).saved(branchView(branch), {
      to: '/settings/branches',
      message: `Branch ${branch.name} saved.`,
    })
  }

  async #choices(ctx: HttpContext) {
    const identity = await this.registry.taxIdentity(ctx.scope.organisation.country)
    return { taxLabel: identity?.label ?? 'Tax number', states: identity?.states() ?? [] }
  }
}

function branchView(branch: Branch) {
  const { id, code, name, addressLine1, addressLine2, city, stateCode, postalCode, taxId } = branch
  const { phone, email, active, version } = branch
  return {
    id,
    code,
    name,
    addressLine1,
    addressLine2: addressLine2 ?? null,
    city,
    stateCode,
    postalCode,
    taxId: taxId ?? null,
    phone: phone ?? null,
    email: email ?? null,
    active,
    version: version ?? 1,
  }
}
