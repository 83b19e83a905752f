import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { search } from '../search.ts'
import { searchValidator } from '../validators.ts'

/** The search of the shell: one text, the records of every module. */
@inject()
export default class SearchController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const { q = '', limit: wanted, kind, after } = await searchValidator.validate(ctx.request.qs())
    const page = ctx.request.accepts(['html', 'json']) === 'html' && ctx.surface === 'web'
    const limit = wanted ?? (kind ? 20 : page ? 8 : 5)
    const found = await search(ctx.scope, this.registry, q, { limit, kind, after })
    return reply(ctx).record('kernel::search', found)
  }
}
