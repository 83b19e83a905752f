import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { sayTo } from '../../lang/say.ts'
import { listInput } from '../../lists/main.ts'
import { installedRegistry } from '../../modules/installed_registry.ts'
import { listMessages, retryMessage } from '../messages.ts'

/** The text messages that the modules have sent. */
export default class SmsMessagesController {
  async index(ctx: HttpContext) {
    const list = await listMessages(ctx.scope, await listInput(ctx))
    const say = sayTo(ctx)
    const owners = new Map(
      installedRegistry()
        .manifests()
        .map(({ id, name }) => [name, id])
    )
    const rows = list.rows.map((row) => ({
      ...row,
      reason: row.reason && say('kernel', row.reason),
      module: say(owners.get(row.module) ?? 'kernel', row.module),
    }))
    return reply(ctx).list('kernel::settings/sms_messages', { ...list, rows })
  }

  async retry(ctx: HttpContext) {
    const message = await retryMessage(ctx.scope, ctx.params.id)
    return reply(ctx).saved(message, {
      to: '/settings/services/messages',
      message: 'The message is sent again.',
    })
  }
}
