import type { InstalledModule } from '../modules/installed.ts'
import type { ModuleRegistry } from '../modules/registry.ts'

/** The module as it runs here. @throws an error that says why it does not: the sentences of module:check */
export function ensureInstalled(registry: ModuleRegistry, id: string): InstalledModule {
  const reason = registry.quarantine.all().get(id)
  if (reason) throw new Error(`The module ${id} is out of order: ${reason}`)
  const module = registry.get(id)
  if (module) return module
  throw new Error(
    `The module ${id} is not installed: its folder must be in modules/ or plugins/, and its package.json name it`
  )
}
