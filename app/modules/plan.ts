import { ENGLISH, type Sentences } from '../lang/sentences.ts'
import type { ModuleManifest } from './manifest.ts'
import { planOff } from './plan_off.ts'
import { planOn } from './plan_on.ts'
import type { Standing, SwitchPlan } from './plan_parts.ts'
import type { ChosenState } from './states.ts'

/**
 * Plans a switch. Switching on brings along what the module requires; switching off and archiving are refused while a
 * module in use requires it, with the order that would work; bridges follow the modules they join. `manifests` are in
 * the order of their requirements. Says nothing of effects: see `effects.ts`. Names and refusals are in `words`.
 */
export function planSwitch(
  manifests: ModuleManifest[],
  standing: Standing,
  moduleId: string,
  to: ChosenState,
  words: Sentences = ENGLISH
): SwitchPlan {
  const manifest = manifests.find((candidate) => candidate.id === moduleId)!
  const planned =
    to === 'enabled'
      ? planOn(manifests, standing, manifest, words)
      : planOff(manifests, standing, manifest, to, words)
  const named = <Each extends { id: string; name: string }>(each: Each) => ({
    ...each,
    name: words.name(each),
  })
  return {
    module: manifest.id,
    to,
    effects: [],
    steps: planned.steps.map((step) => ({
      ...step,
      name: words.name({ id: step.module, name: step.name }),
    })),
    refused: planned.refused && {
      ...planned.refused,
      dependants: planned.refused.dependants.map(named),
    },
  }
}

export type { PlanStep, Standing, SwitchPlan, SwitchRefusal } from './plan_parts.ts'
