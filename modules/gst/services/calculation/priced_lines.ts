import { sum } from '@karkhana/kernel/money'
import type { CalculatedLine, DocumentInput, TaxAmounts } from '../../contracts.ts'
import { shareInvoiceDiscount } from './invoice_discount.ts'
import { lineAmounts, type LineAmounts } from './line_amounts.ts'
import { lineRate } from './line_rate.ts'
import { isTaxable, type Supply } from './supply.ts'
import { cess, taxes, untaxed } from './taxes.ts'

/**
 * Lines that have a quantity and a price: amounts, discounts, then taxes.
 *
 * @throws GstError with the path of the line
 */
export function pricedLines(document: DocumentInput, supply: Supply): CalculatedLine[] {
  const amounts = document.lines.map(lineAmounts)
  return shareInvoiceDiscount(amounts, document.invoiceDiscount).map((line, index) =>
    pricedLine(line, index, document, supply)
  )
}

/** What the line adds to the document: under reverse charge the recipient pays the taxes himself. */
export function lineTotal(amounts: TaxAmounts, supply: Supply) {
  const { taxable, cgst, sgst, igst, cess: cessAmount } = amounts
  return supply.reverseCharge ? taxable : sum([taxable, cgst, sgst, igst, cessAmount])
}

function pricedLine(
  { line, gross, discount, net }: LineAmounts,
  index: number,
  document: DocumentInput,
  supply: Supply
): CalculatedLine {
  const taxed = isTaxable(line.treatment, supply)
  const gstRate = taxed ? lineRate(line, document, index) : '0'
  const amounts =
    taxed && !supply.zeroRated
      ? { ...taxes(net, gstRate, supply), cess: cess(net, line, index) }
      : untaxed(net)
  return {
    sl: line.sl,
    gross,
    discount,
    ...amounts,
    gstRate,
    treatment: line.treatment ?? 'taxable',
    total: lineTotal(amounts, supply),
  }
}
