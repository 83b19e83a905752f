import type { ModuleManifest } from './define.ts'
import type { ModuleState } from './states.ts'

type State = ModuleState | 'available'

/** What a switch would do, in order, or why it is refused. */
export interface SwitchPlan {
  module: string
  to: ModuleState
  steps: { module: string; name: string; from: State; to: ModuleState }[]
  refused: null | { message: string; dependants: { id: string; name: string }[] }
  /** What people will notice, in plain sentences. */
  effects: string[]
}

/**
 * Plans a switch: enabling brings along what the module requires, archiving is refused while an
 * enabled module requires it. `manifests` are in the order of their requirements.
 */
export function planSwitch(
  manifests: ModuleManifest[],
  states: ReadonlyMap<string, ModuleState>,
  moduleId: string,
  to: ModuleState
): SwitchPlan {
  const manifest = manifests.find((candidate) => candidate.id === moduleId)!
  return to === 'enabled'
    ? planEnable(manifests, states, manifest)
    : planArchive(manifests, states, manifest)
}

function planEnable(
  manifests: ModuleManifest[],
  states: ReadonlyMap<string, ModuleState>,
  manifest: ModuleManifest
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
  return { module: manifest.id, to: 'enabled', steps, refused: null, effects }
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
  const plan = { module: manifest.id, to: 'archived' as const }
  if (states.get(manifest.id) !== 'enabled') {
    return { ...plan, steps: [], refused: null, effects: [`${manifest.name} is not switched on.`] }
  }
  if (dependants.length > 0) {
    const names = dependants.map((dependant) => dependant.name).join(', ')
    return {
      ...plan,
      steps: [...dependants.reverse(), manifest].map((each) => step(each, states, 'archived')),
      refused: {
        message: `${manifest.name} is needed by: ${names}.`,
        dependants: dependants.map(({ id, name }) => ({ id, name })),
      },
      effects: [],
    }
  }
  return {
    ...plan,
    steps: [step(manifest, states, 'archived')],
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
    byId.get(each)?.requires.forEach(visit)
  }
  visit(id)
  return found
}

function step(manifest: ModuleManifest, states: ReadonlyMap<string, ModuleState>, to: ModuleState) {
  const from: State = states.get(manifest.id) ?? 'available'
  return { module: manifest.id, name: manifest.name, from, to }
}
