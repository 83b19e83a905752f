import { toDecimal, type Paise } from './paise.ts'

/**
 * Groups digits the Indian way, three then twos: `'12345678'` becomes `'1,23,45,678'`. Written out
 * instead of taken from `Intl`, so that a server, a browser and a test print the same characters.
 */
export function groupDigits(digits: string): string {
  return digits.replace(/(\d)(?=(\d\d)+\d$)/g, '$1,')
}

/**
 * The amount with Indian grouping and two decimals, without currency: `'1,23,456.00'`.
 *
 * @throws AmountOutOfRangeError
 */
export function formatAmount(amount: Paise): string {
  const [whole, fraction] = toDecimal(amount).replace('-', '').split('.')
  return `${amount < 0 ? '-' : ''}${groupDigits(whole)}.${fraction}`
}

/**
 * The amount for reading: `'₹1,23,456.00'`, negative `'-₹0.14'`.
 *
 * @throws AmountOutOfRangeError
 */
export function formatRupees(amount: Paise): string {
  return amount < 0 ? `-₹${formatAmount(amount).slice(1)}` : `₹${formatAmount(amount)}`
}
