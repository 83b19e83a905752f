import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { googleEnabled, googleOf } from '../services/google.ts'
import { isFresh, proofAsked } from '../services/identity_proof.ts'
import { originOf } from '../services/origin.ts'
import { changePassword } from '../services/profile.ts'
import { recoveryCodesLeft } from '../services/recovery_codes.ts'
import { passwordChangeValidator } from '../validators/account.ts'

/** How the person signs in: password, second factor, Google. */
export default class AccountSecurityController {
  async show(ctx: HttpContext) {
    const { user } = ctx.account
    return reply(ctx).page('kernel::account/security', {
      password: user.password ? { changedAt: user.passwordChangedAt?.toISO() ?? null } : null,
      twoFactor: user.twoFactorConfirmedAt
        ? {
            since: user.twoFactorConfirmedAt.toISO(),
            recoveryCodesLeft: await recoveryCodesLeft(user.id),
          }
        : null,
      google: googleEnabled() ? { linked: await googleOf(user.id) } : null,
      proof: proofAsked(user),
      fresh: await isFresh(ctx.account),
    })
  }

  async updatePassword(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(passwordChangeValidator)
    await changePassword(ctx.account, input, originOf(ctx))
    return reply(ctx).saved(
      {},
      { to: '/account/security', message: 'Password saved. Your other devices were signed out.' }
    )
  }
}
