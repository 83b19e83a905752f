import type { Sentences } from '../lang/sentences.ts'
import type { ModuleManifest } from './manifest.ts'
import {
  refuse,
  stateOf,
  stepOf,
  type PlanStep,
  type Standing,
  type SwitchPlan,
} from './plan_parts.ts'
import { withRequirements } from './requirements.ts'

/**
 * Switches a module on, with what it requires and the bridges that have all they need then. What was archived is used
 * again, what was purged starts with nothing.
 */
export function planOn(
  manifests: ModuleManifest[],
  standing: Standing,
  manifest: ModuleManifest,
  words: Sentences
): Pick<SwitchPlan, 'steps' | 'refused'> {
  const wanted = withRequirements(manifests, manifest.id)
  const modules = manifests.filter(
    ({ id }) => wanted.has(id) && stateOf(standing, id) !== 'enabled'
  )
  const broken = modules.filter(({ id }) => standing.outOfOrder?.has(id))
  if (broken.length > 0) {
    return refuse(
      'E_MODULE_OUT_OF_ORDER',
      words.tell('Out of order: {names}.', {
        names: broken
          .map((each) => `${words.name(each)} (${standing.outOfOrder!.get(each.id)})`)
          .join(', '),
      }),
      words.tell('Have the administrator of the deployment repair it; module:check tells more.'),
      broken
    )
  }
  const steps = modules.map((each) => stepOf(each, standing, 'enabled'))
  const outside = modules.filter(({ id }) => !isEntitled(standing, id))
  if (outside.length > 0) return { ...notEntitled(outside, words), steps }
  if (steps.length === 0) return { steps, refused: null }
  return { steps: withBridges(manifests, standing, steps), refused: null }
}

/** The steps with bridges that come on by them, each right after the last module that it joins. */
function withBridges(manifests: ModuleManifest[], standing: Standing, steps: PlanStep[]) {
  const coming = new Map(steps.map((step) => [step.module, step]))
  const isOn = (id: string) => coming.has(id) || stateOf(standing, id) === 'enabled'
  return manifests.flatMap((manifest) => {
    const step = coming.get(manifest.id)
    if (step) return [step]
    const joined = Object.keys(manifest.requires)
    const joins = joined.some((id) => coming.has(id)) && joined.every(isOn)
    if (!joins || !followsItsModules(manifest, standing)) return []
    const own = stepOf(manifest, standing, 'enabled', true)
    coming.set(manifest.id, own)
    return [own]
  })
}

/** Whether a bridge that is off comes on by itself; not when its author or the organisation said otherwise. */
function followsItsModules({ id, kind, initialState }: ModuleManifest, standing: Standing) {
  if (kind !== 'bridge' || standing.outOfOrder?.has(id) || !isEntitled(standing, id)) return false
  const state = stateOf(standing, id)
  if (state === 'available') return initialState === 'enabled'
  return state === 'paused' && (standing.automatic?.has(id) ?? false)
}

function isEntitled({ entitled }: Standing, id: string) {
  return !entitled || entitled.has(id)
}

function notEntitled(modules: ModuleManifest[], words: Sentences) {
  return refuse(
    'E_MODULE_NOT_ENTITLED',
    words.tell('Not in the plan of this organisation: {names}.', {
      names: modules.map(words.name).join(', '),
    }),
    words.tell('Ask your partner to add it.'),
    modules
  )
}

/**
 * Modules that a new organisation starts with: those among `wanted` whose requirements start too, and the bridges
 * between them.
 */
export function startingModules(
  manifests: ModuleManifest[],
  wanted: (manifest: ModuleManifest) => boolean,
  entitled: (id: string) => boolean
): string[] {
  const started = new Set<string>()
  for (const manifest of manifests) {
    const { id, kind, initialState, requires } = manifest
    const asked = wanted(manifest) || (kind === 'bridge' && initialState === 'enabled')
    const complete = Object.keys(requires).every((needed) => started.has(needed))
    if (asked && complete && entitled(id)) started.add(id)
  }
  return [...started]
}
