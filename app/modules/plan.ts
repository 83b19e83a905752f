import type { ModuleManifest } from './define.ts'
import type { ChosenState, ModuleState } from './states.ts'

type State = ModuleState | 'available'

/** What a switch would do, in order, or why it is refused. */
export interface SwitchPlan {
  module: string
  to: ChosenState
  steps: { module: string; name: string; from: State; to: ChosenState }[]
  refused: null | SwitchRefusal
  /** What people will notice, in plain sentences. */
  effects: string[]
}

/** Why a switch cannot be done yet. */
export interface SwitchRefusal {
  code: 'E_MODULE_REQUIRED' | 'E_MODULE_NOT_ENTITLED'
  message: string
  next: string
  /** The modules in the way: those that still need it, or those that are not in the plan. */
  dependants: { id: string; name: string }[]
}

/**
 * Plans a switch: enabling brings along what the module requires, and is refused where the organisation is not
 * entitled to all of it; archiving is refused while an enabled module requires it. `manifests` are in the order of
 * their requirements; without `entitled` everything is.
 */
export function planSwitch(
  manifests: ModuleManifest[],
  states: ReadonlyMap<string, ModuleState>,
  moduleId: string,
  to: ChosenState,
  entitled?: ReadonlySet<string>
): SwitchPlan {
  const manifest = manifests.find((candidate) => candidate.id === moduleId)!
  return to === 'enabled'
    ? planEnable(manifests, states, manifest, entitled)
    : planArchive(manifests, states, manifest)
}

/**
 * What goes off when the entitlement to `withdrawn` ends: those modules and all that need one of them, the last
 * dependants first. Never refused; nothing is deleted.
 */
export function planWithdrawal(
  manifests: ModuleManifest[],
  states: ReadonlyMap<string, ModuleState>,
  withdrawn: ReadonlySet<string>
): SwitchPlan['steps'] {
  return manifests
    .filter(
      ({ id }) =>
        states.get(id) === 'enabled' &&
        [...withRequirements(manifests, id)].some((needed) => withdrawn.has(needed))
    )
    .reverse()
    .map((manifest) => step(manifest, states, 'paused'))
}

/** Modules that the set lacks for one of its own to work; empty for a set that can be switched on as it is. */
export function missingRequirements(
  manifests: ModuleManifest[],
  modules: ReadonlySet<string>
): { module: ModuleManifest; needs: ModuleManifest }[] {
  return manifests
    .filter(({ id }) => modules.has(id))
    .flatMap((module) =>
      manifests
        .filter(({ id }) => withRequirements(manifests, module.id).has(id) && !modules.has(id))
        .map((needs) => ({ module, needs }))
    )
}

function planEnable(
  manifests: ModuleManifest[],
  states: ReadonlyMap<string, ModuleState>,
  manifest: ModuleManifest,
  entitled?: ReadonlySet<string>
): SwitchPlan {
  const wanted = withRequirements(manifests, manifest.id)
  const steps = manifests
    .filter((candidate) => wanted.has(candidate.id) && states.get(candidate.id) !== 'enabled')
    .map((candidate) => step(candidate, states, 'enabled'))
  const others = steps.filter((each) => each.module !== manifest.id)
  const effects =
    steps.length === 0
      ? [`${manifest.name} is already on.`]
      : [
          ...others.map(
            (each) => `${each.name} is switched on too, because ${manifest.name} needs it.`
          ),
          `${manifest.name} appears in the menu for everyone whose role may use it.`,
          'Earlier data and waiting jobs of these modules come back.',
        ]
  const plan = { module: manifest.id, to: 'enabled' as const, steps }
  const outside = steps.filter((each) => entitled && !entitled.has(each.module))
  if (outside.length > 0) return { ...plan, refused: notEntitled(outside), effects: [] }
  return { ...plan, refused: null, effects }
}

function notEntitled(steps: SwitchPlan['steps']): SwitchRefusal {
  const names = steps.map((each) => each.name).join(', ')
  return {
    code: 'E_MODULE_NOT_ENTITLED',
    message: `Not in the plan of this organisation: ${names}.`,
    next: 'Ask your partner to add it.',
    dependants: steps.map(({ module, name }) => ({ id: module, name })),
  }
}

function planArchive(
  manifests: ModuleManifest[],
  states: ReadonlyMap<string, ModuleState>,
  manifest: ModuleManifest
): SwitchPlan {
  const dependants = manifests.filter(
    (candidate) =>
      candidate.id !== manifest.id &&
      states.get(candidate.id) === 'enabled' &&
      withRequirements(manifests, candidate.id).has(manifest.id)
  )
  const plan = { module: manifest.id, to: 'paused' as const }
  if (states.get(manifest.id) !== 'enabled') {
    return { ...plan, steps: [], refused: null, effects: [`${manifest.name} is not switched on.`] }
  }
  if (dependants.length > 0) {
    const names = dependants.map((dependant) => dependant.name).join(', ')
    return {
      ...plan,
      steps: [...dependants.reverse(), manifest].map((each) => step(each, states, 'paused')),
      refused: {
        code: 'E_MODULE_REQUIRED',
        message: `${manifest.name} is needed by: ${names}.`,
        next: 'Switch those off first.',
        dependants: dependants.map(({ id, name }) => ({ id, name })),
      },
      effects: [],
    }
  }
  return {
    ...plan,
    steps: [step(manifest, states, 'paused')],
    refused: null,
    effects: [
      `Pages, menu entries and API of ${manifest.name} disappear for this organisation.`,
      'Its jobs wait until it is switched on again.',
      'Its data stays as it is.',
    ],
  }
}

function withRequirements(manifests: ModuleManifest[], id: string): Set<string> {
  const byId = new Map(manifests.map((manifest) => [manifest.id, manifest]))
  const found = new Set<string>()
  const visit = (each: string) => {
    if (found.has(each)) return
    found.add(each)
    Object.keys(byId.get(each)?.requires ?? {}).forEach(visit)
  }
  visit(id)
  return found
}

function step(manifest: ModuleManifest, states: ReadonlyMap<string, ModuleState>, to: ChosenState) {
  const from: State = states.get(manifest.id) ?? 'available'
  return { module: manifest.id, name: manifest.name, from, to }
}
