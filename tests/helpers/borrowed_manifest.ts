import app from '@adonisjs/core/services/app'
import { ModuleRegistry } from '@karkhana/kernel'
import type { ModuleManifest } from '../../app/modules/manifest.ts'

/**
 * Gives an installed module further contributions until the returned function is called, for tests of kinds that no
 * module of the workshop uses yet.
 */
export async function lend(id: string, loan: Partial<ModuleManifest>): Promise<() => void> {
  const registry = await app.container.make(ModuleRegistry)
  const { manifest } = registry.get(id)!
  const own = Object.fromEntries(Object.keys(loan).map((key) => [key, manifest[key as never]]))
  Object.assign(manifest, loan)
  return () => void Object.assign(manifest, own)
}
