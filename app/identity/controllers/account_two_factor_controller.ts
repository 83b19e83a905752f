import encryption from '@adonisjs/core/services/encryption'
import type { HttpContext } from '@adonisjs/core/http'
import { localPath } from '../../http/local_path.ts'
import { reply } from '../../http/reply.ts'
import { INTENDED_KEY } from '../../http/session_keys.ts'
import { isFresh, proofAsked, proveAgain, proveUnlessFresh } from '../services/identity_proof.ts'
import { originOf } from '../services/origin.ts'
import { recoveryCodesLeft, renewRecoveryCodes } from '../services/recovery_codes.ts'
import {
  beginTwoFactor,
  confirmTwoFactor,
  organisationAskingFor,
  pendingTwoFactor,
  switchOffTwoFactor,
} from '../services/two_factor.ts'
import { codeValidator, proofValidator } from '../validators/account.ts'

const HERE = '/account/two-factor'
/** Flash of new recovery codes, encrypted: a session is no place for secrets, not even for one request. */
const CODES = 'recoveryCodes'

/** Two-factor sign-in of the person: set up, renew the recovery codes, switch off. */
export default class AccountTwoFactorController {
  async show(ctx: HttpContext) {
    const { user } = ctx.account
    const sealed = ctx.session.flashMessages.get(CODES) as string | undefined
    const codes = sealed ? encryption.decrypt<string[]>(sealed, CODES) : null
    return reply(ctx).page('kernel::account/two_factor', {
      state: user.twoFactorConfirmedAt ? 'on' : 'off',
      since: user.twoFactorConfirmedAt?.toISO() ?? null,
      setUp: await pendingTwoFactor(user),
      codes,
      recoveryCodesLeft: await recoveryCodesLeft(user.id),
      askedBy: await organisationAskingFor(user.id),
      proof: proofAsked(user),
      fresh: await isFresh(ctx.account),
      next: codes ? localPath(ctx.session.pull(INTENDED_KEY, '/account/security')) : null,
    })
  }

  async begin(ctx: HttpContext) {
    const given = await ctx.request.validateUsing(proofValidator)
    await proveUnlessFresh(ctx.account, given)
    await beginTwoFactor(ctx.account.user)
    return ctx.response.redirect().status(303).toPath(HERE)
  }

  async confirm(ctx: HttpContext) {
    const { code } = await ctx.request.validateUsing(codeValidator)
    const codes = await confirmTwoFactor(ctx.account.user, code, originOf(ctx))
    return this.#show(ctx, codes, 'Two-factor sign-in is on.')
  }

  async renew(ctx: HttpContext) {
    const given = await ctx.request.validateUsing(proofValidator)
    await proveAgain(ctx.account, given)
    const codes = await renewRecoveryCodes(ctx.account.user, originOf(ctx))
    return this.#show(ctx, codes, 'You have new recovery codes. The old ones no longer work.')
  }

  async destroy(ctx: HttpContext) {
    const given = await ctx.request.validateUsing(proofValidator)
    await proveAgain(ctx.account, given)
    await switchOffTwoFactor(ctx.account.user, originOf(ctx))
    return reply(ctx).saved({}, { to: '/account/security', message: 'Two-factor sign-in is off.' })
  }

  #show(ctx: HttpContext, codes: string[], message: string) {
    ctx.session.flash(CODES, encryption.encrypt(codes, undefined, CODES))
    return reply(ctx).saved({}, { to: HERE, message })
  }
}
