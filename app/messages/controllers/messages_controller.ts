import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { sayTo } from '../../lang/say.ts'
import { listInput } from '../../lists/main.ts'
import { installedRegistry } from '../../modules/installed_registry.ts'
import { countMessages, listMessages, retryMessage, stopWaiting } from '../list.ts'

/** The messages that went to those outside, in every channel. */
export default class MessagesController {
  async index(ctx: HttpContext) {
    const list = await listMessages(ctx.scope, await listInput(ctx))
    if (ctx.surface === 'api') return reply(ctx).list('kernel::settings/messages', list)
    const say = sayTo(ctx)
    const registry = installedRegistry()
    const owners = new Map(registry.manifests().map(({ id, name }) => [name, id]))
    const rows = list.rows.map((row) => ({
      ...row,
      reason: row.reason && say('kernel', row.reason),
      module: say(owners.get(row.module) ?? 'kernel', row.module),
    }))
    return reply(ctx).list(
      'kernel::settings/messages',
      { ...list, rows },
      { counts: await countMessages(ctx.scope) }
    )
  }

  /** Stops what waits, until it is sent again one by one. */
  async stop(ctx: HttpContext) {
    const stopped = await stopWaiting(ctx.scope)
    return reply(ctx).saved(stopped, {
      to: '/settings/messages',
      message: { key: 'kernel.messages_stopped', params: { ...stopped } },
    })
  }

  async retry(ctx: HttpContext) {
    const message = await retryMessage(ctx.scope, ctx.params.id)
    return reply(ctx).saved(message, {
      to: '/settings/messages',
      message: 'The message is sent again.',
    })
  }
}
