import type { HttpContext } from '@adonisjs/core/http'
import { KarkhanaError } from '../../errors.ts'
import { reply } from '../../http/reply.ts'
import { SESSION_KEY } from '../../http/session_keys.ts'
import { ensureAlive, identify } from '../../http/middleware/account_middleware.ts'
import User from '../models/user.ts'
import { askGoogle } from '../services/google_sign_in.ts'
import {
  dropGoogleIdentity,
  googleEnabled,
  heldGoogleIdentity,
  holdGoogleIdentity,
  linkGoogle,
  unlinkGoogle,
  userOfGoogle,
  type GoogleIdentity,
} from '../services/google.ts'
import { AccountDisabledError, GoogleOffError } from '../services/google_errors.ts'
import { proveAgain, proveUnlessFresh } from '../services/identity_proof.ts'
import { originOf } from '../services/origin.ts'
import { continueSignIn } from '../services/sign_in.ts'
import { proofValidator } from '../validators/account.ts'
import { HELD_KEY, HELD_PATH } from './join_steps.ts'

/** What the person left for Google to do; of the browser session. */
const PURPOSE_KEY = 'google_purpose'
interface Purpose {
  /** To link; the session that asked for it. Else to sign in. */
  linkFor: string | null
  remember: boolean
}

/** Signing in with Google, and linking it with an account. */
export default class GoogleController {
  /** Leads to Google. */
  async redirect(ctx: HttpContext) {
    const remember = ctx.request.input('remember') === '1'
    return this.#leave(ctx, { linkFor: null, remember })
  }

  /** The same for somebody who is signed in and wants both accounts linked. */
  async link(ctx: HttpContext) {
    if (!googleEnabled()) throw new GoogleOffError()
    const given = await ctx.request.validateUsing(proofValidator)
    await proveUnlessFresh(ctx.account, given)
    return this.#leave(ctx, { linkFor: ctx.account.sessionId, remember: false })
  }

  async unlink(ctx: HttpContext) {
    const given = await ctx.request.validateUsing(proofValidator)
    await proveAgain(ctx.account, given)
    await unlinkGoogle(ctx.account.user, originOf(ctx))
    return reply(ctx).saved({}, { to: '/account/security', message: 'Google is unlinked.' })
  }

  /** Comes back from Google. */
  async callback(ctx: HttpContext) {
    if (!googleEnabled()) throw new GoogleOffError()
    const purpose = ctx.session.pull(PURPOSE_KEY) as Purpose | undefined
    const back = purpose?.linkFor ? '/account/security' : '/login'
    try {
      const identity = await askGoogle(ctx)
      const path = purpose?.linkFor
        ? await this.#link(ctx, purpose.linkFor, identity)
        : await this.#signIn(ctx, identity, purpose?.remember ?? false)
      return ctx.response.redirect().status(303).toPath(path)
    } catch (error) {
      if (!(error instanceof KarkhanaError) || error.status !== 422) throw error
      if (error.cause) ctx.logger.warn({ err: error.cause }, error.message)
      const { code, message, next } = error
      ctx.session.flash('error', { code, message, next })
      return ctx.response.redirect().status(303).toPath(back)
    }
  }

  /** Says that the address has an account already, and what to do once. */
  async explain(ctx: HttpContext) {
    const identity = heldGoogleIdentity(ctx)
    if (!identity) return ctx.response.redirect().status(303).toPath('/login')
    const { email } = identity
    return ctx.inertia.render('kernel::account/google_explain' as never, { email } as never)
  }

  async #leave(ctx: HttpContext, purpose: Purpose) {
    if (!googleEnabled()) throw new GoogleOffError()
    dropGoogleIdentity(ctx)
    ctx.session.put(PURPOSE_KEY, purpose)
    return ctx.ally.use('google').redirect((request) => request.param('prompt', 'select_account'))
  }

  async #signIn(ctx: HttpContext, identity: GoogleIdentity, remember: boolean): Promise<string> {
    const linked = await userOfGoogle(identity)
    if (linked?.disabledAt) throw new AccountDisabledError()
    if (linked) return continueSignIn(ctx, linked, { method: 'google', remember })
    holdGoogleIdentity(ctx, identity)
    const known = await User.findBy('email', identity.email)
    if (known) return '/login/google/link'
    return ctx.session.has(HELD_KEY) ? HELD_PATH : '/register'
  }

  /** Only in the session that asked for it, and while it lives. */
  async #link(ctx: HttpContext, sessionId: string, identity: GoogleIdentity): Promise<string> {
    const account = await identify(ctx)
    await ensureAlive(account)
    if (ctx.session.get(SESSION_KEY) !== sessionId) return '/account/security'
    await linkGoogle(account.user, identity, originOf(ctx))
    ctx.session.flash('success', 'Google is linked. You can sign in with it from now on.')
    return '/account/security'
  }
}
