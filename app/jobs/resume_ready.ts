import { isActive } from '../modules/gate.ts'
import { systemScope } from '../tenancy/open_scope.ts'
import { reasonToWait, resumeParked, waitingModules } from './parking.ts'

/**
 * Lets go on what waits for a reason that is there no more: a module that could not be loaded has been repaired, or
 * switched on by a way that told nobody.
 *
 * @returns how much goes on
 */
export async function resumeReady(organisationId: string): Promise<number> {
  const scope = await systemScope(organisationId, 'kernel.resume')
  return scope.work(async (unit) => {
    let resumed = 0
    for (const module of await waitingModules(unit)) {
      if (!isActive(scope, module) || (await reasonToWait(unit, module))) continue
      resumed += await resumeParked(unit, module)
    }
    return resumed
  })
}
