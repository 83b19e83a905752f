import { systemScope } from '../tenancy/open_scope.ts'
import type { Unit } from '../tenancy/unit.ts'
import type { ModuleRegistry } from './registry.ts'

/**
 * What modules do when they come on, in their order, inside the open unit: first their data is brought to the installed
 * version where it has another one, then `lifecycle.enable` seeds what is missing. Both see the new states.
 * @param versions that the data of the organisation has
 */
export async function runEnableHooks(
  unit: Unit,
  registry: ModuleRegistry,
  moduleIds: string[],
  versions: ReadonlyMap<string, string> = new Map()
) {
  const inside = await insideOf(unit, 'module.enable')
  for (const id of moduleIds) {
    const { lifecycle, version } = registry.get(id)!.manifest
    const from = versions.get(id)
    if (from && from !== version) {
      const upgrade = await lifecycle.upgrade?.()
      await upgrade?.default(inside, from)
    }
    const enable = await lifecycle.enable?.()
    await enable?.default(inside)
  }
}

/** What modules do when they go off, in the given order, inside the open unit and while they are still on. */
export async function runDisableHooks(unit: Unit, registry: ModuleRegistry, moduleIds: string[]) {
  const inside = await insideOf(unit, 'module.disable')
  for (const id of moduleIds) {
    if (registry.quarantine.has(id)) continue
    const disable = await registry.get(id)?.manifest.lifecycle.disable?.()
    await disable?.default(inside)
  }
}

const insideOf = ({ scope }: Unit, name: string) =>
  systemScope(scope.organisationId, name, scope.requestId)
