import { AllocationError } from './errors.ts'
import { asPaise, ZERO, type Paise } from './paise.ts'

/**
 * Shares an amount out in proportion to whole weights, in paise, by largest remainder: every share
 * is first cut to whole paise, then the paise left over go one each to the largest cut-off parts;
 * equal parts are served in order of index. The shares always add up to the total, and a weight of
 * zero never receives anything.
 *
 * @param weights whole numbers of zero or more, such as line amounts in paise
 * @throws AllocationError when a non-zero total has no weight above zero, or a weight is invalid
 * @throws AmountOutOfRangeError
 */
export function allocate(total: Paise, weights: readonly number[]): Paise[] {
  const amount = asPaise(total)
  if (!weights.every((weight) => Number.isSafeInteger(weight) && weight >= 0)) {
    throw new AllocationError('Every weight must be a whole number of zero or more')
  }
  if (amount === 0) return weights.map(() => ZERO)

  // Total times weight can pass 2^53, hence bigint.
  const whole = weights.reduce((sum, weight) => sum + BigInt(weight), 0n)
  if (whole === 0n) throw new AllocationError('An amount cannot be shared among zero weights')

  const size = BigInt(Math.abs(amount))
  const shares = weights.map((weight) => (size * BigInt(weight)) / whole)
  const remainders = weights.map((weight) => (size * BigInt(weight)) % whole)
  const left = Number(size - shares.reduce((sum, share) => sum + share, 0n))

  // Array sort is stable, so equal remainders keep the order of their index.
  const byRemainder = weights
    .map((_, index) => index)
    .sort((a, b) => Number(remainders[a] < remainders[b]) - Number(remainders[a] > remainders[b]))
  for (const index of byRemainder.slice(0, left)) shares[index] += 1n

  return shares.map((share) => asPaise(amount < 0 ? -share : share))
}
