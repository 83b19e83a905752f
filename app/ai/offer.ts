import type { Scope } from '../tenancy/scope.ts'
import { chosenModels } from './models.ts'
import { aiSettings, purposesOf } from './settings.ts'

/** How a page offers a question to a model: it may be asked, or the budget of the month is used up. */
export type ModelOffer = 'ready' | 'used_up'

/**
 * Whether a page shows that a model can be asked for a purpose: the organisation has switched it on and chosen a model,
 * and the reader may ask. `null` when not: nobody needs to see a button then.
 */
export async function modelOffer(scope: Scope, purpose: string): Promise<ModelOffer | null> {
  const declared = purposesOf(scope).find(({ id }) => id === purpose)
  if (!declared || scope.readOnly || !scope.can(declared.permission)) return null
  const { wanted, left } = await scope.read(async (unit) => {
    const { purposes, monthlyPaise } = await aiSettings(unit)
    const [month] = await unit.rows<{ spent: string }>(
      'select spent_paise as spent from ai_months where organisation_id = ? and month = ?',
      [scope.organisationId, `${scope.today().slice(0, 7)}-01`]
    )
    return {
      wanted: purposes.includes(purpose),
      left: monthlyPaise - Number(month?.spent ?? 0),
    }
  })
  if (!wanted || (await chosenModels(scope)).length === 0) return null
  return left > 0 ? 'ready' : 'used_up'
}
