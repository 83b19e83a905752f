import type { ModuleRegistry } from './registry.ts'

let installed: ModuleRegistry | undefined

/** @internal Set once by the kernel provider. */
export function useRegistry(registry: ModuleRegistry) {
  installed = registry
}

/** The installed modules, for functions that modules call with a scope alone. */
export function installedRegistry(): ModuleRegistry {
  if (!installed) throw new Error('The modules are not loaded yet; this runs after boot only.')
  return installed
}
