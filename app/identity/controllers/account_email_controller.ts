import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import {
  askToChangeEmail,
  confirmEmailChange,
  viewEmailChange,
  withdrawEmailChange,
} from '../services/email_change.ts'
import { originOf } from '../services/origin.ts'
import { emailChangeValidator } from '../validators/account.ts'
import { confirmRegistrationValidator } from '../validators/sign_in.ts'
import { signedIn } from './signed_in.ts'

/** The address a person signs in with. */
export default class AccountEmailController {
  async store(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(emailChangeValidator)
    await askToChangeEmail(ctx.account, input, originOf(ctx))
    return reply(ctx).saved(
      {},
      { to: '/account', message: 'We wrote to the new address. Follow the link there.' }
    )
  }

  async destroy(ctx: HttpContext) {
    await withdrawEmailChange(ctx.account.user.id)
    return reply(ctx).saved({}, { to: '/account', message: 'You keep your address.' })
  }

  /** Shows what the link would do; mail programs open links before people do. */
  async show(ctx: HttpContext) {
    const { token } = ctx.params as { token: string }
    const change = await viewEmailChange(token)
    const reader = await signedIn(ctx)
    return ctx.inertia.render(
      'kernel::account/email_confirm' as never,
      {
        token,
        email: change?.email ?? null,
        ofThisPerson: change !== null && reader?.id === change.userId,
      } as never
    )
  }

  /** Does it. */
  async confirm(ctx: HttpContext) {
    const { token } = ctx.params as { token: string }
    const { password } = await ctx.request.validateUsing(confirmRegistrationValidator)
    const reader = await signedIn(ctx)
    const proof = { signedInAs: reader?.id ?? null, password: password ?? '' }
    const email = await confirmEmailChange(token, proof, originOf(ctx))
    ctx.session.flash('success', `From now on you sign in with ${email}.`)
    return ctx.response.redirect().status(303).toPath('/account')
  }
}
