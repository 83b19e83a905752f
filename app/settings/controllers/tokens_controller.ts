import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { NotFoundError } from '../../errors.ts'
import { reply } from '../../http/reply.ts'
import { createToken, listTokens, revokeToken } from '../../identity/services/tokens.ts'
import { tokenValidator } from '../../identity/validators/people.ts'

const tokenId = vine.create({ id: vine.number().withoutDecimals().positive().max(2_147_483_647) })

/** Access of programs to `/api/v1`. */
export default class TokensController {
  async index(ctx: HttpContext) {
    const tokens = await listTokens(ctx.scope)
    const newToken = ctx.session.flashMessages.get('newToken') as string | undefined
    return reply(ctx).page('kernel::settings/tokens', { tokens, newToken: newToken ?? null })
  }

  async store(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(tokenValidator)
    const token = await createToken(ctx.scope, input)
    ctx.session.flash('newToken', token.value)
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
    const [error, params] = await tokenId.tryValidate(ctx.params)
    if (error) throw new NotFoundError('token')
    const { id } = params
    await revokeToken(ctx.scope, id)
    return reply(ctx).saved({ id }, { to: '/settings/tokens', message: 'Token revoked.' })
  }
}
