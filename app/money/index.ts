/**
 * Money as the whole product counts it: integer paise, decimal strings for quantities, prices and
 * rates, and one named rounding per rule. Runs on the server and in the browser.
 */
export {
  AllocationError,
  AmountOutOfRangeError,
  InvalidAmountError,
  InvalidDecimalError,
  InvalidQuantityError,
  InvalidRateError,
  InvalidUnitPriceError,
  MoneyError,
} from './errors.ts'
export {
  addDecimals,
  compareDecimals,
  normalizeDecimal,
  quantity,
  rate,
  roundHalfAwayFromZero,
  unitPrice,
} from './decimal.ts'
export { asPaise, paise, toDecimal, ZERO, type Paise } from './paise.ts'
export { multiply, negate, percentOf, proportion, roundToRupee, subtract, sum } from './money.ts'
export { allocate } from './allocate.ts'
export { formatAmount, formatRupees, groupDigits } from './format.ts'
export { amountInWords, numberInWords, type WordsLanguage } from './words.ts'
