import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { roleKey } from '../../access/chosen_role.ts'
import { reply } from '../../http/reply.ts'
import type Membership from '../../identity/models/membership.ts'
import { roleOptions } from '../../identity/services/members_form.ts'
import { originOf } from '../../identity/services/origin.ts'
import { sayTo } from '../../lang/say.ts'
import { listInput } from '../../lists/main.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import {
  changeServiceAccount,
  createServiceAccount,
  readServiceAccount,
  switchServiceAccount,
} from '../service_accounts.ts'
import { listServiceAccounts } from '../service_accounts_list.ts'
import { serviceAccountSwitchValidator, serviceAccountValidator } from '../validators.ts'

const PAGE = '/settings/tokens/accounts'

/** Programs of the organisation: a name, a role, tokens; nobody signs in as one. */
@inject()
export default class ServiceAccountsController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const say = sayTo(ctx)
    const list = await listServiceAccounts(ctx.scope, await listInput(ctx))
    const rows = list.rows.map((row) => ({ ...row, role: say('kernel', row.role) }))
    return reply(ctx).list('kernel::settings/service_accounts', { ...list, rows })
  }

  async create(ctx: HttpContext) {
    return reply(ctx).page('kernel::settings/service_accounts_form', {
      account: null,
      ...(await this.#choices(ctx)),
    })
  }

  async store(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(serviceAccountValidator)
    const account = await createServiceAccount(ctx.scope, this.registry, input, originOf(ctx))
    return reply(ctx).saved(viewOf(account), {
      to: PAGE,
      message: { key: 'kernel.service_account.ready', params: { account: account.name ?? '' } },
      created: true,
    })
  }

  async edit(ctx: HttpContext) {
    const account = await readServiceAccount(ctx.scope, ctx.params.id)
    return reply(ctx).page('kernel::settings/service_accounts_form', {
      account: viewOf(account),
      ...(await this.#choices(ctx)),
    })
  }

  async update(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(serviceAccountValidator)
    const { id } = ctx.params as { id: string }
    const account = await changeServiceAccount(ctx.scope, this.registry, id, input, originOf(ctx))
    return reply(ctx).saved(viewOf(account), { to: PAGE, message: 'Service account saved.' })
  }

  async switch(ctx: HttpContext) {
    const { active } = await ctx.request.validateUsing(serviceAccountSwitchValidator)
    const { id } = ctx.params as { id: string }
    const account = await switchServiceAccount(ctx.scope, this.registry, id, active, originOf(ctx))
    return reply(ctx).saved(viewOf(account), {
      to: PAGE,
      message: {
        key: active ? 'kernel.service_account.on' : 'kernel.service_account.off',
        params: { account: account.name ?? '' },
      },
    })
  }

  async #choices(ctx: HttpContext) {
    const { scope } = ctx
    const roles = await roleOptions(scope, this.registry, sayTo(ctx))
    return {
      roles: roles
        .filter(({ value }) => value !== 'owner')
        .map(({ value, label, disabled }) => ({ value, label, disabled })),
      branches: scope.branches.map(({ id, name }) => ({ value: id, label: name })),
      limited: scope.branchIds !== null,
    }
  }
}

function viewOf(account: Membership) {
  const { id, name, active, branchIds } = account
  return { id, name, role: roleKey(account), branchIds, active }
}
