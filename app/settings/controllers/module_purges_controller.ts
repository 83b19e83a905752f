import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply, type TextOf } from '../../http/reply.ts'
import { previewPurge } from '../../modules/purge/plan.ts'
import { cancelPurge, confirmPurge, requestPurge } from '../../modules/purge/requests.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { modulePurgeValidator } from '../module_validators.ts'

/** Deleting the data of a module, which two people agree to. */
@inject()
export default class ModulePurgesController {
  constructor(private registry: ModuleRegistry) {}

  /** What it would do; shown before it is asked for and before it is confirmed. */
  async plan(ctx: HttpContext) {
    return { data: await previewPurge(ctx.scope, this.registry, this.#id(ctx)) }
  }

  async request(ctx: HttpContext) {
    const { name } = await ctx.request.validateUsing(modulePurgeValidator)
    const request = await requestPurge(ctx.scope, this.registry, this.#id(ctx), name)
    return this.#saved(
      ctx,
      request,
      'Asked for. Somebody else has to confirm it within seven days.'
    )
  }

  async confirm(ctx: HttpContext) {
    const { name } = await ctx.request.validateUsing(modulePurgeValidator)
    const request = await confirmPurge(ctx.scope, this.registry, this.#id(ctx), name)
    return this.#saved(ctx, request, { key: 'kernel.switched.deleting', params: { name } })
  }

  async cancel(ctx: HttpContext) {
    const request = await cancelPurge(ctx.scope, this.registry, this.#id(ctx))
    return this.#saved(ctx, request, 'The request is withdrawn. Nothing is deleted.')
  }

  #id(ctx: HttpContext) {
    return ctx.params.id as string
  }

  #saved(ctx: HttpContext, record: object, message: string | TextOf) {
    return reply(ctx).saved(record, { to: `/settings/modules/${this.#id(ctx)}`, message })
  }
}
