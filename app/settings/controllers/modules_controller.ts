import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../../http/reply.ts'
import { moduleSwitchValidator } from '../../identity/validators/people.ts'
import { ModuleRegistry } from '../../modules/registry.ts'
import { entitledModules, previewSwitch, switchModule } from '../../modules/switching.ts'

/** Which modules the organisation uses. */
@inject()
export default class ModulesController {
  constructor(private registry: ModuleRegistry) {}

  async index(ctx: HttpContext) {
    const modules = await this.#modules(ctx)
    if (ctx.surface === 'api') return { data: modules }
    return reply(ctx).page('kernel::settings/modules', { modules })
  }

  /** What a switch would do; shown before it is confirmed. */
  async plan(ctx: HttpContext) {
    const { to } = await moduleSwitchValidator.validate(ctx.request.qs())
    return { data: await previewSwitch(ctx.scope, this.registry, ctx.params.id, to) }
  }

  async switch(ctx: HttpContext) {
    const { to } = await ctx.request.validateUsing(moduleSwitchValidator)
    const plan = await switchModule(ctx.scope, this.registry, ctx.params.id, to)
    const name = this.registry.get(ctx.params.id)!.manifest.name
    return reply(ctx).saved(plan, {
      to: '/settings/modules',
      message: `${name} is switched ${to === 'enabled' ? 'on' : 'off'}.`,
    })
  }

  async #modules(ctx: HttpContext) {
    const manifests = this.registry.manifests()
    const entitled = await entitledModules(ctx.scope, this.registry)
    return manifests.map((manifest) => ({
      id: manifest.id,
      name: manifest.name,
      description: manifest.description,
      version: manifest.version,
      kind: manifest.kind,
      state: ctx.scope.modules.get(manifest.id) ?? 'available',
      entitled: entitled.has(manifest.id),
      requires: Object.keys(manifest.requires).map((id) => ({
        id,
        name: this.registry.get(id)!.manifest.name,
      })),
      requiredBy: manifests
        .filter((other) => manifest.id in other.requires)
        .map(({ id, name }) => ({ id, name })),
    }))
  }
}
