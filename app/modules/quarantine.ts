import type { Logger } from '@adonisjs/core/logger'
import type { ModuleManifest } from './manifest.ts'

/**
 * The modules of this process that could not be loaded, with the reason. They count as switched off, and their routes
 * answer 503; the rest of the deployment runs. Whoever requires one of them is out of order, too.
 */
export class Quarantine {
  readonly #reasons = new Map<string, string>()
  logger?: Logger

  /** Module id to the reason. */
  all(): ReadonlyMap<string, string> {
    return this.#reasons
  }

  has(id: string): boolean {
    return this.#reasons.has(id)
  }

  /** Takes a module out of order, and those among `manifests` that require it. */
  add(manifests: ModuleManifest[], id: string, reason: string) {
    if (this.has(id)) return
    this.#reasons.set(id, reason)
    this.logger?.error({ module: id, reason }, 'module is out of order')
    for (const other of manifests) {
      if (id in other.requires) this.add(manifests, other.id, `needs ${id}, which is out of order`)
    }
  }
}
