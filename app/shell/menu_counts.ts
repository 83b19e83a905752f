import { contributed, fewAtOnce } from '../modules/contributed.ts'
import { menuFor } from '../modules/contributions.ts'
import { activeModules } from '../modules/gate.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import { periodOf, STANDARD_PERIOD } from '../widgets/period.ts'

/**
 * What stands beside the entries of the menu: of each entry the figure that its module shows on the start page and that
 * leads to the very same address, such as open tickets beside «Tickets». Entry id to figure; zeros are left out, and so
 * is what a module does not answer in time.
 */
export async function menuCounts(
  registry: ModuleRegistry,
  scope: Scope
): Promise<Record<string, number>> {
  const places = new Map(menuFor(registry, scope).map(({ id, href }) => [href, id]))
  const period = periodOf(scope, STANDARD_PERIOD)
  const tasks = activeModules(registry.manifests(), scope).flatMap(({ id: module, widgets }) =>
    widgets.flatMap((widget) =>
      widget.kind === 'figures' && scope.can(widget.permission)
        ? () =>
            contributed(scope, { module, slot: widget.id }, async () =>
              (await widget.load()).default(scope, period)
            )
        : []
    )
  )
  const answers = await fewAtOnce(tasks)
  const tiles = answers.flatMap((answer) => ('value' in answer ? answer.value : []))
  const counts: Record<string, number> = {}
  for (const { kind, href, value } of tiles) {
    const place = href && kind === 'number' ? places.get(href) : undefined
    if (place && Number(value) > 0) counts[place] = Number(value)
  }
  return counts
}
