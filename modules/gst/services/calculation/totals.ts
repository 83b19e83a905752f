import { roundToRupee, subtract, sum, ZERO, type Paise } from '@karkhana/kernel/money'
import type { CalculatedLine, DocumentInput, DocumentTotals } from '../../contracts.ts'
import { isTaxable, type Supply } from './supply.ts'

/**
 * Totals of a document: sums of its lines, never recomputed from a rate. The grand total is rounded
 * to the rupee, .50 away from zero (practice after CGST Act s.170); the signed difference stands
 * alone and belongs neither to the tax nor to the revenue.
 */
export function documentTotals(
  lines: CalculatedLine[],
  document: DocumentInput,
  supply: Supply
): DocumentTotals {
  const total = (pick: (line: CalculatedLine) => Paise) => sum(lines.map(pick))
  const taxed = (line: CalculatedLine) => isTaxable(line.treatment, supply)

  const cgst = total((line) => line.cgst)
  const sgst = total((line) => line.sgst)
  const igst = total((line) => line.igst)
  const cess = total((line) => line.cess)
  const otherCharges = sum((document.otherCharges ?? []).map((charge) => charge.amount))
  const beforeRoundOff = sum([total((line) => line.total), otherCharges])
  const grandTotal = document.roundOff === 'rupee' ? roundToRupee(beforeRoundOff) : beforeRoundOff

  return {
    taxable: total((line) => (taxed(line) ? line.taxable : ZERO)),
    nonTaxable: total((line) => (taxed(line) ? ZERO : line.taxable)),
    cgst,
    sgst,
    igst,
    cess,
    otherCharges,
    beforeRoundOff,
    roundOff: subtract(grandTotal, beforeRoundOff),
    grandTotal,
    taxPayableByRecipient: document.reverseCharge ? sum([cgst, sgst, igst, cess]) : ZERO,
  }
}
