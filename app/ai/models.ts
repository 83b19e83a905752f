import { driversFor, type ChosenDriver } from '../drivers/driver_for.ts'
import type { Scope } from '../tenancy/scope.ts'

/** The places in which an organisation chooses its models, in the order in which they are asked. */
export const MODEL_FAMILIES = ['kernel.ai', 'kernel.ai-second', 'kernel.ai-third'] as const

/** A model that the organisation has chosen; its id is that of the driver. */
export type ChosenModel = ChosenDriver<(typeof MODEL_FAMILIES)[number]>

/** The chosen models that can work, first choice first; one that is chosen twice is asked once. */
export async function chosenModels(scope: Scope): Promise<ChosenModel[]> {
  const chosen = await driversFor(scope, MODEL_FAMILIES)
  return chosen.filter(({ id }, at) => chosen.findIndex((each) => each.id === id) === at)
}
