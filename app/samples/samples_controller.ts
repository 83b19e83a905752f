import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ModuleRegistry } from '../modules/registry.ts'
import { makeSamples } from './make.ts'
import { planRemoval, removeSamples } from './remove.ts'
import { sampleRemovalValidator, sampleSetValidator } from './validators.ts'

/** Sample data to try, and to remove. */
@inject()
export default class SamplesController {
  constructor(private registry: ModuleRegistry) {}

  /** What removing them would do. */
  async show({ scope }: HttpContext) {
    return { data: await planRemoval(scope, this.registry) }
  }

  async store(ctx: HttpContext) {
    const { set } = await ctx.request.validateUsing(sampleSetValidator)
    await makeSamples(ctx.scope, this.registry, set)
    ctx.session.flash('success', 'Sample data is here. Try what you like; it can be removed whole.')
    return ctx.response.redirect().status(303).back()
  }

  async destroy(ctx: HttpContext) {
    const { keep } = await ctx.request.validateUsing(sampleRemovalValidator)
    await removeSamples(ctx.scope, this.registry, { keep })
    ctx.session.flash('success', 'The sample data is removed.')
    return ctx.response.redirect().status(303).back()
  }
}
