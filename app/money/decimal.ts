import { Decimal } from 'decimal.js'
import {
  InvalidDecimalError,
  InvalidQuantityError,
  InvalidRateError,
  InvalidUnitPriceError,
} from './errors.ts'

/**
 * Exact decimal arithmetic on strings. This is the only file that knows the library behind it.
 *
 * Sixty digits hold every product of two accepted inputs without loss, and keep quotients so far
 * from a rounding tie that rounding them once more to paise is safe. `ROUND_HALF_UP` of the
 * library means half away from zero.
 */
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP, toExpPos: 60 })

/** Sign, up to 15 digits, up to 6 decimals; no exponent, no grouping. */
const DECIMAL = /^-?\d{1,15}(\.\d{1,6})?$/
const UNSIGNED = /^\d{1,12}(\.\d{1,6})?$/
const RATE = /^\d{1,6}(\.\d{1,6})?$/

function exact(value: string) {
  if (typeof value !== 'string' || !DECIMAL.test(value)) throw new InvalidDecimalError(`${value}`)
  return new Exact(value)
}

/**
 * Returns the quantity in its shortest spelling: `'1.500'` becomes `'1.5'`.
 *
 * @throws InvalidQuantityError when negative, not a plain decimal, or finer than six decimals
 */
export function quantity(value: string): string {
  if (!UNSIGNED.test(value)) throw new InvalidQuantityError(`${value}`)
  return normalizeDecimal(value)
}

/**
 * Returns the unit price in rupees in its shortest spelling; prices may be finer than a paisa.
 *
 * @throws InvalidUnitPriceError when negative, not a plain decimal, or finer than six decimals
 */
export function unitPrice(value: string): string {
  if (!UNSIGNED.test(value)) throw new InvalidUnitPriceError(`${value}`)
  return normalizeDecimal(value)
}

/**
 * Returns the rate in percent in its shortest spelling: `'18.00'` becomes `'18'`.
 *
 * @throws InvalidRateError when negative, not a plain decimal, or finer than six decimals
 */
export function rate(value: string): string {
  if (!RATE.test(value)) throw new InvalidRateError(`${value}`)
  return normalizeDecimal(value)
}

/**
 * The shortest spelling of a decimal: no trailing zeros, no `-0`.
 *
 * @throws InvalidDecimalError
 */
export function normalizeDecimal(value: string): string {
  const number = exact(value)
  return number.isZero() ? '0' : number.toFixed()
}

/**
 * Exact sum of decimals.
 *
 * @throws InvalidDecimalError
 */
export function addDecimals(...values: string[]): string {
  return values.reduce((total, value) => total.plus(exact(value)), new Exact(0)).toFixed()
}

/**
 * -1, 0 or 1 as `a` is below, equal to or above `b` (`'1.50'` equals `'1.5'`).
 *
 * @throws InvalidDecimalError
 */
export function compareDecimals(a: string, b: string): -1 | 0 | 1 {
  return exact(a).comparedTo(exact(b)) as -1 | 0 | 1
}

/**
 * Rounds to `places` decimals, half away from zero: 1.005 gives 1.01, -1.005 gives -1.01.
 *
 * @throws InvalidDecimalError
 */
export function roundHalfAwayFromZero(value: string, places = 0): string {
  const rounded = exact(value).toDecimalPlaces(places)
  return (rounded.isZero() ? rounded.abs() : rounded).toFixed(places)
}

/**
 * `a × b × scale` rounded to a whole number, half away from zero, as a string of digits.
 *
 * @internal
 * @throws InvalidDecimalError
 */
export function roundedProduct(a: string, b: string, scale: number): string {
  return exact(a).times(exact(b)).times(scale).toDecimalPlaces(0).toFixed()
}

/**
 * `amount × numerator ÷ denominator` rounded to a whole number, half away from zero.
 * `amount` is a whole number of paise and may be longer than an input decimal.
 *
 * @internal
 * @throws InvalidDecimalError
 * @throws RangeError when the denominator is zero, which is a fault of the caller
 */
export function roundedQuotient(amount: number, numerator: string, denominator: string): string {
  const divisor = exact(denominator)
  if (divisor.isZero()) throw new RangeError('An amount cannot be divided by zero')
  return new Exact(amount).times(exact(numerator)).dividedBy(divisor).toDecimalPlaces(0).toFixed()
}
