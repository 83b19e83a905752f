import { test } from '@japa/runner'
import { emittedEvents, makeWorkshop } from '@karkhana/kernel/testing'
import { randomUUID } from 'node:crypto'
import { createDraft } from '../../services/drafts.ts'
import { issueInvoice } from '../../services/issue.ts'
import { recordPayment } from '../../services/payments.ts'
import { makeSale } from '../support/sale.ts'

test.group('Events of invoicing', () => {
  test('tell of an invoice and of what is paid for it, in paise', async ({ assert }) => {
    const other = await makeWorkshop()
    const { scope, draft, contactId, vehicleId } = await makeSale()
    const { id } = await createDraft(scope, draft())
    assert.isEmpty(await emittedEvents(scope), 'a draft is nobody’s business')
    const invoice = await issueInvoice(scope, id)
    const idempotencyKey = randomUUID()
    const input = { idempotencyKey, mode: 'upi' as const, amount: invoice.total }
    const payment = await recordPayment(scope, id, input)
    await recordPayment(scope, id, input)
    const [issued, paid, ...more] = await emittedEvents(scope)
    assert.isEmpty(more, 'the same payment again is no second one')
    assert.deepInclude(issued, { event: 'invoicing.invoice_issued@1', record: id })
    assert.deepEqual(issued.payload, {
      invoiceId: id,
      number: invoice.number,
      documentType: 'tax_invoice',
      date: scope.today(),
      issuedAt: issued.payload.issuedAt,
      contactId,
      vehicleId,
      jobId: null,
      branchId: scope.branch.id,
      totalPaise: 474_700,
    })
    assert.closeTo(Date.parse(String(issued.payload.issuedAt)), Date.now(), 60_000)
    assert.deepInclude(paid, { event: 'invoicing.payment_recorded@1', record: id })
    assert.deepEqual(paid.payload, {
      paymentId: payment.id,
      number: payment.number,
      date: scope.today(),
      mode: 'upi',
      amountPaise: 474_700,
      invoiceId: id,
      invoiceNumber: invoice.number,
      balancePaise: 0,
      contactId,
      branchId: scope.branch.id,
    })
    assert.isEmpty(await emittedEvents(await other.scope()))
  })

  test('do not tell of an invoice that was not issued after all', async ({ assert }) => {
    const { scope, draft } = await makeSale()
    const { id } = await createDraft(scope, draft())
    await assert.rejects(() =>
      scope.work(async () => {
        await issueInvoice(scope, id)
        throw new Error('the work fails')
      })
    )
    assert.isEmpty(await emittedEvents(scope))
  })
})
