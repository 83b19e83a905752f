import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { listNamed } from '../../lists/registry.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { reply } from '../../http/reply.ts'
import { beginRun, cancelRun, retryRun, undoRun } from '../begin.ts'
import { readRun } from '../bulk_run.ts'
import { bulkValidator } from '../validators.ts'

/** Things done to many records of a list at once. */
@inject()
export default class RunsController {
  constructor(private registry: ModuleRegistry) {}

  async store(ctx: HttpContext) {
    const list = await this.#list(ctx)
    const { input = {}, ...request } = await ctx.request.validateUsing(bulkValidator)
    const run = await beginRun(ctx.scope, list, { ...request, input })
    return reply(ctx).made(run)
  }

  async show(ctx: HttpContext) {
    const { name } = await this.#list(ctx)
    return { data: await readRun(ctx.scope, name, this.#run(ctx)) }
  }

  async retry(ctx: HttpContext) {
    return { data: await retryRun(ctx.scope, await this.#list(ctx), this.#run(ctx)) }
  }

  async undo(ctx: HttpContext) {
    const run = await undoRun(ctx.scope, await this.#list(ctx), this.#run(ctx))
    return reply(ctx).made(run)
  }

  async cancel(ctx: HttpContext) {
    return { data: await cancelRun(ctx.scope, await this.#list(ctx), this.#run(ctx)) }
  }

  #list({ scope, params }: HttpContext) {
    const { list } = params as { list: string }
    return listNamed(scope, this.registry, list, { toChange: true })
  }

  #run({ params }: HttpContext) {
    return String((params as { run: string }).run)
  }
}
