import type { BuiltInRole } from '../http/page_types.ts'
import { labelIn } from '../lang/translate.ts'
import { contributed, fewAtOnce } from '../modules/contributed.ts'
import { activeModules } from '../modules/gate.ts'
import type { ModuleManifest } from '../modules/manifest.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import { arrangementOf, inArrangement } from './arrangement.ts'
import { hasValues } from './chart.ts'
import type { ArrangedCard, HomeCard, WidgetDeclaration } from './declaration.ts'
import { labelsIn } from './in_language.ts'
import { periodOf, STANDARD_PERIOD, type Period } from './period.ts'

/** A widget with what the reader's arrangement says of it. */
interface Place {
  id: string
  module: string
  moduleName: string
  shown: boolean
  widget: WidgetDeclaration
}

/** The start page of one reader: the cards that are shown, with their content, and all that there are. */
export interface HomePage {
  cards: HomeCard[]
  arrangement: ArrangedCard[]
  /** Whether the reader has an order of their own. */
  arranged: boolean
}

/**
 * The cards of the start page for the reader: of modules that are on, with the permission that each asks for, in the
 * order that the reader chose, read side by side. What has nothing to show is left out; what fails says so in its
 * place, and the others stand. What the reader put away is not read.
 */
export async function homeCards(
  registry: Pick<ModuleRegistry, 'manifests'>,
  scope: Scope,
  period: Period = periodOf(scope, STANDARD_PERIOD)
): Promise<HomePage> {
  const chosen = await arrangementOf(scope)
  const places = inArrangement(placesOf(registry, scope), chosen)
  const tasks = places
    .filter(({ shown }) => shown)
    .map((place) => () => cardOf(scope, place, period))
  const cards = await fewAtOnce(tasks)
  return {
    cards: cards.filter((card) => card !== null),
    arrangement: places.map(({ id, shown, module, moduleName, widget }) => ({
      id,
      shown,
      title: labelIn(scope.language, module, widget.title),
      module: moduleName,
    })),
    arranged: chosen !== null,
  }
}

/** Every card that the reader may have, as it stands by itself: the figures of all modules before anything else. */
function placesOf(registry: Pick<ModuleRegistry, 'manifests'>, scope: Scope): Place[] {
  return activeModules(registry.manifests(), scope)
    .sort((a, b) => placeInMenu(a) - placeInMenu(b))
    .flatMap(({ id, name, widgets }) =>
      widgets
        .filter(({ permission }) => scope.can(permission))
        .map((widget) => ({
          id: widget.id,
          module: id,
          moduleName: labelIn(scope.language, id, name),
          shown: beginsWith(widget, scope.role),
          widget,
        }))
    )
    .sort((a, b) => Number(b.widget.kind === 'figures') - Number(a.widget.kind === 'figures'))
}

/** Roles of the organisation's own see what nobody kept for a role. */
const beginsWith = ({ roles }: WidgetDeclaration, role: string | null) =>
  !roles || role === null || roles.includes(role as BuiltInRole)

/** Cards follow the menu: the workshop first, the books after it, modules without an entry at the end. */
function placeInMenu({ menu }: ModuleManifest): number {
  return menu.length > 0 ? Math.min(...menu.map(({ order }) => order)) : Number.MAX_SAFE_INTEGER
}

async function cardOf(
  scope: Scope,
  { module, moduleName, widget }: Place,
  period: Period
): Promise<HomeCard | null> {
  const { id, title, size = 'half' } = widget
  const place = {
    module,
    slot: id,
    component: widget.kind === 'component' ? widget.component : undefined,
  }
  const read = await contributed(scope, place, () => content(scope, { module, widget }, period))
  const head = { id, module, moduleName, title: labelIn(scope.language, module, title), size }
  if ('failed' in read) return { ...head, kind: 'failed', failed: read.failed }
  return read.value && { ...head, ...read.value }
}

/** What a card shows, `null` when there is nothing. */
async function content(
  scope: Scope,
  { module, widget }: Pick<Place, 'module' | 'widget'>,
  period: Period
) {
  const labels = labelsIn(scope.language, module)
  switch (widget.kind) {
    case 'figures': {
      const tiles = await (await widget.load()).default(scope, period)
      return tiles.length > 0 ? { kind: 'figures' as const, tiles: labels.tiles(tiles) } : null
    }
    case 'list': {
      const list = await (await widget.load()).default(scope, period)
      return list && list.items.length > 0
        ? { kind: 'list' as const, list: labels.list(list) }
        : null
    }
    case 'chart': {
      const chart = await (await widget.load()).default(scope, period)
      return chart && hasValues(chart)
        ? { kind: 'chart' as const, chart: labels.chart(chart) }
        : null
    }
    case 'component': {
      const data = await (await widget.load()).default(scope, period)
      const { component } = widget
      return (
        data && { kind: 'component' as const, component, data: data as Record<string, unknown> }
      )
    }
  }
}
