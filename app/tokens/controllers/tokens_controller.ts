import { inject } from '@adonisjs/core'
import encryption from '@adonisjs/core/services/encryption'
import type { HttpContext } from '@adonisjs/core/http'
import { NotFoundError } from '../../errors.ts'
import { reply } from '../../http/reply.ts'
import { sayTo } from '../../lang/say.ts'
import { originOf } from '../../identity/services/origin.ts'
import { listInput } from '../../lists/main.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { abilityGroups, abilityLabels } from '../abilities.ts'
import { accountOptions } from '../service_accounts_list.ts'
import { createToken, revokeToken } from '../tokens.ts'
import { listTokens } from '../tokens_list.ts'
import { tokenNumber, tokenValidator } from '../validators.ts'

/** The value of a new token waits here for the page that shows it once; encrypted, because sessions are stored. */
const NEW_TOKEN = 'newToken'

/** Access of programs to `/api/v1`. */
@inject()
export default class TokensController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const sealed = ctx.session.flashMessages.get(NEW_TOKEN) as string | undefined
    const list = await listTokens(ctx.scope, await listInput(ctx))
    return reply(ctx).list('kernel::settings/tokens', list, {
      newToken: sealed ? encryption.decrypt(sealed, NEW_TOKEN) : null,
      labels: abilityLabels(this.registry, sayTo(ctx)),
    })
  }

  async create(ctx: HttpContext) {
    return reply(ctx).page('kernel::settings/tokens_create', {
      groups: abilityGroups(ctx.scope, this.registry, sayTo(ctx)),
      accounts: await accountOptions(ctx.scope, this.registry),
      accountId: ctx.request.input('account') ?? null,
    })
  }

  async store(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(tokenValidator)
    const token = await createToken(ctx.scope, this.registry, input, originOf(ctx))
    const { value, name } = token
    ctx.session.flash(
      NEW_TOKEN,
      encryption.encrypt({ value, name }, { expiresIn: '10 minutes', purpose: NEW_TOKEN })
    )
    return reply(ctx).saved(
      { id: token.id },
      {
        to: '/settings/tokens',
        message: 'Copy the token now; it is not shown again.',
        created: true,
      }
    )
  }

  async destroy(ctx: HttpContext) {
    const [error, params] = await tokenNumber.tryValidate(ctx.params)
    if (error) throw new NotFoundError('token')
    await revokeToken(ctx.scope, params.id, originOf(ctx))
    return reply(ctx).saved(
      { id: params.id },
      { to: '/settings/tokens', message: 'Token revoked.' }
    )
  }
}
