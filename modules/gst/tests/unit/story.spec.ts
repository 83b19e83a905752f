import { test } from '@japa/runner'
import { amountInWords, toDecimal, type Paise } from '@karkhana/kernel/money'
import type { DocumentInput, LineInput } from '../../contracts.ts'
import { calculate } from '../../services/calculator.ts'

const line = (sl: number, kind: LineInput['kind'], rest: [string, string, string]): LineInput => {
  const [hsn, qty, unitPrice] = rest
  return { sl, kind, hsn, qty, unitPrice, gstRate: '18' }
}

/** Volt & Wheel, Pune, repairs the range of an electric scooter. */
const REPAIR: DocumentInput = {
  docType: 'INV',
  docDate: '2026-11-20',
  supplier: { gstin: '27AAPFU0939F1ZV', stateCode: '27', scheme: 'regular' },
  recipient: { kind: 'B2C', recordedStateCode: '27' },
  priceMode: 'exclusive',
  roundOff: 'rupee',
  reverseCharge: false,
  payTax: false,
  lines: [
    line(1, 'service', ['998714', '1.5', '800.00']),
    line(2, 'goods', ['8536', '1', '2450.00']),
    line(3, 'goods', ['8544', '2', '186.50']),
  ],
}

const inRupees = (totals: Record<string, Paise>) =>
  Object.fromEntries(Object.entries(totals).map(([name, amount]) => [name, toDecimal(amount)]))

test.group('The invoice of a repair', () => {
  test('a customer of Pune pays CGST and SGST and a whole number of rupees', ({ assert }) => {
    const result = calculate(REPAIR)
    assert.deepEqual(inRupees({ ...result.totals }), {
      taxable: '4023.00',
      nonTaxable: '0.00',
      cgst: '362.07',
      sgst: '362.07',
      igst: '0.00',
      cess: '0.00',
      otherCharges: '0.00',
      beforeRoundOff: '4747.14',
      roundOff: '-0.14',
      grandTotal: '4747.00',
      taxPayableByRecipient: '0.00',
    })
    assert.deepEqual(
      result.lines.map(({ taxable, cgst }) => [toDecimal(taxable), toDecimal(cgst)]),
      [
        ['1200.00', '108.00'],
        ['2450.00', '220.50'],
        ['373.00', '33.57'],
      ]
    )
    assert.deepInclude(result, {
      placeOfSupply: '27',
      placeOfSupplyReason: 'recorded-address',
      supplyNature: 'intra',
      stateTaxName: 'SGST',
    })
    assert.equal(
      amountInWords(result.totals.grandTotal),
      'Rupees Four Thousand Seven Hundred Forty-Seven Only'
    )
  })

  test('a registered customer of Karnataka pays IGST', ({ assert }) => {
    const result = calculate({ ...REPAIR, recipient: { kind: 'B2B', gstin: '29AABCE2222B1ZB' } })
    const { cgst, sgst, igst, grandTotal, roundOff } = result.totals
    assert.deepEqual(inRupees({ cgst, sgst, igst, grandTotal, roundOff }), {
      cgst: '0.00',
      sgst: '0.00',
      igst: '724.14',
      grandTotal: '4747.00',
      roundOff: '-0.14',
    })
    assert.deepInclude(result, {
      placeOfSupply: '29',
      supplyNature: 'inter',
      eInvoiceSupTyp: 'B2B',
    })
  })

  test('the table of rates knows all three lines', ({ assert }) => {
    const lines = REPAIR.lines.map((entry) => ({ ...entry, gstRate: null }))
    assert.deepEqual(calculate({ ...REPAIR, lines }), calculate(REPAIR))
  })
})
