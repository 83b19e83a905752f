import { test } from '@japa/runner'
import fc from 'fast-check'
import { asPaise, paise, toDecimal, ZERO } from '@karkhana/kernel/money'
import type { CreditLineInput, DocumentInput, LineInput, TaxAmounts } from '../../contracts.ts'
import { GstError } from '../../errors.ts'
import { calculate } from '../../services/calculator.ts'
import { documentOf, vector } from '../support/vector_document.ts'

const invoice = (changes: Partial<DocumentInput> = {}): DocumentInput => ({
  ...documentOf(vector('intra-b2b-goods')),
  ...changes,
})
const withLine = (changes: Partial<LineInput>): DocumentInput =>
  invoice({ lines: [{ ...invoice().lines[0], ...changes }] })

/** The codes and fields of a refused document. */
function refusal(document: DocumentInput) {
  try {
    calculate(document)
  } catch (error) {
    if (error instanceof GstError) return { code: error.code, field: error.field, next: error.next }
    throw error
  }
  return null
}

const b2c = { kind: 'B2C' } as const
const creditOf = (line: Partial<CreditLineInput>, orig: Partial<TaxAmounts> = {}) => ({
  docNo: 'A1',
  docDate: '2026-11-02',
  origTable: 'b2b' as const,
  lines: [
    {
      sl: 1,
      origQty: '4',
      returnQty: '1',
      orig: { taxable: 100, cgst: 2, sgst: 2, igst: 0, cess: 0, ...orig, gstRate: '18' },
      ...line,
    } as CreditLineInput,
  ],
})

test.group('A document that is refused', () => {
  const cases: [what: string, code: string, field: string, document: () => DocumentInput][] = [
    ['a negative quantity', 'VALUE_UNREADABLE', 'lines.0', () => withLine({ qty: '-1' })],
    ['a price in words', 'VALUE_UNREADABLE', 'lines.0', () => withLine({ unitPrice: 'ten' })],
    [
      'an amount beyond counting',
      'VALUE_UNREADABLE',
      'lines.0',
      () => withLine({ qty: '999999999999', unitPrice: '999999999999' }),
    ],
    [
      'a date that does not exist',
      'VALUE_UNREADABLE',
      'docDate',
      () => invoice({ docDate: '2026-02-30' }),
    ],
    ['a rate of 17 %', 'RATE_NOT_ALLOWED', 'lines.0.gstRate', () => withLine({ gstRate: '17' })],
    [
      'an HSN without a known rate',
      'RATE_UNKNOWN',
      'lines.0.gstRate',
      () => withLine({ hsn: '6114', gstRate: null }),
    ],
    [
      'a note without the rate of its original',
      'RATE_UNKNOWN',
      'lines.0.gstRate',
      () => ({ ...withLine({ gstRate: null }), docType: 'DBN' }),
    ],
    [
      'a discount of 101 %',
      'DISCOUNT_TOO_LARGE',
      'lines.0.discount',
      () => withLine({ discount: { type: 'percent', value: '101' } }),
    ],
    [
      'a discount above the line',
      'DISCOUNT_TOO_LARGE',
      'lines.0.discount',
      () => withLine({ discount: { type: 'amount', value: paise('2900.01') } }),
    ],
    [
      'a negative discount',
      'DISCOUNT_TOO_LARGE',
      'lines.0.discount',
      () => withLine({ discount: { type: 'amount', value: paise('-1') } }),
    ],
    [
      'an invoice discount above all lines',
      'DISCOUNT_TOO_LARGE',
      'invoiceDiscount',
      () => invoice({ invoiceDiscount: { type: 'amount', value: paise('2900.01') } }),
    ],
    [
      'a negative charge',
      'VALUE_UNREADABLE',
      'otherCharges.0.amount',
      () => invoice({ otherCharges: [{ description: 'Toll', amount: paise('-1') }] }),
    ],
    ['no lines', 'DOCUMENT_INCOMPLETE', 'lines', () => invoice({ lines: [] })],
    [
      'two lines numbered 1',
      'DOCUMENT_INCOMPLETE',
      'lines',
      () => invoice({ lines: [...invoice().lines, ...invoice().lines] }),
    ],
    [
      'a business without GSTIN',
      'DOCUMENT_INCOMPLETE',
      'recipient.gstin',
      () => invoice({ recipient: { kind: 'B2B' } }),
    ],
    [
      'a recipient with a wrong GSTIN',
      'VALUE_UNREADABLE',
      'recipient.gstin',
      () => invoice({ recipient: { kind: 'B2B', gstin: '29AABCE2222B1ZC' } }),
    ],
    [
      'a supplier with a wrong GSTIN',
      'VALUE_UNREADABLE',
      'supplier.gstin',
      () => invoice({ supplier: { ...invoice().supplier, gstin: '29AABCE2222B1ZC' } }),
    ],
    [
      'a supplier of another state than its GSTIN',
      'DOCUMENT_INCOMPLETE',
      'supplier.stateCode',
      () => invoice({ supplier: { ...invoice().supplier, stateCode: '27' } }),
    ],
    [
      'an unknown place of supply',
      'STATE_UNKNOWN',
      'placeOfSupply',
      () => invoice({ placeOfSupply: '39' }),
    ],
    [
      'an unknown state of delivery',
      'STATE_UNKNOWN',
      'deliveryStateCode',
      () => invoice({ deliveryStateCode: 'KA' }),
    ],
    [
      'reverse charge to a consumer',
      'COMBINATION',
      'reverseCharge',
      () => invoice({ reverseCharge: true, recipient: b2c }),
    ],
    [
      'inclusive prices under reverse charge',
      'COMBINATION',
      'priceMode',
      () => invoice({ reverseCharge: true, priceMode: 'inclusive' }),
    ],
    [
      'inclusive prices with cess',
      'COMBINATION',
      'priceMode',
      () => ({ ...withLine({ cessRate: '15' }), priceMode: 'inclusive' }),
    ],
    [
      'inclusive prices of an export without tax',
      'COMBINATION',
      'priceMode',
      () => invoice({ recipient: { kind: 'EXPORT' }, priceMode: 'inclusive' }),
    ],
    [
      'an invoice that returns quantities',
      'COMBINATION',
      'creditOf',
      () => invoice({ lines: [], creditOf: creditOf({}) }),
    ],
    [
      'a credit note older than its invoice',
      'DOCUMENT_INCOMPLETE',
      'docDate',
      () => invoice({ docType: 'CRN', docDate: '2026-11-01', lines: [], creditOf: creditOf({}) }),
    ],
    [
      'a return of more than was sold',
      'CREDIT_TOO_LARGE',
      'creditOf.lines.0.returnQty',
      () => invoice({ docType: 'CRN', lines: [], creditOf: creditOf({ returnQty: '4.001' }) }),
    ],
    [
      'a return of nothing',
      'VALUE_UNREADABLE',
      'creditOf.lines.0.returnQty',
      () => invoice({ docType: 'CRN', lines: [], creditOf: creditOf({ returnQty: '0' }) }),
    ],
  ]

  test('{0} is refused at its field with the next step')
    .with(cases)
    .run(({ assert }, [, code, field, document]) => {
      const refused = refusal(document())
      assert.deepInclude(refused, { code: `E_GST_${code}`, field })
      assert.isAbove(refused!.next.length, 5)
    })

  test('the document the cases are made from is accepted', ({ assert }) => {
    assert.isNull(refusal(invoice()))
    assert.isNull(refusal(invoice({ docType: 'CRN', lines: [], creditOf: creditOf({}) })))
  })
})

test.group('Place of supply', () => {
  test('{0}: {1}')
    .with([
      ['inter-b2b-counter', 'explicit'],
      ['export-lut', 'export'],
      ['b2c-delivery-differs', 'delivery'],
      ['intra-b2b-goods', 'delivery'],
      ['b2c-inter-small', 'recorded-address'],
      ['intra-b2c-labour', 'supplier-location'],
      ['parts-only-b2b-no-delivery', 'recipient-registration'],
      ['inter-b2b-service', 'recipient-registration'],
    ])
    .run(({ assert }, [id, reason]) => {
      assert.equal(calculate(documentOf(vector(id))).placeOfSupplyReason, reason)
    })

  test('a delivery address does not move the labour of a walk-in customer', ({ assert }) => {
    const labour = documentOf(vector('intra-b2c-labour'))
    const result = calculate({ ...labour, deliveryStateCode: '32' })
    assert.deepInclude(result, { placeOfSupply: '29', placeOfSupplyReason: 'supplier-location' })
  })

  test('services to a business are supplied at its registration, wherever goods are sent', ({
    assert,
  }) => {
    const services = documentOf(vector('inter-b2b-service'))
    const result = calculate({ ...services, deliveryStateCode: '29' })
    assert.deepInclude(result, {
      placeOfSupply: '27',
      placeOfSupplyReason: 'recipient-registration',
    })
  })

  test('the state tax of Chandigarh is called UTGST', ({ assert }) => {
    assert.equal(calculate(documentOf(vector('ut-supply'))).stateTaxName, 'UTGST')
  })
})

test.group('Discounts', () => {
  test('an odd paisa goes to the lower serial number, whatever the order of the lines', ({
    assert,
  }) => {
    const thirds = documentOf(vector('invoice-discount-thirds'))
    const reversed = calculate({ ...thirds, lines: thirds.lines.toReversed() })
    assert.deepEqual(reversed.lines.toReversed(), calculate(thirds).lines)
  })

  test('an invoice discount in percent is taken from the sum of the lines', ({ assert }) => {
    const thirds = documentOf(vector('invoice-discount-thirds'))
    const result = calculate({ ...thirds, invoiceDiscount: { type: 'percent', value: '6.67' } })
    assert.equal(toDecimal(result.totals.taxable), '1399.95')
  })
})

test.group('Cess', () => {
  test('an amount per unit is added to the percentage', ({ assert }) => {
    const { totals } = calculate({
      ...withLine({
        qty: '3',
        unitPrice: '100.00',
        gstRate: '28',
        cessRate: '5',
        cessPerUnit: '4.175',
      }),
      docDate: '2025-09-10',
    })
    assert.equal(toDecimal(totals.cess), '27.53')
  })

  test('an export without tax bears none', ({ assert }) => {
    const export_ = { ...withLine({ cessRate: '5' }), recipient: { kind: 'EXPORT' as const } }
    assert.strictEqual(calculate(export_).totals.cess, ZERO)
  })
})

test.group('Properties of every document', () => {
  const rates = fc.constantFrom('0', '0.25', '1.5', '3', '5', '12', '18', '28', '40')
  const thousandths = (max: number) =>
    fc
      .integer({ min: 0, max })
      .map((value) => `${Math.floor(value / 1000)}.${`${value % 1000}`.padStart(3, '0')}`)
  const lines = fc
    .array(
      fc.record({ qty: thousandths(50_000), unitPrice: thousandths(90_000_000), gstRate: rates }),
      { minLength: 1, maxLength: 12 }
    )
    .map((drafts) =>
      drafts.map((draft, index) => ({
        ...draft,
        sl: index + 1,
        kind: 'goods' as const,
        hsn: '87083000',
      }))
    )
  const states = fc.constantFrom('29', '27')

  test('a price that includes tax is never changed by a paisa', ({ assert }) => {
    fc.assert(
      fc.property(lines, states, (drafts, placeOfSupply) => {
        const document = invoice({ lines: drafts, placeOfSupply, priceMode: 'inclusive' })
        for (const line of calculate(document).lines) assert.equal(line.total, line.gross)
      })
    )
  })

  test('each tax is within half a paisa of the exact tax, and both halves are equal', ({
    assert,
  }) => {
    fc.assert(
      fc.property(lines, states, (drafts, placeOfSupply) => {
        for (const line of calculate(invoice({ lines: drafts, placeOfSupply })).lines) {
          const hundredths = BigInt(Math.round(Number(line.gstRate) * 100))
          const exact = BigInt(line.taxable) * hundredths
          const parts = placeOfSupply === '29' ? [line.cgst, line.sgst] : [line.igst]
          const scale = placeOfSupply === '29' ? 20_000n : 10_000n
          for (const part of parts) {
            const gap = BigInt(part) * scale - exact
            assert.isTrue(2n * (gap < 0n ? -gap : gap) <= scale)
          }
          assert.equal(line.cgst, line.sgst)
        }
      })
    )
  })

  test('an invoice discount leaves the taxable value of the sum, to the paisa', ({ assert }) => {
    fc.assert(
      fc.property(lines, fc.double({ min: 0, max: 1, noNaN: true }), (drafts, part) => {
        const full = calculate(invoice({ lines: drafts })).totals.taxable
        const value = asPaise(Math.floor(full * part))
        const invoiceDiscount = { type: 'amount' as const, value }
        const result = calculate(invoice({ lines: drafts, invoiceDiscount }))
        assert.equal(result.totals.taxable, full - value)
        for (const line of result.lines) assert.isAtLeast(line.taxable, 0)
      })
    )
  })

  test('credit notes for every unit add up to the original, and none is negative', ({ assert }) => {
    const amount = fc.integer({ min: 0, max: 5_000 }).map(asPaise)
    const original = fc.record({ taxable: amount, cgst: amount, igst: amount, cess: amount })
    fc.assert(
      fc.property(original, fc.integer({ min: 1, max: 9 }), (parts, units) => {
        const orig = { ...parts, sgst: parts.cgst }
        const already = { qty: '0', taxable: ZERO, cgst: ZERO, sgst: ZERO, igst: ZERO, cess: ZERO }
        for (let unit = 1; unit <= units; unit++) {
          const returned = { origQty: `${units}`, returnQty: '1', alreadyCredited: { ...already } }
          const note = creditOf(returned, orig)
          const [line] = calculate(invoice({ docType: 'CRN', lines: [], creditOf: note })).lines
          for (const name of ['taxable', 'cgst', 'sgst', 'igst', 'cess'] as const) {
            assert.isAtLeast(line[name], 0)
            already[name] = asPaise(already[name] + line[name])
          }
          already.qty = `${unit}`
        }
        assert.deepInclude(already, orig)
      })
    )
  })
})
