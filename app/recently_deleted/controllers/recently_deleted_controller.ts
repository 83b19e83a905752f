import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { listInput, runList } from '../../lists/main.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { translate } from '../../lang/translate.ts'
import { readerLanguage } from '../../lang/reader_language.ts'
import { bringBack, deleteForGood } from '../bring_back.ts'
import { recentlyDeleted } from '../list.ts'
import { deleteValidator } from '../validators.ts'

const PAGE = '/recently-deleted'

/** What was archived or deleted lately. */
@inject()
export default class RecentlyDeletedController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const list = await recentlyDeleted(ctx.scope, this.registry)
    return reply(ctx).list(
      'kernel::recently_deleted',
      await runList(ctx.scope, list, await listInput(ctx))
    )
  }

  async restore(ctx: HttpContext) {
    const { id } = ctx.params as { id: string }
    const title = await bringBack(ctx.scope, this.registry, id)
    return reply(ctx).saved(
      { id, title },
      { to: PAGE, message: translate(readerLanguage(ctx), 'kernel.deleted.restored', { title }) }
    )
  }

  async remove(ctx: HttpContext) {
    await ctx.request.validateUsing(deleteValidator)
    const { id } = ctx.params as { id: string }
    const title = await deleteForGood(ctx.scope, this.registry, id)
    return reply(ctx).saved(
      { id, title },
      { to: PAGE, message: translate(readerLanguage(ctx), 'kernel.deleted.gone', { title }) }
    )
  }
}
