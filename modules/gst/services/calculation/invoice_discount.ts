import { allocate, sum } from '@karkhana/kernel/money'
import type { Discount } from '../../contracts.ts'
import { discountOn, lessDiscount, type LineAmounts } from './line_amounts.ts'

/**
 * Takes the discount on the whole document off its lines, before tax: in proportion to their net
 * amounts, in paise, by largest remainder, ties to the lower serial number. Never a negative line:
 * the portal rejects those.
 *
 * @throws UnreadableValueError, DiscountTooLargeError
 */
export function shareInvoiceDiscount(
  lines: LineAmounts[],
  discount: Discount | null | undefined
): LineAmounts[] {
  const taken = discountOn(sum(lines.map(({ net }) => net)), discount, 'invoiceDiscount')
  // Ties go to the lower serial number, whatever the order of the lines in the input.
  const bySerial = lines.toSorted((a, b) => a.line.sl - b.line.sl)
  const shares = allocate(
    taken,
    bySerial.map(({ net }) => net)
  )
  const shareOf = new Map(bySerial.map(({ line }, index) => [line.sl, shares[index]]))
  return lines.map((amounts) => lessDiscount(amounts, shareOf.get(amounts.line.sl)!))
}
