import { KarkhanaError } from '../errors.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { ModuleManifest } from './manifest.ts'
import { readModules, type ModuleRows } from './module_rows.ts'
import type { ModuleRegistry } from './registry.ts'
import type { StoredState } from './states.ts'

/** A module by its name. */
export interface ModuleName {
  id: string
  name: string
}

/**
 * How a module stands: whether it is *installed* in this deployment, whether the organisation is *entitled* to it, and
 * whether it has *enabled* it. Three facts, each of somebody else.
 */
export interface ModuleRow extends ModuleName {
  description: string
  kind: ModuleManifest['kind'] | null
  /** Version of this deployment; `null` when it is not installed any more and only data is left. */
  version: string | null
  installed: boolean
  entitled: boolean
  enabled: boolean
  state: StoredState
  /** Why it does not run although it is installed; for those who switch modules. */
  outOfOrder: string | null
  requires: ModuleName[]
  requiredBy: ModuleName[]
}

/** Every module that is installed, cannot be loaded, or has left data behind. */
export async function moduleRows(scope: Scope, registry: ModuleRegistry): Promise<ModuleRow[]> {
  return rowsOf(registry, await scope.read((unit) => readModules(unit, registry)))
}

/** @internal The same from rows that were read. */
export function rowsOf(registry: ModuleRegistry, rows: ModuleRows): ModuleRow[] {
  const manifests = registry.manifests()
  const installed = manifests.map((manifest) => installedRow(registry, rows, manifest))
  const known = new Set(manifests.map(({ id }) => id))
  const broken = [...registry.quarantine.all().keys()].filter((id) => !known.has(id))
  const left = [...rows.stored.keys()].filter(
    (id) => !known.has(id) && !broken.includes(id) && rows.stored.get(id) !== 'available'
  )
  return [
    ...installed,
    ...broken.map((id) => strayRow(rows, id, registry.quarantine.all().get(id)!)),
    ...left.map((id) => strayRow(rows, id, null)),
  ]
}

function installedRow(
  registry: ModuleRegistry,
  { states, entitled }: ModuleRows,
  manifest: ModuleManifest
): ModuleRow {
  const { id, name, description, version, kind, requires } = manifest
  const state = (states.get(id) ?? 'available') as StoredState
  return {
    id,
    name,
    description,
    kind,
    version,
    installed: true,
    entitled: entitled.has(id),
    enabled: state === 'enabled',
    state,
    outOfOrder: registry.quarantine.all().get(id) ?? null,
    requires: Object.keys(requires).map((needed) => nameOf(registry, needed)),
    requiredBy: registry
      .manifests()
      .filter((other) => id in other.requires)
      .map((other) => ({ id: other.id, name: other.name })),
  }
}

/** A module whose manifest cannot be used, or that was taken out of the deployment. */
function strayRow({ stored, states }: ModuleRows, id: string, reason: string | null): ModuleRow {
  const state = stored.get(id) ?? 'available'
  return {
    id,
    name: id,
    description: reason
      ? 'Its declaration cannot be used.'
      : 'No longer installed in this deployment. Its data is kept.',
    kind: null,
    version: null,
    installed: false,
    entitled: states.has(id),
    enabled: state === 'enabled',
    state,
    outOfOrder: reason,
    requires: [],
    requiredBy: [],
  }
}

/** @internal */
export function nameOf(registry: ModuleRegistry, id: string): ModuleName {
  const module = registry.get(id)
  if (!module) {
    throw new KarkhanaError('E_MODULE_UNKNOWN', 500, `The module ${id} is not installed.`, {
      next: 'module:check tells what is wrong with the manifests.',
    })
  }
  return { id, name: module.manifest.name }
}
