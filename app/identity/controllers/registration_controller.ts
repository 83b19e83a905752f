import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import limiter from '@adonisjs/limiter/services/main'
import { ModuleRegistry } from '../../modules/registry.ts'
import { signIn } from '../services/sign_in.ts'
import { registerOrganisation } from '../services/registration.ts'
import { registrationValidator } from '../validators/people.ts'

const COUNTRY = 'IN'

/** An owner founds an organisation. */
@inject()
export default class RegistrationController {
  constructor(private registry: ModuleRegistry) {}

  async create({ inertia }: HttpContext) {
    const identity = await this.registry.taxIdentity(COUNTRY)
    return inertia.render(
      'kernel::auth/register' as never,
      {
        country: COUNTRY,
        taxLabel: identity?.label ?? 'Tax number',
        states: identity?.states() ?? [],
      } as never
    )
  }

  async store(ctx: HttpContext) {
    const { request, session, response } = ctx
    const input = await request.validateUsing(registrationValidator)
    const attempts = limiter.use({ requests: 20, duration: '1 hour' })
    await attempts.consume(`register_${request.ip()}`)
    const { user } = await registerOrganisation(this.registry, input)
    await signIn(ctx, user, { method: 'link', remember: false })
    session.flash('success', `Welcome to Karkhana, ${user.name}.`)
    return response.redirect().status(303).toPath('/')
  }
}
