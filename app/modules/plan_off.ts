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
import { dependantsOf, withRequirements } from './requirements.ts'
import type { ModuleState } from './states.ts'

type Planned = Pick<SwitchPlan, 'steps' | 'refused'>

/**
 * Pauses or archives a module. Refused while a module in use requires it; the steps then are the order in which all of
 * them go. Archived modules go on reading what they require, so that may be archived and not paused.
 */
export function planOff(
  manifests: ModuleManifest[],
  standing: Standing,
  manifest: ModuleManifest,
  to: 'paused' | 'archived',
  words: Sentences
): Planned {
  const from = stateOf(standing, manifest.id)
  const { tell } = words
  const name = words.name(manifest)
  if (from === to) return { steps: [], refused: null }
  if (to === 'paused' && from === 'archived') {
    return refuse(
      'E_MODULE_STATE',
      tell('{name} is archived.', { name }),
      tell('Switch it on again, or have its data deleted.')
    )
  }
  if (from === 'available' || from === 'purged') {
    return to === 'paused'
      ? { steps: [], refused: null }
      : refuse(
          'E_MODULE_STATE',
          tell('{name} has no data here.', { name }),
          tell('There is nothing to archive.')
        )
  }
  if (from === 'paused') return archivePaused(manifests, standing, manifest, words)
  return switchOff(manifests, standing, manifest, to, words)
}

function switchOff(
  manifests: ModuleManifest[],
  standing: Standing,
  manifest: ModuleManifest,
  to: 'paused' | 'archived',
  words: Sentences
): Planned {
  const { tell } = words
  const name = words.name(manifest)
  const dependants = dependantsOf(manifests, manifest.id)
  const readers = dependants.filter(({ id }) => stateOf(standing, id) === 'archived')
  if (to === 'paused' && readers.length > 0) {
    return refuse(
      'E_MODULE_REQUIRED',
      tell('{name} is needed to read what is archived: {names}.', {
        name,
        names: namesOf(readers, words),
      }),
      tell('Archive {name} instead.', { name }),
      readers
    )
  }
  const users = dependants.filter(({ id }) => stateOf(standing, id) === 'enabled')
  const own = users.filter(({ kind }) => kind !== 'bridge')
  const steps: PlanStep[] = [
    ...users.map((each) =>
      each.kind === 'bridge' ? stepOf(each, standing, 'paused', true) : stepOf(each, standing, to)
    ),
    stepOf(manifest, standing, to),
  ]
  if (own.length === 0) return { steps, refused: null }
  return {
    steps,
    refused: {
      code: 'E_MODULE_REQUIRED',
      message: tell('{name} is needed by: {names}.', { name, names: namesOf(own, words) }),
      next: to === 'paused' ? tell('Switch those off first.') : tell('Archive those first.'),
      dependants: own.map((each) => ({ id: each.id, name: each.name })),
      together: true,
    },
  }
}

/** What is read again needs what it requires to be readable as well. */
function archivePaused(
  manifests: ModuleManifest[],
  standing: Standing,
  manifest: ModuleManifest,
  words: Sentences
): Planned {
  const needed = withRequirements(manifests, manifest.id)
  const hidden = manifests.filter(
    ({ id }) => needed.has(id) && !['enabled', 'archived'].includes(stateOf(standing, id))
  )
  const missing = hidden.filter(({ id }) => stateOf(standing, id) !== 'paused')
  if (missing.length > 0) {
    return refuse(
      'E_MODULE_REQUIREMENT_OFF',
      words.tell('{name} cannot be read without: {names}.', {
        name: words.name(manifest),
        names: namesOf(missing, words),
      }),
      words.tell('Switch on {names} first.', { names: namesOf(missing, words) }),
      missing
    )
  }
  return { steps: hidden.map((each) => stepOf(each, standing, 'archived')), refused: null }
}

/**
 * What goes off when the entitlement to `withdrawn` ends: those modules and all that need one of them, the last
 * dependants first. Never refused; nothing is deleted.
 */
export function planWithdrawal(
  manifests: ModuleManifest[],
  states: ReadonlyMap<string, ModuleState>,
  withdrawn: ReadonlySet<string>
): PlanStep[] {
  const shown = (id: string) => ['enabled', 'archived'].includes(stateOf({ states }, id))
  return manifests
    .filter(
      ({ id }) =>
        shown(id) && [...withRequirements(manifests, id)].some((needed) => withdrawn.has(needed))
    )
    .reverse()
    .map((manifest) =>
      stepOf(
        manifest,
        { states },
        'paused',
        manifest.kind === 'bridge' && !withdrawn.has(manifest.id)
      )
    )
}

const namesOf = (modules: ModuleManifest[], words: Sentences) => modules.map(words.name).join(', ')
