import logger from '@adonisjs/core/services/logger'
import type { Lazy } from './lazy.ts'
import type { ModuleManifest } from './manifest.ts'

/** Something that a module declared in a file of its own, with the module. */
export interface Contributed<Value> {
  module: ModuleManifest
  value: Value
}

/**
 * Loads what these modules declared under one key. A file that cannot be loaded, or whose id is not the module's, is
 * left out and reported with the module's id: the rest of the page stands.
 */
export async function loadContributed<Value extends { id: string }>(
  modules: readonly ModuleManifest[],
  what: string,
  pick: (module: ModuleManifest) => readonly Lazy<Value>[]
): Promise<Contributed<Value>[]> {
  const loading = modules.flatMap((module) =>
    pick(module).map(async (load): Promise<Contributed<Value> | null> => {
      try {
        const { default: value } = await load()
        if (value.id.startsWith(`${module.id}.`)) return { module, value }
        throw new Error(`its id is "${value.id}"; it must begin with "${module.id}."`)
      } catch (error) {
        logger.error({ err: error, module: module.id }, `a ${what} of a module is left out`)
        return null
      }
    })
  )
  return (await Promise.all(loading)).filter((each) => each !== null)
}
