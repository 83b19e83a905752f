import app from '@adonisjs/core/services/app'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { RuleError } from '../../errors.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { FIRST_PAGE } from '../../onboarding/first_page.ts'
import { slowAsking } from '../services/asking.ts'
import { googleEnabled, heldGoogleIdentity } from '../services/google.ts'
import { originOf } from '../services/origin.ts'
import { askToRegister, mailAgain, registerProven } from '../services/pending_registration.ts'
import { continueSignIn } from '../services/sign_in.ts'
import { registrationValidator } from '../validators/people.ts'

const COUNTRY = 'IN'

/** Session key of the sign-up that waits for its mail: `{ id, email }`. */
export const PENDING_REGISTRATION_KEY = 'pending_registration'

/** What the browser session knows of a sign-up that waits. */
export interface AskedRegistration {
  id: string
  email: string
}

/** An owner founds an organisation. */
@inject()
export default class RegistrationController {
  constructor(private registry: ModuleRegistry) {}

  async create(ctx: HttpContext) {
    const identity = await this.registry.taxIdentity(COUNTRY)
    const held = heldGoogleIdentity(ctx)
    return ctx.inertia.render(
      'kernel::auth/register' as never,
      {
        country: COUNTRY,
        taxLabel: identity?.label ?? 'Tax number',
        states: identity?.states() ?? [],
        google: googleEnabled(),
        proven: held && { email: held.email, name: held.name },
      } as never
    )
  }

  /** The answer is the same whether or not the address has an account. */
  async store(ctx: HttpContext) {
    const { password, ...input } = await ctx.request.validateUsing(registrationValidator)
    await slowAsking(ctx, input.email)
    const held = heldGoogleIdentity(ctx)
    if (held && held.email === input.email.toLowerCase()) {
      const { user } = await registerProven(this.registry, input, originOf(ctx))
      const path = await continueSignIn(ctx, user, { method: 'google', remember: false })
      ctx.session.flash('success', `Welcome to Karkhana, ${user.name}.`)
      return ctx.response
        .redirect()
        .status(303)
        .toPath(path === '/' ? FIRST_PAGE : path)
    }
    if (!password) throw new PasswordMissingError()
    const id = await askToRegister(this.registry, { ...input, password }, originOf(ctx))
    const asked: AskedRegistration = { id, email: input.email }
    ctx.session.put(PENDING_REGISTRATION_KEY, asked)
    return ctx.response.redirect().status(303).toPath('/register/sent')
  }

  /** Check your mail. */
  async sent(ctx: HttpContext) {
    const asked = askedBefore(ctx)
    if (!asked) return ctx.response.redirect().status(303).toPath('/register')
    return ctx.inertia.render(
      'kernel::auth/register_sent' as never,
      { email: asked.email, mailbox: app.inProduction ? null : '/dev/mail' } as never
    )
  }

  async resend(ctx: HttpContext) {
    const asked = askedBefore(ctx)
    if (!asked) return ctx.response.redirect().status(303).toPath('/register')
    await slowAsking(ctx, asked.email)
    await mailAgain(asked.id)
    ctx.session.flash('success', 'The mail is on its way again. Only the newest link works.')
    return ctx.response.redirect().status(303).toPath('/register/sent')
  }
}

/** The sign-up of this browser that waits for its mail. */
export function askedBefore({ session }: HttpContext): AskedRegistration | undefined {
  return session.get(PENDING_REGISTRATION_KEY) as AskedRegistration | undefined
}

/** Only who was vouched for by Google needs none. */
class PasswordMissingError extends RuleError {
  constructor() {
    super('E_PASSWORD_MISSING', 'This is missing. Please fill it in.', { field: 'password' })
  }
}
