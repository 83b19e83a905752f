import { settingsOf, type Scope } from '@karkhana/kernel'
import { compareDecimals, normalizeDecimal } from '@karkhana/kernel/money'
import type { DiscountedLine } from '../contracts.ts'
import { DiscountLimitError } from '../errors.ts'
import { SETTINGS } from '../settings.ts'

const NONE = '0'

/**
 * Holds the discounts of `lines` to what the reader may give. A discount that stands already stays with its line as
 * long as nothing else of the line changes: somebody who may give it has given it.
 *
 * @throws DiscountLimitError at `lines.<n>.discountPercent`
 */
export async function ensureDiscounts(
  scope: Scope,
  lines: DiscountedLine[],
  before: DiscountedLine[]
): Promise<void> {
  if (scope.can('invoicing.discount.unlimited')) return
  const standing = new Set(before.map((line) => keyOf(line, percentOf(line))))
  const raised = lines.flatMap((line, index) =>
    percentOf(line) === NONE || standing.has(keyOf(line, percentOf(line))) ? [] : [index]
  )
  if (raised.length === 0) return
  const limit = scope.can('invoicing.discount.give')
    ? (await settingsOf(scope, SETTINGS)).discount_limit_percent
    : NONE
  const above = raised.find((index) => compareDecimals(percentOf(lines[index]), limit) > 0)
  if (above !== undefined) throw new DiscountLimitError(above, limit)
}

const percentOf = (line: DiscountedLine) => normalizeDecimal(line.discountPercent || NONE)

function keyOf({ hsn, description, quantity, unitPrice }: DiscountedLine, percent: string) {
  const decimals = [quantity, unitPrice].map(normalizeDecimal)
  return JSON.stringify([hsn, description, ...decimals, percent])
}
