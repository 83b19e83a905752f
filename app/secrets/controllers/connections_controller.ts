import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { readerLanguage } from '../../lang/reader_language.ts'
import { sayTo } from '../../lang/say.ts'
import { originOf } from '../../identity/services/origin.ts'
import { translate } from '../../lang/translate.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import type { SecretDeclaration } from '../declaration.ts'
import { listConnections, removeConnectionKey, storeConnectionKey } from '../connections.ts'
import { secretValidator } from '../validators.ts'

const PAGE = '/settings/connections'

/** What was done to a key, with the names it has on the page. */
function told(ctx: HttpContext, what: 'stored' | 'removed', secret: SecretDeclaration): string {
  const owner = secret.key.split('.')[0]
  const say = sayTo(ctx)
  const names = { service: say(owner, secret.group), key: say(owner, secret.label) }
  return translate(readerLanguage(ctx), `kernel.secrets.${what}`, names)
}

/** Keys of outside services. Values come in and never go out. */
@inject()
export default class ConnectionsController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const connections = await listConnections(ctx.scope, this.registry, sayTo(ctx))
    return reply(ctx).page('kernel::settings/connections', { connections })
  }

  async store(ctx: HttpContext) {
    const { value } = await ctx.request.validateUsing(secretValidator)
    const { key } = ctx.params as { key: string }
    const secret = await storeConnectionKey(ctx.scope, this.registry, key, value, originOf(ctx))
    return reply(ctx).saved({ key }, { to: PAGE, message: told(ctx, 'stored', secret) })
  }

  async destroy(ctx: HttpContext) {
    const { key } = ctx.params as { key: string }
    const secret = await removeConnectionKey(ctx.scope, this.registry, key, originOf(ctx))
    return reply(ctx).saved({ key }, { to: PAGE, message: told(ctx, 'removed', secret) })
  }
}
