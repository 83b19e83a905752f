import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../http/reply.ts'
import { ModuleRegistry } from '../modules/registry.ts'
import { menuFor } from '../modules/contributions.ts'

/** The start page: the numbers that the enabled modules find worth a card. */
@inject()
export default class HomeController {
  constructor(private registry: ModuleRegistry) {}

  async show(ctx: HttpContext) {
    const { scope } = ctx
    const manifests = this.registry
      .manifests()
      .filter((manifest) => scope.modules.get(manifest.id) === 'enabled' && manifest.tiles)
    const tiles = []
    for (const manifest of manifests) {
      const { default: source } = await manifest.tiles!()
      tiles.push(...(await source(scope)))
    }
    const steps = menuFor(this.registry, scope)
      .filter((item) => item.createHref)
      .map((item) => ({ label: item.createLabel ?? item.label, href: item.createHref!, icon: item.icon }))
    return reply(ctx).page('kernel::home', { tiles, steps })
  }
}
