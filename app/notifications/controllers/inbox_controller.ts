import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { listInput, runList } from '../../lists/main.ts'
import { INBOX, markRead, muteRecord, unreadCount } from '../inbox.ts'
import { muteValidator, readValidator } from '../validators.ts'

/** What concerns the reader. */
export default class InboxController {
  async index(ctx: HttpContext) {
    const list = await runList(ctx.scope, INBOX, await listInput(ctx))
    return reply(ctx).list('kernel::inbox', list)
  }

  async count(ctx: HttpContext) {
    return { data: { unread: await unreadCount(ctx.scope) } }
  }

  async read(ctx: HttpContext) {
    await markRead(ctx.scope, await ctx.request.validateUsing(readValidator))
    return ctx.response.noContent()
  }

  async mute(ctx: HttpContext) {
    await muteRecord(ctx.scope, await ctx.request.validateUsing(muteValidator))
    return ctx.response.noContent()
  }
}
