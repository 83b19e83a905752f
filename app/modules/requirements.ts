import type { ModuleManifest } from './manifest.ts'

/** The module and everything it requires, also through others. */
export function withRequirements(manifests: ModuleManifest[], id: string): Set<string> {
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

/**
 * What requires the module, also through others, the last dependants first. `manifests` are in the order of their
 * requirements.
 */
export function dependantsOf(manifests: ModuleManifest[], id: string): ModuleManifest[] {
  return manifests
    .filter((other) => other.id !== id && withRequirements(manifests, other.id).has(id))
    .reverse()
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
