import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { awaitedEmail } from '../services/email_change.ts'
import { proofAsked } from '../services/identity_proof.ts'
import { saveAppearance, saveLanguage, saveProfile } from '../services/profile.ts'
import { appearanceValidator, languageValidator, profileValidator } from '../validators/account.ts'

/** Who the person is: name, phone, language, appearance. */
export default class AccountProfileController {
  async show(ctx: HttpContext) {
    const { user } = ctx.account
    const { name, phone, locale, appearance, email } = user
    return reply(ctx).page('kernel::account/profile', {
      profile: { name, phone, locale, appearance, email },
      awaitedEmail: await awaitedEmail(user.id),
      proof: proofAsked(user),
    })
  }

  async update(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(profileValidator)
    await saveProfile(ctx.account.user, input)
    return reply(ctx).saved({}, { to: '/account', message: 'Profile saved.' })
  }

  /** Chosen in the account menu too, on any page; there is nothing to tell. */
  async appearance(ctx: HttpContext) {
    await saveAppearance(ctx.account.user, await ctx.request.validateUsing(appearanceValidator))
    return ctx.response.redirect().status(303).back()
  }

  /** Chosen in the account menu too, on any page; the page itself speaks it at once. */
  async language(ctx: HttpContext) {
    const { locale } = await ctx.request.validateUsing(languageValidator)
    await saveLanguage(ctx.account.user, locale)
    return ctx.response.redirect().status(303).back()
  }
}
