import { contributed, fewAtOnce } from '../modules/contributed.ts'
import { activeModules } from '../modules/gate.ts'
import type { ModuleManifest } from '../modules/manifest.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { HomeCard, WidgetDeclaration } from './declaration.ts'

/**
 * The cards of the start page for the reader: of modules that are on, with the permission that each asks for, read side
 * by side. What has nothing to show is left out; what fails says so in its place, and the others stand.
 */
export async function homeCards(
  registry: Pick<ModuleRegistry, 'manifests'>,
  scope: Scope
): Promise<HomeCard[]> {
  const tasks = activeModules(registry.manifests(), scope)
    .sort((a, b) => placeInMenu(a) - placeInMenu(b))
    .flatMap(({ id, widgets }) =>
      widgets
        .filter(({ permission }) => scope.can(permission))
        .map((widget) => () => cardOf(scope, id, widget))
    )
  return (await fewAtOnce(tasks)).filter((card) => card !== null)
}

/** The start page follows the menu: the workshop first, the books after it, modules without an entry at the end. */
function placeInMenu({ menu }: ModuleManifest): number {
  return menu.length > 0 ? Math.min(...menu.map(({ order }) => order)) : Number.MAX_SAFE_INTEGER
}

async function cardOf(
  scope: Scope,
  module: string,
  widget: WidgetDeclaration
): Promise<HomeCard | null> {
  const { id, title } = widget
  const place = {
    module,
    slot: id,
    component: widget.kind === 'component' ? widget.component : undefined,
  }
  const read = await contributed(scope, place, () => content(scope, widget))
  const head = { id, module, title }
  if ('failed' in read) return { ...head, kind: 'failed', failed: read.failed }
  return read.value && { ...head, ...read.value }
}

/** What a card shows, `null` when there is nothing. */
async function content(scope: Scope, widget: WidgetDeclaration) {
  switch (widget.kind) {
    case 'figures': {
      const tiles = await (await widget.load()).default(scope)
      return tiles.length > 0 ? { kind: 'figures' as const, tiles } : null
    }
    case 'list': {
      const list = await (await widget.load()).default(scope)
      return list && list.items.length > 0 ? { kind: 'list' as const, list } : null
    }
    case 'component': {
      const data = await (await widget.load()).default(scope)
      const { component } = widget
      return (
        data && { kind: 'component' as const, component, data: data as Record<string, unknown> }
      )
    }
  }
}
