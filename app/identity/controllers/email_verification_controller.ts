import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { keepQuiet } from '../../http/quiet.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { FIRST_PAGE } from '../../onboarding/first_page.ts'
import { originOf } from '../services/origin.ts'
import { confirmRegistration, viewRegistration } from '../services/pending_registration.ts'
import { signIn } from '../services/sign_in.ts'
import { confirmRegistrationValidator } from '../validators/sign_in.ts'
import { askedBefore, PENDING_REGISTRATION_KEY } from './registration_controller.ts'

/** The link that proves the address of somebody who signed up. */
@inject()
export default class EmailVerificationController {
  constructor(private registry: ModuleRegistry) {}

  /** Opening changes nothing: mail programs open links to scan them. */
  async show(ctx: HttpContext) {
    keepQuiet(ctx)
    const token = String(ctx.params.token)
    const { state, id, registration } = await viewRegistration(token)
    const ofThisBrowser = id !== null && askedBefore(ctx)?.id === id
    return ctx.inertia.render(
      'kernel::auth/verify' as never,
      { state, registration, action: `/verify/${token}`, ofThisBrowser } as never
    )
  }

  async store(ctx: HttpContext) {
    keepQuiet(ctx)
    const { password } = await ctx.request.validateUsing(confirmRegistrationValidator)
    const { user } = await confirmRegistration(
      this.registry,
      String(ctx.params.token),
      { askedAs: askedBefore(ctx)?.id, password },
      originOf(ctx)
    )
    ctx.session.forget(PENDING_REGISTRATION_KEY)
    await signIn(ctx, user, { method: 'link', remember: false })
    ctx.session.flash('success', `Welcome to Karkhana, ${user.name}.`)
    return ctx.response.redirect().status(303).toPath(FIRST_PAGE)
  }
}
