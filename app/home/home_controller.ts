import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { reply } from '../http/reply.ts'
import { menuFor } from '../modules/contributions.ts'
import type { ModuleManifest } from '../modules/manifest.ts'
import { activeModules } from '../modules/gate.ts'
import type { AttentionList, Tile } from '../widgets/declaration.ts'
import { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'

/** The start page: the numbers and the waiting work that the enabled modules find worth showing. */
@inject()
export default class HomeController {
  constructor(private registry: ModuleRegistry) {}

  async show(ctx: HttpContext) {
    const { scope } = ctx
    const manifests = activeModules(this.registry.manifests(), scope).sort(
      (a, b) => placeInMenu(a) - placeInMenu(b)
    )
    const tiles = await tilesOf(scope, manifests)
    return reply(ctx).page('kernel::home', {
      tiles,
      attention: await attentionOf(scope, manifests),
      steps: tiles.some((tile) => tile.value !== 0) ? [] : this.#firstSteps(scope),
    })
  }

  /** What a new organisation can do first: whatever its modules let the reader create. */
  #firstSteps(scope: Scope) {
    return menuFor(this.registry, scope)
      .filter((item) => item.createHref)
      .map((item) => ({
        label: item.createLabel ?? item.label,
        href: item.createHref!,
        icon: item.icon,
      }))
  }
}

/** The start page follows the menu: the workshop first, the books after it. */
function placeInMenu(manifest: ModuleManifest): number {
  return Math.min(...manifest.menu.map((item) => item.order))
}

async function tilesOf(scope: Scope, manifests: ModuleManifest[]): Promise<Tile[]> {
  const tiles: Tile[] = []
  for (const widget of widgetsOf(scope, manifests)) {
    if (widget.kind === 'figures') tiles.push(...(await (await widget.load()).default(scope)))
  }
  return tiles
}

async function attentionOf(scope: Scope, manifests: ModuleManifest[]): Promise<AttentionList[]> {
  const lists: AttentionList[] = []
  for (const widget of widgetsOf(scope, manifests)) {
    const list = widget.kind === 'list' && (await (await widget.load()).default(scope))
    if (list && list.items.length > 0) lists.push(list)
  }
  return lists
}

const widgetsOf = (scope: Scope, manifests: ModuleManifest[]) =>
  manifests.flatMap(({ widgets }) => widgets).filter(({ permission }) => scope.can(permission))
