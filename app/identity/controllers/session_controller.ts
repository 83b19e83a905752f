import app from '@adonisjs/core/services/app'
import type { HttpContext } from '@adonisjs/core/http'
import limiter from '@adonisjs/limiter/services/main'
import { demoLogins } from '../../http/demo_logins.ts'
import { BRANCH_KEY, ORGANISATION_KEY } from '../../http/middleware/scope_middleware.ts'
import User from '../models/user.ts'
import { signInValidator } from '../validators/people.ts'

/** Signing in and out. */
export default class SessionController {
  async create({ inertia, auth, response }: HttpContext) {
    if (await auth.use('web').check()) return response.redirect().status(303).toPath('/')
    const demo = app.inProduction ? [] : await demoLogins()
    return inertia.render('kernel::auth/login' as never, { demo } as never)
  }

  async store({ request, auth, session, response }: HttpContext) {
    const { email, password } = await request.validateUsing(signInValidator)
    const attempts = limiter.use({ requests: 10, duration: '15 mins', blockDuration: '15 mins' })
    const key = `sign_in_${request.ip()}_${email.toLowerCase()}`
    const [failure, user] = await attempts.penalize(key, () =>
      User.verifyCredentials(email.toLowerCase(), password)
    )
    if (failure) throw failure
    const intended = session.get('intended_url', '/') as string
    await auth.use('web').login(user)
    session.forget('intended_url')
    session.forget(BRANCH_KEY)
    if (user.lastOrganisationId) session.put(ORGANISATION_KEY, user.lastOrganisationId)
    return response.redirect().status(303).toPath(localPath(intended))
  }

  async destroy({ auth, session, response }: HttpContext) {
    await auth.use('web').logout()
    session.clear()
    return response.redirect().status(303).toPath('/login')
  }
}

/** Only paths of this site are followed after signing in. */
function localPath(path: string) {
  return /^\/(?![/\\])/.test(path) ? path : '/'
}
