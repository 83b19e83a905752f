import app from '@adonisjs/core/services/app'
import type { HttpContext } from '@adonisjs/core/http'
import { keepQuiet } from '../../http/quiet.ts'
import { slowAsking } from '../services/asking.ts'
import { forgetFailures } from '../services/credentials.ts'
import { originOf } from '../services/origin.ts'
import { askForReset, resetPassword, viewReset } from '../services/password_reset.ts'
import { continueSignIn } from '../services/sign_in.ts'
import { forgotValidator, newPasswordValidator } from '../validators/sign_in.ts'

/** Session key of the address that a reset was asked for. */
const ASKED_KEY = 'reset_asked_for'

/** A new password for somebody who has forgotten theirs. */
export default class PasswordResetController {
  async create({ inertia }: HttpContext) {
    return inertia.render('kernel::auth/forgot' as never, {} as never)
  }

  /** The answer is the same whether or not the address has an account. */
  async store(ctx: HttpContext) {
    const { email } = await ctx.request.validateUsing(forgotValidator)
    await slowAsking(ctx, email)
    await askForReset(email, originOf(ctx))
    ctx.session.put(ASKED_KEY, email)
    return ctx.response.redirect().status(303).toPath('/password/sent')
  }

  /** Check your mail. */
  async sent({ inertia, session, response }: HttpContext) {
    const email = session.get(ASKED_KEY) as string | undefined
    if (!email) return response.redirect().status(303).toPath('/password/forgot')
    return inertia.render(
      'kernel::auth/forgot_sent' as never,
      { email, mailbox: app.inProduction ? null : '/dev/mail' } as never
    )
  }

  async edit(ctx: HttpContext) {
    keepQuiet(ctx)
    const token = String(ctx.params.token)
    const { state, email } = await viewReset(token)
    return ctx.inertia.render(
      'kernel::auth/reset' as never,
      { state, email, action: `/password/reset/${token}` } as never
    )
  }

  /** Sets the password and signs in; a second factor is asked for as always. */
  async update(ctx: HttpContext) {
    keepQuiet(ctx)
    const { password } = await ctx.request.validateUsing(newPasswordValidator)
    const user = await resetPassword(String(ctx.params.token), password, originOf(ctx))
    await forgetFailures(ctx, user.email)
    ctx.session.forget(ASKED_KEY)
    const path = await continueSignIn(ctx, user, { method: 'link', remember: false })
    ctx.session.flash('success', 'Your password is set. Everybody else was signed out.')
    return ctx.response.redirect().status(303).toPath(path)
  }
}
