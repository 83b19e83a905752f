import type { HttpContext } from '@adonisjs/core/http'
import { NotFoundError } from '../../errors.ts'
import { reply } from '../../http/reply.ts'
import { sayTo } from '../../lang/say.ts'
import { activityOf } from '../services/account_activity.ts'
import { originOf } from '../services/origin.ts'
import { noteSecurityEvent } from '../services/security_events.ts'
import { liveSessions, revokeOtherSessions, revokeSession } from '../services/sessions.ts'
import { cursorValidator, sessionIdValidator } from '../validators/account.ts'

/** Where the person is signed in, and what happened around the account. */
export default class AccountSessionsController {
  async index(ctx: HttpContext) {
    const { user, sessionId } = ctx.account
    return reply(ctx).page('kernel::account/sessions', {
      sessions: await liveSessions(user.id, sessionId),
    })
  }

  async destroy(ctx: HttpContext) {
    const [error, params] = await sessionIdValidator.tryValidate(ctx.params)
    if (error) throw new NotFoundError('session')
    const device = await revokeSession(ctx.account.user.id, params.id, originOf(ctx))
    return reply(ctx).saved({}, { to: '/account/sessions', message: `${device} is signed out.` })
  }

  async destroyOthers(ctx: HttpContext) {
    const { user, sessionId } = ctx.account
    const ended = await revokeOtherSessions(user.id, sessionId)
    if (ended > 0) {
      await noteSecurityEvent(
        { kind: 'session.revoked', userId: user.id, details: { sessions: ended } },
        originOf(ctx)
      )
    }
    return reply(ctx).saved(
      { ended },
      { to: '/account/sessions', message: 'All other devices are signed out.' }
    )
  }

  async activity(ctx: HttpContext) {
    const { cursor } = await ctx.request.validateUsing(cursorValidator)
    const page = await activityOf(ctx.account.user.id, sayTo(ctx), cursor)
    return reply(ctx).page('kernel::account/activity', { ...page, cursor: cursor ?? null })
  }
}
