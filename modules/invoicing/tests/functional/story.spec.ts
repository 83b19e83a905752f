import { test } from '@japa/runner'
import { randomUUID } from 'node:crypto'
import { formatAmount, paise } from '@karkhana/kernel/money'
import { createDraft } from '../../services/drafts.ts'
import { issueInvoice } from '../../services/issue.ts'
import { recordPayment } from '../../services/payments.ts'
import { readInvoice } from '../../services/read_invoice.ts'
import { addContact, KARNATAKA, makeSale, trialBalance } from '../support/sale.ts'

const rupees = (totals: Record<string, number>) =>
  Object.fromEntries(
    Object.entries(totals).map(([name, amount]) => [name, formatAmount(amount as never)])
  )

test.group('The invoice of a repair', () => {
  test('a customer of Pune is charged CGST and SGST, pays by UPI, and the books show it', async ({
    assert,
  }) => {
    const { scope, draft } = await makeSale()
    const { id } = await createDraft(scope, draft())
    assert.deepEqual(await trialBalance(scope), {}, 'a draft posts nothing')

    await issueInvoice(scope, id)
    const issued = await readInvoice(scope, id)
    assert.match(issued.number!, /^[A-Z0-9]+\/\d\d-\d\d\/00001$/)
    assert.containsSubset(issued, {
      status: 'issued',
      documentType: 'tax_invoice',
      supplyNature: 'intra',
      placeOfSupply: { code: '27', name: 'Maharashtra', reason: 'recorded-address' },
      buyer: { name: 'Raj Kumar', stateName: 'Maharashtra' },
      supplier: { legalName: 'Volt & Wheel Services LLP', gstin: '27AAPFU0939F1ZV' },
      vehicle: { registration: 'MH12AB1234', odometerKm: 18240 },
    })
    assert.deepEqual(rupees(issued.totals), {
      taxable: '4,023.00',
      nonTaxable: '0.00',
      cgst: '362.07',
      sgst: '362.07',
      igst: '0.00',
      cess: '0.00',
      other: '0.00',
      roundOff: '-0.14',
      total: '4,747.00',
    })

    const payment = await recordPayment(scope, id, {
      idempotencyKey: randomUUID(),
      mode: 'upi',
      reference: 'UPI 632112345678',
      amount: paise('4747.00'),
    })
    assert.match(payment.number, /^[A-Z0-9]+\/R\d\d-\d\d\/00001$/)
    assert.containsSubset(await readInvoice(scope, id), { state: 'paid', balance: 0 })
    assert.deepEqual(await trialBalance(scope), {
      bank_upi: '4747.00',
      labour_income: '-1200.00',
      output_cgst: '-362.07',
      output_sgst: '-362.07',
      parts_income: '-2823.00',
      round_off: '0.14',
    })
  })

  test('a registered customer of Karnataka is charged IGST on the same lines', async ({
    assert,
  }) => {
    const { scope, draft } = await makeSale()
    const contactId = await addContact(scope, KARNATAKA)
    const { id } = await createDraft(scope, draft({ contactId, vehicleId: null }))
    await issueInvoice(scope, id)
    const issued = await readInvoice(scope, id)
    assert.containsSubset(issued, {
      supplyNature: 'inter',
      placeOfSupply: { code: '29', name: 'Karnataka', reason: 'recipient-registration' },
      buyer: { gstin: '29AABCE2222B1ZB' },
    })
    const { igst, cgst, sgst, roundOff, total } = issued.totals
    assert.deepEqual(rupees({ igst, cgst, sgst, roundOff, total }), {
      igst: '724.14',
      cgst: '0.00',
      sgst: '0.00',
      roundOff: '-0.14',
      total: '4,747.00',
    })
    assert.deepEqual(await trialBalance(scope), {
      labour_income: '-1200.00',
      output_igst: '-724.14',
      parts_income: '-2823.00',
      round_off: '0.14',
      trade_receivables: '4747.00',
    })
  })

  test('without a rate on the line, the rate is the one by law on the date', async ({ assert }) => {
    const { scope, draft } = await makeSale()
    const lines = draft().lines.map((line) => ({ ...line, gstRate: null }))
    const { id } = await createDraft(scope, draft({ lines }))
    const { totals } = await readInvoice(scope, id)
    assert.equal(totals.total, 474_700)

    // lithium batteries and parts of two-wheelers: 28 % and 18 % around 22 September 2025
    const part = { description: 'Brake shoe', hsn: '8714', quantity: '1', unitPrice: '100.00' }
    const before = await createDraft(scope, draft({ date: '2025-09-21', lines: [part] }))
    const after = await createDraft(scope, draft({ date: '2025-09-22', lines: [part] }))
    assert.equal((await readInvoice(scope, before.id)).totals.total, 128_00)
    assert.equal((await readInvoice(scope, after.id)).totals.total, 118_00)
  })
})
