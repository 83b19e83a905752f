import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import type { Scope } from '@karkhana/kernel'
import { documentHtml, qrDataUri, upiLink, type PaperFormat } from '@karkhana/kernel/documents'
import { asPaise } from '@karkhana/kernel/money'
import invoiceDocument from '../../documents/invoice.ts'
import { cancelInvoice } from '../../services/cancel.ts'
import { createDraft } from '../../services/drafts.ts'
import { issueInvoice } from '../../services/issue.ts'
import { recordPayment } from '../../services/payments.ts'
import { makeSale } from '../support/sale.ts'

const UPI_ID = 'volt.works@okaxis'
const HOLDER = 'Volt Works Private Limited'
const NUMBER = '60123456789'

/** Says where customers of the organisation pay, as its settings do. */
async function payHere(scope: Scope) {
  await scope.work((unit) =>
    unit.table('payment_details').insert({
      organisation_id: scope.organisationId,
      id: randomUUID(),
      branch_id: null,
      account_name: HOLDER,
      account_number: NUMBER,
      ifsc: 'MAHB0000123',
      bank: 'Bank of Maharashtra',
      upi_id: UPI_ID,
    })
  )
}

async function paper(scope: Scope, id: string, format?: PaperFormat) {
  const data = await invoiceDocument.load(scope, id, 'en')
  return documentHtml(invoiceDocument, data, { language: 'en', format })
}

/** The picture of the code for what is due on a bill. */
const codeFor = (number: string, amount: number) =>
  qrDataUri(upiLink({ upiId: UPI_ID, payee: HOLDER, amount: asPaise(amount), note: number }))

test.group('Where a bill is paid', (group) => {
  group.each.timeout(30_000)

  test('stands on the bill with a code for what is due, until it is paid', async ({ assert }) => {
    const [sale, other] = [await makeSale(), await makeSale()]
    const { scope } = sale
    await payHere(scope)
    const { id } = await createDraft(scope, sale.draft())
    const draft = await paper(scope, id)
    assert.include(draft, NUMBER)
    assert.notInclude(draft, 'Scan to pay')

    const { number } = await issueInvoice(scope, id)
    for (const format of ['A4', 'receipt-80mm'] as const) {
      const html = await paper(scope, id, format)
      for (const text of [NUMBER, 'MAHB0000123', HOLDER, 'Bank of Maharashtra', UPI_ID]) {
        assert.include(html, text)
      }
      assert.include(html, 'Scan to pay ₹4,747.00 by UPI')
      assert.include(html, codeFor(number!, 474_700))
    }
    const pay = (amount: number) =>
      recordPayment(scope, id, {
        idempotencyKey: randomUUID(),
        mode: 'upi',
        amount: asPaise(amount),
        date: scope.today(),
      })
    await pay(100_000)
    assert.include(await paper(scope, id), codeFor(number!, 374_700))
    await pay(374_700)
    const paid = await paper(scope, id)
    assert.notInclude(paid, 'Scan to pay')
    assert.include(paid, NUMBER)

    const theirs = await createDraft(other.scope, other.draft())
    await issueInvoice(other.scope, theirs.id)
    const html = await paper(other.scope, theirs.id)
    assert.notInclude(html, 'Scan to pay')
    assert.notInclude(html, NUMBER)
  })

  test('is not asked for by a cancelled bill', async ({ assert }) => {
    const { scope, draft } = await makeSale()
    await payHere(scope)
    const { id } = await createDraft(scope, draft())
    await issueInvoice(scope, id)
    await cancelInvoice(scope, id, { reason: 'Wrong customer' })
    const html = await paper(scope, id)
    assert.include(html, 'Cancelled')
    assert.notInclude(html, NUMBER)
    assert.notInclude(html, 'Scan to pay')
  })
})
