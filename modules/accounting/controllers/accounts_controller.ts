import type { HttpContext } from '@adonisjs/core/http'
import { branchLimit, translate } from '@karkhana/kernel'
import { reply } from '@karkhana/kernel/http'
import type { UndoRequest } from '@karkhana/kernel/pages'
import { listInput } from '@karkhana/kernel/lists'
import { ACCOUNT_GROUPS } from '../chart/groups.ts'
import type Account from '../models/account.ts'
import { accountLedger } from '../services/account_ledger.ts'
import {
  archiveAccount,
  createAccount,
  getAccount,
  lookupAccounts,
  updateAccount,
} from '../services/accounts.ts'
import { chartOfAccounts } from '../services/chart_of_accounts.ts'
import { accountView } from '../transformers/account.ts'
import {
  accountChangeValidator,
  accountValidator,
  lookupValidator,
} from '../validators/accounting.ts'

/** What happened to an account, as it is told after saving. */
type Saved = 'added' | 'saved' | 'archived' | 'restored'

/** The chart of accounts, and the ledger of each account. */
export default class AccountsController {
  async index(ctx: HttpContext) {
    const accounts = await chartOfAccounts(ctx.scope)
    const branches = branchLimit(ctx.scope)
    if (ctx.surface === 'api') return { data: accounts, branches }
    const groups = ACCOUNT_GROUPS
    return reply(ctx).page('accounting::accounts/index', { accounts, groups, branches })
  }

  async lookup({ request, scope }: HttpContext) {
    const { q } = await lookupValidator.validate(request.qs())
    return { data: await lookupAccounts(scope, q) }
  }

  async show(ctx: HttpContext) {
    const account = await getAccount(ctx.scope, ctx.params.id)
    const list = await accountLedger(ctx.scope, account.id, await listInput(ctx))
    return reply(ctx).list('accounting::accounts/show', list, {
      account: accountView(account),
      branches: branchLimit(ctx.scope),
    })
  }

  async create(ctx: HttpContext) {
    return reply(ctx).page('accounting::accounts/form', { record: null, groups: ACCOUNT_GROUPS })
  }

  async edit(ctx: HttpContext) {
    const record = accountView(await getAccount(ctx.scope, ctx.params.id))
    const groups = ACCOUNT_GROUPS.filter((group) => group.type === record.type)
    return reply(ctx).page('accounting::accounts/form', { record, groups })
  }

  async store(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(accountValidator)
    return this.#saved(ctx, await createAccount(ctx.scope, input), 'added', { created: true })
  }

  async update(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(accountChangeValidator)
    return this.#saved(ctx, await updateAccount(ctx.scope, ctx.params.id, input), 'saved')
  }

  async archive(ctx: HttpContext) {
    const account = await archiveAccount(ctx.scope, ctx.params.id, true)
    return this.#saved(ctx, account, 'archived', {
      undo: { method: 'post', href: `/accounting/accounts/${account.id}/restore` },
    })
  }

  async restore(ctx: HttpContext) {
    return this.#saved(ctx, await archiveAccount(ctx.scope, ctx.params.id, false), 'restored')
  }

  #saved(
    ctx: HttpContext,
    account: Account,
    what: Saved,
    options: { created?: boolean; undo?: UndoRequest } = {}
  ) {
    return reply(ctx).saved(accountView(account), {
      to: `/accounting/accounts/${account.id}`,
      message: translate(ctx.scope.language, `accounting.saved.account_${what}`, {
        name: account.name,
      }),
      ...options,
    })
  }
}
