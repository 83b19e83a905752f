import app from '@adonisjs/core/services/app'
import type { HttpContext } from '@adonisjs/core/http'
import { demoLogins } from '../../http/demo_logins.ts'
import { isProgram } from '../../http/problem.ts'
import { INTENDED_KEY } from '../../http/session_keys.ts'
import { checkCredentials } from '../services/credentials.ts'
import { googleEnabled } from '../services/google.ts'
import { endSession } from '../services/sessions.ts'
import { continueSignIn } from '../services/sign_in.ts'
import { TooManyTriesError } from '../services/throttle.ts'
import { signInValidator } from '../validators/people.ts'

/** Signing in and out. */
export default class SessionController {
  async create(ctx: HttpContext) {
    const { auth, response } = ctx
    if (await auth.use('web').check()) return response.redirect().status(303).toPath('/')
    return this.#page(ctx, null)
  }

  async store(ctx: HttpContext) {
    const { email, password, remember, to } = await ctx.request.validateUsing(signInValidator)
    if (to) ctx.session.put(INTENDED_KEY, to)
    try {
      const user = await checkCredentials(ctx, { email, password })
      const path = await continueSignIn(ctx, user, {
        method: 'password',
        remember: remember ?? false,
      })
      return ctx.response.redirect().status(303).toPath(path)
    } catch (error) {
      if (!(error instanceof TooManyTriesError) || isProgram(ctx)) throw error
      return this.#refuse(ctx, error)
    }
  }

  async destroy(ctx: HttpContext) {
    const { auth, session, response } = ctx
    await endSession(ctx)
    await auth.use('web').logout()
    session.clear()
    return response.redirect().status(303).toPath('/login')
  }

  /** The page says how long to wait; the status says it to everybody else. */
  async #refuse(ctx: HttpContext, error: TooManyTriesError) {
    const seconds = Number(error.meta?.retryAfter)
    ctx.response.status(429).header('retry-after', String(seconds))
    return this.#page(ctx, { message: error.message, seconds })
  }

  async #page({ inertia }: HttpContext, refused: { message: string; seconds: number } | null) {
    const demo = app.inProduction ? [] : await demoLogins()
    // Whoever comes next cannot go back to what the last one saw.
    inertia.clearHistory()
    return inertia.render(
      'kernel::auth/login' as never,
      { demo, google: googleEnabled(), refused } as never
    )
  }
}
