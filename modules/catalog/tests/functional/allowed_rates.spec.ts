import { test } from '@japa/runner'
import type { GstCalculator } from '@karkhana/gst/contracts'
import { allowedRates, isAllowedRate } from '../../services/allowed_rates.ts'
import { gstCalculator } from '../support/calculator.ts'

/** Whether the calculator takes a line with this rate on this day. */
function isAccepted(calculator: GstCalculator, rate: string, docDate: string) {
  try {
    calculator.calculate({
      docType: 'INV',
      docDate,
      supplier: { gstin: '27AAPFU0939F1ZV', stateCode: '27', scheme: 'regular' },
      recipient: { kind: 'B2C' },
      priceMode: 'exclusive',
      roundOff: 'none',
      reverseCharge: false,
      payTax: false,
      lines: [{ sl: 1, kind: 'goods', hsn: '8536', qty: '1', unitPrice: '1', gstRate: rate }],
    })
    return true
  } catch (error) {
    if ((error as { code?: string }).code === 'E_GST_RATE_NOT_ALLOWED') return false
    throw error
  }
}

test.group('Rates an organisation may decide', () => {
  test('are on each side of every change exactly those the calculator takes', async ({
    assert,
  }) => {
    const calculator = await gstCalculator()
    const candidates = ['0', '0.1', '0.25', '1', '1.5', '2', '3', '5', '6', '7.5', '9', '10', '12']
    candidates.push('14', '15', '17', '18', '20', '24', '28', '30', '36', '40', '50', '100')
    for (const date of ['2017-06-30', '2017-07-01', '2025-09-21', '2025-09-22', '2026-11-20']) {
      const accepted = candidates.filter((rate) => isAccepted(calculator, rate, date))
      assert.deepEqual(allowedRates(date), accepted, date)
    }
  })

  test('are told by value, not by spelling', ({ assert }) => {
    assert.isTrue(isAllowedRate('18.00', '2026-11-20'))
    assert.isFalse(isAllowedRate('18.01', '2026-11-20'))
  })
})
