import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { notificationsOf, saveNotifications } from '../services/notification_kinds.ts'
import { reasonsOf, saveReasons, timesOf } from '../../notifications/reasons.ts'
import { reasonsValidator } from '../../notifications/validators.ts'
import { notificationsValidator } from '../validators/account.ts'

/** What the person is written to about. */
export default class AccountNotificationsController {
  async show(ctx: HttpContext) {
    const { user } = ctx.account
    return reply(ctx).page('kernel::account/notifications', {
      kinds: notificationsOf(user),
      reasons: reasonsOf(user),
      times: timesOf(user),
      email: user.email,
    })
  }

  async update(ctx: HttpContext) {
    const { wanted } = await ctx.request.validateUsing(notificationsValidator)
    const { reasons, times } = await ctx.request.validateUsing(reasonsValidator)
    await saveNotifications(ctx.account.user, wanted)
    await saveReasons(ctx.account.user, reasons ?? {}, times)
    return reply(ctx).saved({}, { to: '/account/notifications', message: 'Notifications saved.' })
  }
}
