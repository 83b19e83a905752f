import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { originOf } from '../../identity/services/origin.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { listConnections, removeConnectionKey, storeConnectionKey } from '../connections.ts'
import { secretValidator } from '../validators.ts'

const PAGE = '/settings/connections'

/** Keys of outside services. Values come in and never go out. */
@inject()
export default class ConnectionsController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const connections = await listConnections(ctx.scope, this.registry)
    return reply(ctx).page('kernel::settings/connections', { connections })
  }

  async store(ctx: HttpContext) {
    const { value } = await ctx.request.validateUsing(secretValidator)
    const { key } = ctx.params as { key: string }
    const secret = await storeConnectionKey(ctx.scope, this.registry, key, value, originOf(ctx))
    return reply(ctx).saved(
      { key },
      { to: PAGE, message: `${secret.group}: ${secret.label} stored.` }
    )
  }

  async destroy(ctx: HttpContext) {
    const { key } = ctx.params as { key: string }
    const secret = await removeConnectionKey(ctx.scope, this.registry, key, originOf(ctx))
    return reply(ctx).saved(
      { key },
      { to: PAGE, message: `${secret.group}: ${secret.label} removed.` }
    )
  }
}
