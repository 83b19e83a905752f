import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { sayTo } from '../../lang/say.ts'
import { listInput } from '../../lists/main.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { cancelOwn, retryOwn } from '../manage.ts'
import { listRuns, readRunView } from '../own_runs.ts'

/** What the reader asked for and that runs long; everybody sees their own. */
@inject()
export default class RunsController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const list = await listRuns(ctx.scope, await listInput(ctx), sayTo(ctx))
    return reply(ctx).list('kernel::runs', list)
  }

  async show(ctx: HttpContext) {
    return { data: await readRunView(ctx.scope, idOf(ctx), sayTo(ctx)) }
  }

  async cancel(ctx: HttpContext) {
    await cancelOwn(ctx.scope, idOf(ctx))
    return this.show(ctx)
  }

  async retry(ctx: HttpContext) {
    await retryOwn(ctx.scope, this.registry, idOf(ctx))
    return this.show(ctx)
  }
}

const idOf = ({ params }: HttpContext) => String((params as { id: string }).id)
