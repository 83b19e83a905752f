import app from '@adonisjs/core/services/app'
import { ModuleRegistry } from '@karkhana/kernel'
import type { ModuleManifest } from '@karkhana/kernel/module'
import { orderByRequirement } from '../../app/modules/order.ts'

/**
 * Adds fixture modules to the registry of this process; whether they count is still asked of the scope (see
 * `setModuleState`). Their routes need a server of their own: `serveModules`.
 * @returns takes them out again
 */
export async function withModules(manifests: ModuleManifest[]): Promise<() => void> {
  const registry = await app.container.make(ModuleRegistry)
  const { all, get } = registry
  const installed = orderByRequirement([
    ...registry.all(),
    ...manifests.map((manifest) => ({ manifest, folder: '' })),
  ])
  registry.all = () => installed
  registry.get = (id) => installed.find(({ manifest }) => manifest.id === id)
  return () => {
    Object.assign(registry, { all, get })
  }
}
