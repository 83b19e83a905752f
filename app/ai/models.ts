import { chosenDriver } from '../drivers/choices.ts'
import { driverFor } from '../drivers/driver_for.ts'
import type { Scope } from '../tenancy/scope.ts'
import type { ModelDriver } from './driver.ts'

/** The places in which an organisation chooses its models, in the order in which they are asked. */
export const MODEL_FAMILIES = ['kernel.ai', 'kernel.ai-second', 'kernel.ai-third'] as const

/** A model that the organisation has chosen. */
export interface ChosenModel {
  /** Id of its driver; of the family, while a test stands in for it. */
  id: string
  driver: ModelDriver
}

/** The chosen models that can work, first choice first; one that is chosen twice is asked once. */
export async function chosenModels(scope: Scope): Promise<ChosenModel[]> {
  const chosen: ChosenModel[] = []
  for (const family of MODEL_FAMILIES) {
    const driver = await driverFor(scope, family)
    if (!driver) continue
    const id = (await chosenDriver(scope, family)) ?? family
    if (!chosen.some((each) => each.id === id)) chosen.push({ id, driver })
  }
  return chosen
}
