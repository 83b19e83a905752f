import type { ModuleManifest } from './manifest.ts'
import type { ChosenState, ModuleState, StoredState } from './states.ts'

/** One module that changes its state. */
export interface PlanStep {
  module: string
  name: string
  from: StoredState
  to: ChosenState
  /** A bridge that follows the modules it joins; it comes back by itself. */
  automatic?: true
}

/** What a switch would do, in order, or why it is refused. */
export interface SwitchPlan {
  module: string
  to: ChosenState
  steps: PlanStep[]
  refused: null | SwitchRefusal
  /** What people will notice, in plain sentences. */
  effects: string[]
}

/** Why a switch cannot be done, or not by itself. */
export interface SwitchRefusal {
  code:
    | 'E_MODULE_REQUIRED'
    | 'E_MODULE_REQUIREMENT_OFF'
    | 'E_MODULE_NOT_ENTITLED'
    | 'E_MODULE_OUT_OF_ORDER'
    | 'E_MODULE_STATE'
  message: string
  next: string
  /** The modules in the way: those that still need it, or those that are not in the plan. */
  dependants: { id: string; name: string }[]
  /** Whether the steps of the plan would do it, all of them together. */
  together: boolean
}

/** How the modules stand for the organisation. Without `entitled` it may use all of them. */
export interface Standing {
  states: ReadonlyMap<string, ModuleState>
  entitled?: ReadonlySet<string>
  /** Bridges that went off because a module they join did. */
  automatic?: ReadonlySet<string>
  /** Modules that could not be loaded, with the reason. */
  outOfOrder?: ReadonlyMap<string, string>
}

/** A refusal that no order of steps can help. */
export function refuse(
  code: SwitchRefusal['code'],
  message: string,
  next: string,
  dependants: ModuleManifest[] = []
): Pick<SwitchPlan, 'steps' | 'refused'> {
  const inTheWay = dependants.map(({ id, name }) => ({ id, name }))
  return { steps: [], refused: { code, message, next, dependants: inTheWay, together: false } }
}

/** The state that counts for plans: what is out of order was switched on. */
export function stateOf({ states }: Standing, id: string): StoredState {
  const state = states.get(id) ?? 'available'
  return state === 'quarantined' ? 'enabled' : state
}

/** One step of a plan. */
export function stepOf(
  manifest: ModuleManifest,
  standing: Standing,
  to: ChosenState,
  automatic = false
): PlanStep {
  const { id, name } = manifest
  const step: PlanStep = { module: id, name, from: stateOf(standing, id), to }
  return automatic ? { ...step, automatic: true } : step
}
