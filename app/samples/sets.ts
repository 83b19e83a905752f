import { NotFoundError } from '../errors.ts'
import { activeModules } from '../modules/gate.ts'
import { loadContributed } from '../modules/load_contributed.ts'
import type { ModuleRegistry } from '../modules/registry.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { SampleSet } from './declaration.ts'

type Registry = Pick<ModuleRegistry, 'manifests'>

/** The sets of modules that are on, in the order of the requirements of modules. */
export async function sampleSets(registry: Registry, scope: Scope): Promise<SampleSet[]> {
  const modules = activeModules(registry.manifests(), scope)
  const loaded = await loadContributed(modules, 'sample set', ({ samples }) => samples)
  return loaded.map(({ value }) => value)
}

/**
 * The set with all that it requires, those first that others need.
 * @throws NotFoundError when there is no such set
 */
export function withRequired(sets: readonly SampleSet[], id: string): SampleSet[] {
  const wanted = sets.find((set) => set.id === id)
  if (!wanted) throw new NotFoundError('sample data')
  const before = (wanted.requires ?? []).flatMap((each) => withRequired(sets, each))
  return [...new Set([...before, wanted])]
}
