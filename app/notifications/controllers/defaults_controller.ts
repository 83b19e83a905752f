import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { readerLanguage } from '../../lang/reader_language.ts'
import { sayTo } from '../../lang/say.ts'
import { decideNotifications, notificationsOfRole, type RoleToTell } from '../defaults.ts'
import { labelOfReason } from '../reason_words.ts'
import { roleReasonsValidator, roleValidator } from '../validators.ts'

/** How members of each role are told, while they have not chosen for themselves. */
export default class DefaultsController {
  async show(ctx: HttpContext) {
    const { role = 'technician' } = await ctx.request.validateUsing(roleValidator)
    const found = await notificationsOfRole(ctx.scope, role)
    const language = readerLanguage(ctx)
    const say = sayTo(ctx)
    const named = (each: RoleToTell) =>
      each.own ? each : { ...each, name: say('kernel', each.name) }
    return reply(ctx).record('kernel::settings/notifications', {
      role: named(found.role),
      roles: found.roles.map(named),
      reasons: found.reasons.map((each) => ({ ...each, ...labelOfReason(each.id, language) })),
    })
  }

  async update(ctx: HttpContext) {
    const { reasons } = await ctx.request.validateUsing(roleReasonsValidator)
    const saved = await decideNotifications(ctx.scope, ctx.params.role as string, reasons)
    return reply(ctx).saved(saved, {
      to: `/settings/notifications?role=${encodeURIComponent(saved.role)}`,
      message: 'Notifications saved.',
    })
  }
}
