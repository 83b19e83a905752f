import { multiply, percentOf, subtract, sum, type Paise } from '@karkhana/kernel/money'
import type { Discount, LineInput } from '../../contracts.ts'
import { DiscountTooLargeError } from '../../errors.ts'
import { at } from './reading.ts'

/** A line before tax. */
export interface LineAmounts {
  line: LineInput
  gross: Paise
  /** Everything taken off so far. */
  discount: Paise
  /** Gross less discount; in inclusive mode it contains the tax. */
  net: Paise
}

/**
 * Quantity times unit price, rounded to paise, less the line discount.
 *
 * @throws UnreadableValueError, DiscountTooLargeError
 */
export function lineAmounts(line: LineInput, index: number): LineAmounts {
  const gross = at(`lines.${index}`, () => multiply(line.qty, line.unitPrice))
  const discount = discountOn(gross, line.discount, `lines.${index}.discount`)
  return { line, gross, discount, net: subtract(gross, discount) }
}

/** The line with one more discount taken off. */
export function lessDiscount(amounts: LineAmounts, share: Paise): LineAmounts {
  return {
    ...amounts,
    discount: sum([amounts.discount, share]),
    net: subtract(amounts.net, share),
  }
}

/**
 * A discount in paise: a percentage of the base rounded to paise, or the amount as given.
 *
 * @throws UnreadableValueError, DiscountTooLargeError
 */
export function discountOn(
  base: Paise,
  discount: Discount | null | undefined,
  field: string
): Paise {
  if (!discount) return sum([])
  const taken = at(field, () =>
    discount.type === 'percent' ? percentOf(base, discount.value) : sum([discount.value])
  )
  if (taken < 0 || taken > base) throw new DiscountTooLargeError(field)
  return taken
}
