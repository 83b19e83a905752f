import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { mayGive } from '../../access/giving.ts'
import { builtIn } from '../../access/authority.ts'
import { reply } from '../../http/reply.ts'
import { readerLanguage } from '../../lang/reader_language.ts'
import { listInput } from '../../lists/main.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { ACCESS_ROLES, endAccess, grantAccess, listAccess, partnerOf } from '../services/access.ts'
import { listViews } from '../services/views.ts'
import { accessValidator } from '../validators.ts'

/** Letting the partner look in, for a limited time, with every page it opened. */
@inject()
export default class PartnerAccessController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const input = await listInput(ctx)
    const list = await listViews(ctx.scope, this.registry, input, readerLanguage(ctx))
    const access = await listAccess(ctx.scope)
    if (ctx.surface === 'api') {
      return { data: list.rows, nextCursor: list.nextCursor, limit: list.limit, access }
    }
    return reply(ctx).list('kernel::settings/partner_access', list, async () => ({
      keeper: await partnerOf(ctx.scope),
      access,
      roles: ACCESS_ROLES.filter((role) => mayGive(ctx.scope, this.registry, builtIn(role), [])),
    }))
  }

  async store(ctx: HttpContext) {
    const input = await ctx.request.validateUsing(accessValidator)
    const { id, expiresAt } = await grantAccess(ctx.scope, this.registry, input)
    return reply(ctx).saved(
      { id, expiresAt },
      { to: '/settings/partner-access', message: 'Your partner may look in now.', created: true }
    )
  }

  async end(ctx: HttpContext) {
    await endAccess(ctx.scope, ctx.params.id)
    return reply(ctx).saved(
      { id: ctx.params.id },
      { to: '/settings/partner-access', message: 'Your partner’s access has ended.' }
    )
  }
}
