import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { listInput } from '../../lists/main.ts'
import { listMessages, retryMessage } from '../messages.ts'

/** The text messages that the modules have sent. */
export default class SmsMessagesController {
  async index(ctx: HttpContext) {
    const list = await listMessages(ctx.scope, await listInput(ctx))
    return reply(ctx).list('kernel::settings/sms_messages', list)
  }

  async retry(ctx: HttpContext) {
    const message = await retryMessage(ctx.scope, ctx.params.id)
    return reply(ctx).saved(message, {
      to: '/settings/services/messages',
      message: 'The message is sent again.',
    })
  }
}
