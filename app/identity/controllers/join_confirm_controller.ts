import app from '@adonisjs/core/services/app'
import type { HttpContext } from '@adonisjs/core/http'
import { keepQuiet } from '../../http/quiet.ts'
import { confirmJoining, viewConfirmation } from '../services/invitations_confirm.ts'
import { originOf } from '../services/origin.ts'
import { confirmValidator } from '../validators/joining.ts'
import { arrive, ASKED_KEY, heldInvitation, HELD_PATH, type AskedToJoin } from './join_steps.ts'

/** The mail that completes joining for people who had to prove their address. */
export default class JoinConfirmController {
  /** «Check your mail», the same for everybody. */
  async mailed(ctx: HttpContext) {
    const asked = ctx.session.get(ASKED_KEY) as AskedToJoin | undefined
    if (!asked) return ctx.response.redirect().status(303).toPath(HELD_PATH)
    const { view } = await heldInvitation(ctx)
    return ctx.inertia.render(
      'kernel::join/mailed' as never,
      {
        email: asked.email,
        organisation: view?.organisation ?? null,
        mailbox: app.inProduction ? null : '/dev/mail',
      } as never
    )
  }

  /** The link in the mail. Opening it changes nothing; in the browser that asked for it the page goes on by itself. */
  async confirm(ctx: HttpContext) {
    keepQuiet(ctx)
    const token = String(ctx.params.token)
    const { state, id, view } = await viewConfirmation(token)
    const asked = ctx.session.get(ASKED_KEY) as AskedToJoin | undefined
    return ctx.inertia.render(
      'kernel::join/confirm' as never,
      {
        state: view ? state : state === 'open' ? 'expired' : state,
        invitation: view,
        action: `/join/confirm/${token}`,
        ofThisBrowser: id !== null && asked?.id === id,
      } as never
    )
  }

  async complete(ctx: HttpContext) {
    const { password } = await ctx.request.validateUsing(confirmValidator)
    const asked = ctx.session.get(ASKED_KEY) as AskedToJoin | undefined
    const proof = { askedAs: asked?.id, password }
    const joined = await confirmJoining(String(ctx.params.token), proof, originOf(ctx))
    ctx.session.forget(ASKED_KEY)
    return arrive(ctx, joined, joined.user)
  }
}
