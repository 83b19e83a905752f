import type { ModuleManifest } from '../modules/manifest.ts'
import { fillCircles, type FillCircle } from './order.ts'

/** Fills that cannot be put in order, told to the modules that wish for it. */
export function slotProblems(manifest: ModuleManifest, all: ModuleManifest[]): string[] {
  return [
    ...fillCircles(all)
      .filter(({ fills }) => fills.some(({ module }) => module === manifest.id))
      .map(circleProblem),
    ...foreignComponents(manifest),
  ]
}

function circleProblem({ slot, fills }: FillCircle) {
  const circle = [...fills, fills[0]].map(({ component }) => component).join(' → ')
  const modules = [...new Set(fills.map(({ module }) => module))].map((id) => `"${id}"`)
  return (
    `the fills of the slot "${slot}" want to stand before each other in a circle: ${circle}; take one before or ` +
    `after out of ${modules.join(' or ')}`
  )
}

/** A module fills slots by components of its own, whose files it packs. */
function foreignComponents({ id, slots, widgets }: ModuleManifest) {
  const named = [
    ...Object.values(slots).flatMap((fills) => fills.map(({ component }) => component)),
    ...widgets.flatMap((widget) => (widget.kind === 'component' ? [widget.component] : [])),
  ]
  return named
    .filter((component) => !new RegExp(`^${id}::[a-z0-9_/]+$`).test(component))
    .map((component) => `"${component}" is no component of the module; call it "${id}::<file>"`)
}
