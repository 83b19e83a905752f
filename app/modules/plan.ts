import type { ModuleManifest } from './manifest.ts'
import { planOff } from './plan_off.ts'
import { planOn } from './plan_on.ts'
import type { Standing, SwitchPlan } from './plan_parts.ts'
import type { ChosenState } from './states.ts'

/**
 * Plans a switch. Switching on brings along what the module requires; switching off and archiving are refused while a
 * module in use requires it, with the order that would work; bridges follow the modules they join. `manifests` are in
 * the order of their requirements. Says nothing of effects: see `effects.ts`.
 */
export function planSwitch(
  manifests: ModuleManifest[],
  standing: Standing,
  moduleId: string,
  to: ChosenState
): SwitchPlan {
  const manifest = manifests.find((candidate) => candidate.id === moduleId)!
  const planned =
    to === 'enabled'
      ? planOn(manifests, standing, manifest)
      : planOff(manifests, standing, manifest, to)
  return { module: manifest.id, to, effects: [], ...planned }
}

export type { PlanStep, Standing, SwitchPlan, SwitchRefusal } from './plan_parts.ts'
