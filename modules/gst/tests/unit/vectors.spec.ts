import { test } from '@japa/runner'
import { toDecimal, type Paise } from '@karkhana/kernel/money'
import { calculate } from '../../services/calculator.ts'
import type { CalculatedLine, DocumentTotals } from '../../contracts.ts'
import { documentOf, VECTORS } from '../support/vector_document.ts'

const written = (amount: Paise) => toDecimal(amount)

/** A line as the vector file writes it; amounts a credit note by quantity lacks are left out. */
function writtenLine(line: CalculatedLine) {
  const { sl, gstRate, gross, discount } = line
  return {
    sl,
    ...(gross === null ? {} : { gross: written(gross) }),
    ...(discount === null ? {} : { discount: written(discount) }),
    taxable: written(line.taxable),
    gstRate,
    cgst: written(line.cgst),
    sgst: written(line.sgst),
    igst: written(line.igst),
    cess: written(line.cess),
    total: written(line.total),
  }
}

/** Totals as the vector file writes them: tax payable by the recipient only under reverse charge. */
function writtenTotals(totals: DocumentTotals, reverseCharge: boolean) {
  const { taxPayableByRecipient, ...others } = totals
  const all = reverseCharge ? totals : others
  return Object.fromEntries(Object.entries(all).map(([name, amount]) => [name, written(amount)]))
}

test.group('GST document arithmetic vectors', () => {
  test('the file holds all 47 vectors', ({ assert }) => {
    assert.lengthOf(VECTORS, 47)
    assert.lengthOf(new Set(VECTORS.map(({ id }) => id)), 47)
  })

  test('{id}: {title}')
    .with(VECTORS)
    .run(({ assert }, vector) => {
      const result = calculate(documentOf(vector))
      assert.deepEqual(
        {
          placeOfSupply: result.placeOfSupply,
          supplyNature: result.supplyNature,
          lines: result.lines.map(writtenLine),
          totals: writtenTotals(result.totals, vector.input.reverseCharge),
          gstr1Tables: result.gstr1Tables,
          eInvoiceSupTyp: result.eInvoiceSupTyp,
        },
        vector.expect as object
      )
    })

  test('{id}: tax is payable by the recipient under reverse charge only')
    .with(VECTORS)
    .run(({ assert }, vector) => {
      const { taxPayableByRecipient, cgst, sgst, igst, cess } = calculate(documentOf(vector)).totals
      const owed = vector.input.reverseCharge ? cgst + sgst + igst + cess : 0
      assert.equal(taxPayableByRecipient, owed)
    })

  test('{id}: every amount is whole paise and the parts add up to the total')
    .with(VECTORS)
    .run(({ assert }, vector) => {
      const { totals, lines } = calculate(documentOf(vector))
      for (const amount of Object.values(totals)) assert.isTrue(Number.isSafeInteger(amount))
      assert.equal(totals.grandTotal - totals.roundOff, totals.beforeRoundOff)
      assert.equal(
        totals.beforeRoundOff,
        lines.reduce((sum, line) => sum + line.total, 0) + totals.otherCharges
      )
      assert.equal(totals.cgst, totals.sgst)
    })
})
