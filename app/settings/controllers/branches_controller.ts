import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type Branch from '../../branches/branch.ts'
import { activateBranch, deactivateBranch, orderBranches } from '../../branches/branch_states.ts'
import { createBranch, getBranch, listBranches, updateBranch } from '../../branches/branches.ts'
import { NotFoundError } from '../../errors.ts'
import { reply } from '../../http/reply.ts'
import { BRANCH_KEY } from '../../http/session_keys.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { logoPath } from '../logos.ts'
import { branchOrderValidator, branchSwitchValidator, branchValidator } from '../validators.ts'

/** Places of business. */
@inject()
export default class BranchesController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const all = await listBranches(ctx.scope)
    const headOffice = all.find(({ active }) => active)?.id
    const branches = all.map((branch) => ({
      ...branchView(branch),
      headOffice: branch.id === headOffice,
    }))
    if (ctx.surface === 'api') return { data: branches }
    return reply(ctx).page('kernel::settings/branches', {
      branches,
      limited: ctx.scope.branchIds !== null,
      ...(await this.#choices(ctx)),
    })
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
    return this.#saved(ctx, branch, `Branch ${branch.name} added.`, true)
  }

  async update(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(branchValidator)
    const branch = await updateBranch(ctx.scope, this.registry, ctx.params.id, input)
    return this.#saved(ctx, branch, `Branch ${branch.name} saved.`)
  }

  async activate(ctx: HttpContext) {
    const branch = await activateBranch(ctx.scope, ctx.params.id)
    return this.#saved(ctx, branch, `Branch ${branch.name} is open again.`)
  }

  async deactivate(ctx: HttpContext) {
    const branch = await deactivateBranch(ctx.scope, ctx.params.id)
    return this.#saved(ctx, branch, `Branch ${branch.name} is closed. Its documents stay.`)
  }

  async order(ctx: HttpContext) {
    const { ids } = await ctx.request.validateUsing(branchOrderValidator)
    await orderBranches(ctx.scope, ids)
    return reply(ctx).saved(
      { ids },
      { to: '/settings/branches', message: 'The branches stand in their new order.' }
    )
  }

  /** Chooses the branch that new documents belong to. */
  async switch({ request, session, response, scope }: HttpContext) {
    const { branchId } = await request.validateUsing(branchSwitchValidator)
    if (!scope.branches.some((branch) => branch.id === branchId)) {
      throw new NotFoundError('branch', 'branchId')
    }
    session.put(BRANCH_KEY, branchId)
    return response.redirect().status(303).back()
  }

  #saved(ctx: HttpContext, branch: Branch, message: string, created = false) {
    return reply(ctx).saved(branchView(branch), { to: '/settings/branches', message, created })
  }

  async #choices(ctx: HttpContext) {
    const identity = await this.registry.taxIdentity(ctx.scope.organisation.country)
    return { taxLabel: identity?.label ?? 'Tax number', states: identity?.states() ?? [] }
  }
}

function branchView(branch: Branch) {
  const { id, code, name, addressLine1, addressLine2, city, stateCode, postalCode, taxId } = branch
  const { phone, email, logo, hours, active, version } = branch
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
    logo: logoPath(logo),
    hours,
    active,
    version: version ?? 1,
  }
}
