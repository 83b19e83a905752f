import { AmountOutOfRangeError, InvalidAmountError } from './errors.ts'

declare const unit: unique symbol

/**
 * An amount of money in whole paise (1 rupee = 100 paise): a safe integer, stored as `bigint`.
 * The brand keeps rupees, percentages and plain counts out; make one with {@link paise} (from
 * rupees in text) or {@link asPaise} (from a whole number of paise).
 */
export type Paise = number & { readonly [unit]: 'paise' }

/** No money. */
export const ZERO = 0 as Paise

/** Rupees as text: sign, digits, at most two decimals. */
const RUPEES = /^-?\d{1,14}(\.\d{1,2})?$/

/**
 * Takes a whole number of paise, as it comes from the database or from integer arithmetic.
 *
 * @throws AmountOutOfRangeError when it is not a whole number or does not fit
 */
export function asPaise(value: number | bigint | string): Paise {
  const number = typeof value === 'string' && !/^-?\d+$/.test(value) ? Number.NaN : Number(value)
  if (!Number.isSafeInteger(number)) throw new AmountOutOfRangeError(`${value}`)
  return (number === 0 ? 0 : number) as Paise
}

/**
 * Reads rupees written as a decimal: `paise('4747.00')` is 474700.
 *
 * @throws InvalidAmountError when it is not a decimal with at most two places
 * @throws AmountOutOfRangeError when it does not fit
 */
export function paise(rupees: string): Paise {
  if (typeof rupees !== 'string' || !RUPEES.test(rupees)) throw new InvalidAmountError(`${rupees}`)
  const [whole, fraction = ''] = rupees.split('.')
  return asPaise(`${whole}${fraction.padEnd(2, '0')}`)
}

/**
 * Writes rupees as a decimal with exactly two places and no grouping: 474700 is `'4747.00'`,
 * -14 is `'-0.14'`.
 *
 * @throws AmountOutOfRangeError when the value is not whole paise
 */
export function toDecimal(amount: Paise): string {
  const digits = `${Math.abs(asPaise(amount))}`.padStart(3, '0')
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
