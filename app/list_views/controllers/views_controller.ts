import { inject } from '@adonisjs/core'
import { reply } from '../../http/reply.ts'
import type { HttpContext } from '@adonisjs/core/http'
import { listNamed } from '../../lists/registry.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { createView, deleteView, saveSettings, updateView } from '../save_views.ts'
import { listSettingsValidator, viewChangeValidator, viewValidator } from '../validators.ts'
import { viewsOfList } from '../views.ts'

/** Saved views of a list, and how the reader arranged it. */
@inject()
export default class ViewsController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const name = await this.#list(ctx)
    const { views } = await ctx.scope.read((unit) => viewsOfList(unit, name))
    return { data: views }
  }

  async store(ctx: HttpContext) {
    const name = await this.#list(ctx)
    const { state, ...input } = await ctx.request.validateUsing(viewValidator)
    const view = await createView(ctx.scope, name, { ...input, state: whole(state) })
    return reply(ctx).made(view)
  }

  async update(ctx: HttpContext) {
    const name = await this.#list(ctx)
    const { state, ...input } = await ctx.request.validateUsing(viewChangeValidator)
    const changes = { ...input, state: whole(state) }
    return { data: await updateView(ctx.scope, name, this.#view(ctx), changes) }
  }

  async destroy(ctx: HttpContext) {
    const name = await this.#list(ctx)
    await deleteView(ctx.scope, name, this.#view(ctx))
    return { data: { deleted: true } }
  }

  async settings(ctx: HttpContext) {
    const name = await this.#list(ctx)
    const settings = await ctx.request.validateUsing(listSettingsValidator)
    await saveSettings(ctx.scope, name, settings)
    return { data: settings }
  }

  async #list({ scope, params }: HttpContext) {
    const list = await listNamed(scope, this.registry, String((params as { list: string }).list))
    return list.name
  }

  #view({ params }: HttpContext) {
    return String((params as { view: string }).view)
  }
}

/** A search for nothing arrives as none. */
const whole = <State extends { search?: string }>(state: State) => ({
  ...state,
  search: state.search ?? '',
})
