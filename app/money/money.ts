import { quantity, rate, roundedProduct, roundedQuotient, unitPrice } from './decimal.ts'
import { asPaise, ZERO, type Paise } from './paise.ts'

/**
 * Quantity times unit price, rounded once to paise, half away from zero.
 * `multiply('1', '1.005')` is 101 paise.
 *
 * @throws InvalidQuantityError, InvalidUnitPriceError, AmountOutOfRangeError
 */
export function multiply(count: string, price: string): Paise {
  return asPaise(roundedProduct(quantity(count), unitPrice(price), 100))
}

/**
 * `percent` of an amount, rounded once to paise, half away from zero.
 *
 * @param percent the percentage as a decimal string: `'18'`, `'0.25'`
 * @throws InvalidRateError, AmountOutOfRangeError
 */
export function percentOf(amount: Paise, percent: string): Paise {
  return proportion(amount, rate(percent), '100')
}

/**
 * `amount × part ÷ whole`, rounded once to paise, half away from zero. Use it where a rule takes a
 * fraction of an amount in one step, such as the tax inside a tax-inclusive price.
 *
 * @param part decimal string
 * @param whole decimal string, not zero
 * @throws InvalidDecimalError, AmountOutOfRangeError
 */
export function proportion(amount: Paise, part: string, whole: string): Paise {
  return asPaise(roundedQuotient(asPaise(amount), part, whole))
}

/**
 * Rounds to the whole rupee, half away from zero: 100.50 becomes 101.00, -100.50 becomes -101.00.
 *
 * @throws AmountOutOfRangeError
 */
export function roundToRupee(amount: Paise): Paise {
  const size = Math.abs(asPaise(amount))
  const remainder = size % 100
  const rounded = size - remainder + (remainder >= 50 ? 100 : 0)
  return asPaise(amount < 0 ? -rounded : rounded)
}

/**
 * Exact sum; an empty list is zero.
 *
 * @throws AmountOutOfRangeError as soon as a partial sum does not fit
 */
export function sum(amounts: Iterable<Paise>): Paise {
  let total = ZERO
  for (const amount of amounts) total = asPaise(total + asPaise(amount))
  return total
}

/**
 * The first amount less all others.
 *
 * @throws AmountOutOfRangeError
 */
export function subtract(amount: Paise, ...others: Paise[]): Paise {
  return asPaise(asPaise(amount) - sum(others))
}

/**
 * The amount with its sign turned.
 *
 * @throws AmountOutOfRangeError
 */
export function negate(amount: Paise): Paise {
  return asPaise(-amount)
}
