import type { ModuleManifest } from '../modules/manifest.ts'
import type { SlotFillDeclaration } from './declaration.ts'

/** A fill with the module that brings it. */
export interface PlacedFill extends SlotFillDeclaration {
  module: string
}

/** Fills that each want to stand before the next, around in a circle. */
export interface FillCircle {
  slot: string
  fills: PlacedFill[]
}

/** Every fill of every slot, as the modules bring them: in the order of `manifests`, then of their own list. */
export function placedFills(manifests: ModuleManifest[]): Map<string, PlacedFill[]> {
  const slots = new Map<string, PlacedFill[]>()
  for (const { id: module, slots: filled } of manifests) {
    for (const [slot, fills] of Object.entries(filled)) {
      const placed = slots.get(slot) ?? []
      placed.push(...fills.map((fill) => ({ ...fill, module })))
      slots.set(slot, placed)
    }
  }
  return slots
}

/**
 * The fills in an order in which each stands where its `before` and `after` want it. Who wishes moves, right beside the
 * component that it names; the others stay as they came. Wishes about components that do not fill the slot say nothing.
 * Of fills in a circle, which the check of the manifests refuses, the first goes first.
 */
export function inOrder(fills: PlacedFill[]): PlacedFill[] {
  const earlier = predecessors(fills)
  const wanted = new Map(fills.map((fill) => [fill, placeOf(fill, fills).at]))
  const ordered: PlacedFill[] = []
  let waiting = [...fills].sort((a, b) => wanted.get(a)! - wanted.get(b)!)
  while (waiting.length > 0) {
    const free = waiting.find((fill) => earlier.get(fill)!.every((each) => ordered.includes(each)))
    const next = free ?? waiting[0]
    ordered.push(next)
    waiting = waiting.filter((fill) => fill !== next)
  }
  return ordered
}

/** A place in the list, and how many wishes lead to it. */
interface Place {
  at: number
  steps: number
}

/** Where a fill wants to stand: its number in the list, or just before or behind what it names. */
function placeOf(fill: PlacedFill, fills: PlacedFill[], path: PlacedFill[] = []): Place {
  const named = (components: string[] = []) =>
    fills
      .filter((each) => components.includes(each.component) && ![fill, ...path].includes(each))
      .map((each) => placeOf(each, fills, [...path, fill]))
      .sort((a, b) => a.at - b.at)
  // Smaller with each wish, so that whoever follows another stays between it and the next.
  const beside = (place: Place, side: 1 | -1) => {
    const steps = place.steps + 1
    return { at: place.at + side * 0.5 ** steps, steps }
  }
  const [first] = named(fill.before)
  if (first) return beside(first, -1)
  const last = named(fill.after).at(-1)
  return last ? beside(last, 1) : { at: fills.indexOf(fill), steps: 0 }
}

/** Fills whose wishes cannot all be met, one circle for each slot that has any. */
export function fillCircles(manifests: ModuleManifest[]): FillCircle[] {
  return [...placedFills(manifests)].flatMap(([slot, fills]) => {
    const circle = circleOf(fills)
    return circle ? [{ slot, fills: circle }] : []
  })
}

/** What has to stand before each fill. */
function predecessors(fills: PlacedFill[]): Map<PlacedFill, PlacedFill[]> {
  const earlier = new Map(fills.map((fill): [PlacedFill, PlacedFill[]] => [fill, []]))
  for (const fill of fills) {
    for (const other of fills) {
      if (other === fill) continue
      if (fill.after?.includes(other.component)) earlier.get(fill)!.push(other)
      if (fill.before?.includes(other.component)) earlier.get(other)!.push(fill)
    }
  }
  return earlier
}

function circleOf(fills: PlacedFill[]): PlacedFill[] | null {
  const earlier = predecessors(fills)
  const sound = new Set<PlacedFill>()
  const visit = (fill: PlacedFill, path: PlacedFill[]): PlacedFill[] | null => {
    if (sound.has(fill)) return null
    if (path.includes(fill)) return path.slice(path.indexOf(fill)).reverse()
    for (const each of earlier.get(fill)!) {
      const circle = visit(each, [...path, fill])
      if (circle) return circle
    }
    sound.add(fill)
    return null
  }
  for (const fill of fills) {
    const circle = visit(fill, [])
    if (circle) return circle
  }
  return null
}
