import app from '@adonisjs/core/services/app'
import type { HttpContext } from '@adonisjs/core/http'
import limiter from '@adonisjs/limiter/services/main'
import { demoLogins } from '../../http/demo_logins.ts'
import User from '../models/user.ts'
import { endSession } from '../services/sessions.ts'
import { signIn } from '../services/sign_in.ts'
import { signInValidator } from '../validators/people.ts'

/** Signing in and out. */
export default class SessionController {
  async create({ inertia, auth, response }: HttpContext) {
    if (await auth.use('web').check()) return response.redirect().status(303).toPath('/')
    const demo = app.inProduction ? [] : await demoLogins()
    return inertia.render('kernel::auth/login' as never, { demo } as never)
  }

  async store(ctx: HttpContext) {
    const { request, session, response } = ctx
    const { email, password } = await request.validateUsing(signInValidator)
    const attempts = limiter.use({ requests: 10, duration: '15 mins', blockDuration: '15 mins' })
    const key = `sign_in_${request.ip()}_${email.toLowerCase()}`
    const [failure, user] = await attempts.penalize(key, () =>
      User.verifyCredentials(email.toLowerCase(), password)
    )
    if (failure) throw failure
    const intended = session.get('intended_url', '/') as string
    session.forget('intended_url')
    await signIn(ctx, user, { method: 'password', remember: false })
    return response.redirect().status(303).toPath(localPath(intended))
  }

  async destroy(ctx: HttpContext) {
    const { auth, session, response } = ctx
    await endSession(ctx)
    await auth.use('web').logout()
    session.clear()
    return response.redirect().status(303).toPath('/login')
  }
}

/** Only paths of this site are followed after signing in. */
function localPath(path: string) {
  return /^\/(?![/\\])/.test(path) ? path : '/'
}
