import logger from '@adonisjs/core/services/logger'
import { KarkhanaError } from '../errors.ts'
import type { ExtensionPoints } from '../modules/define.ts'
import { activeModules } from '../modules/gate.ts'
import type { ModuleManifest } from '../modules/manifest.ts'
import { installedRegistry } from '../modules/installed_registry.ts'
import { recordFault } from '../slots/faults.ts'
import type { Scope } from '../tenancy/scope.ts'
import { currentUnit } from '../tenancy/unit.ts'
import type { Extension, ExtensionPointId } from './declaration.ts'
import { ExtensionFailedError, refusedBy } from './errors.ts'

/** What one module answered. */
export interface ExtensionAnswer<Id extends ExtensionPointId> {
  module: string
  /** The module as people know it, for refusals and notes. */
  name: string
  answer: ExtensionPoints[Id]['output']
}

/**
 * Asks the modules that are in use here for their answers to an extension point, one after the other in the order of
 * their requirements. They run inside the caller's unit: what they write is saved with it, or not at all.
 *
 * @throws ExtensionFailedError, or the refusal of a module with its name, unless the point is declared `tolerant`
 */
export async function extend<Id extends ExtensionPointId>(
  scope: Scope,
  id: Id,
  input: ExtensionPoints[Id]['input']
): Promise<ExtensionAnswer<Id>[]> {
  const manifests = installedRegistry().manifests()
  const point = manifests
    .flatMap(({ extensions }) => extensions.offers)
    .find((offered) => offered.id === id)
  if (!point) throw new Error(`No installed module offers the extension point "${id}"`)
  const answers: ExtensionAnswer<Id>[] = []
  for (const manifest of activeModules(manifests, scope)) {
    for (const load of manifest.extensions.adds[id] ?? []) {
      const ask = async () => ((await load()).default as Extension<Id>)(scope, input)
      const answer = await (point.tolerant ? askLeniently : askStrictly)(scope, manifest, id, ask)
      if (answer) answers.push({ module: manifest.id, name: manifest.name, answer })
    }
  }
  return answers
}

type Ask<T> = () => Promise<T | null>

async function askStrictly<T>(_scope: Scope, manifest: ModuleManifest, point: string, ask: Ask<T>) {
  const who = { name: manifest.name, module: manifest.id, point }
  try {
    return await ask()
  } catch (error) {
    if (error instanceof KarkhanaError && error.status < 500) throw refusedBy(who, error)
    logger.error({ err: error, ...who }, 'an extension failed')
    throw new ExtensionFailedError({ ...who, cause: error })
  }
}

/** In a savepoint, since a failed statement would spoil the whole transaction of the caller. */
async function askLeniently<T>(scope: Scope, manifest: ModuleManifest, point: string, ask: Ask<T>) {
  const unit = currentUnit()
  await unit?.rows('savepoint kernel_extension')
  try {
    const answer = await ask()
    await unit?.rows('release savepoint kernel_extension')
    return answer
  } catch (error) {
    await unit?.rows('rollback to savepoint kernel_extension')
    await unit?.rows('release savepoint kernel_extension')
    logger.error({ err: error, module: manifest.id, point }, 'an extension failed and is left out')
    const message = error instanceof Error ? error.message : String(error)
    const tell = () => recordFault(scope, { module: manifest.id, slot: point, message })
    if (unit) unit.afterCommit(tell)
    else await tell()
    return null
  }
}
