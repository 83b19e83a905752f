import type { SlotFill } from '../http/page_types.ts'
import { isActive } from '../modules/gate.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import { inOrder, placedFills, type PlacedFill } from './order.ts'

type Manifests = Pick<ModuleRegistry, 'manifests'>

/** What fills a slot for the reader, in order: of modules that are on, with the permission that each asks for. */
export function fillsOf(registry: Manifests, scope: Scope, slot: string): PlacedFill[] {
  const fills = placedFills(registry.manifests()).get(slot) ?? []
  return inOrder(fills).filter((fill) => isShown(scope, fill))
}

/** What fills each slot for the reader, as every page receives it. */
export function slotsFor(registry: Manifests, scope: Scope): Record<string, SlotFill[]> {
  const slots = [...placedFills(registry.manifests())].map(
    ([slot, fills]): [string, SlotFill[]] => [
      slot,
      inOrder(fills)
        .filter((fill) => isShown(scope, fill))
        .map(shownFill),
    ]
  )
  return Object.fromEntries(slots.filter(([, fills]) => fills.length > 0))
}

/** What a page is told of a fill. */
export function shownFill({ component, module, data }: PlacedFill): SlotFill {
  return { id: component, module, component, ...(data && { needsData: true }) }
}

const isShown = (scope: Scope, { module, permission }: PlacedFill) =>
  isActive(scope, module) && scope.can(permission)
