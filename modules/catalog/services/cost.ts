import type { Scope } from '@karkhana/kernel'
import { paise, subtract, type Paise } from '@karkhana/kernel/money'
import { CostHiddenError } from '../errors.ts'

const VIEW = 'catalog.item.cost_view'

/** Cost and margin of an item, for those who see them. */
export interface CostView {
  /** Rupees before tax; `null` while unknown. */
  unitCost: string | null
  /** Price less cost, before tax; `null` while the cost is unknown. */
  margin: Paise | null
}

/** Whether the reader sees what items cost. */
export function seesCost(scope: Scope): boolean {
  return scope.can(VIEW)
}

/** What a reader is shown of the cost: nothing at all without the permission, not even whether it is known. */
export function costView(
  scope: Scope,
  { unitCost, unitPrice }: { unitCost: string | null; unitPrice: string }
): CostView | Record<never, never> {
  if (!seesCost(scope)) return {}
  return {
    unitCost,
    margin: unitCost === null ? null : subtract(paise(unitPrice), paise(unitCost)),
  }
}

/** @throws CostHiddenError when a cost is sent by somebody who does not see it */
export function ensureMaySetCost(scope: Scope, { unitCost }: { unitCost?: string | null }) {
  if (unitCost !== undefined && !seesCost(scope)) throw new CostHiddenError()
}
