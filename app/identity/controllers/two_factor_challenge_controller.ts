import type { HttpContext } from '@adonisjs/core/http'
import { PendingSignInOverError } from '../services/account_errors.ts'
import { dropPending, pendingSignIn } from '../services/pending_sign_in.ts'
import { completeSignIn } from '../services/two_factor_challenge.ts'
import { challengeValidator } from '../validators/account.ts'

/** The second factor of a sign-in. */
export default class TwoFactorChallengeController {
  async create(ctx: HttpContext) {
    const waiting = await pendingSignIn(ctx)
    if (!waiting) return ctx.response.redirect().status(303).toPath('/login')
    return ctx.inertia.render(
      'kernel::auth/two_factor' as never,
      { email: waiting.user.email } as never
    )
  }

  async store(ctx: HttpContext) {
    const given = await ctx.request.validateUsing(challengeValidator)
    try {
      const path = await completeSignIn(ctx, given)
      return ctx.response.redirect().status(303).toPath(path)
    } catch (error) {
      if (!(error instanceof PendingSignInOverError)) throw error
      const { code, message, next } = error
      ctx.session.flash('error', { code, message, next })
      return ctx.response.redirect().status(303).toPath('/login')
    }
  }

  /** Back to the first factor. */
  async destroy(ctx: HttpContext) {
    dropPending(ctx)
    return ctx.response.redirect().status(303).toPath('/login')
  }
}
