import { test } from '@japa/runner'
import { randomUUID } from 'node:crypto'
import { createDraft } from '../../services/drafts.ts'
import { issueInvoice } from '../../services/issue.ts'
import { recordPayment } from '../../services/payments.ts'
import { faultsIn } from '../support/books.ts'
import { makeSale, trialBalance } from '../support/sale.ts'

test.group('Many at once', () => {
  test('twenty issues and their payments leave gapless numbers and balanced books', async ({
    assert,
  }) => {
    const { scope, draft } = await makeSale()
    const drafts = []
    for (let count = 0; count < 20; count++) drafts.push(await createDraft(scope, draft()))
    const invoices = await Promise.all(drafts.map(({ id }) => issueInvoice(scope, id)))
    const counts = invoices.map(({ number }) => Number(number!.split('/').at(-1)))
    assert.sameMembers(
      counts,
      Array.from({ length: 20 }, (_, index) => index + 1)
    )

    await Promise.all(
      invoices.map(({ id, total }) =>
        recordPayment(scope, id, { idempotencyKey: randomUUID(), mode: 'upi', amount: total })
      )
    )
    assert.deepEqual(await faultsIn(scope), [])
    assert.deepEqual(await trialBalance(scope), {
      bank_upi: '94940.00',
      labour_income: '-24000.00',
      output_cgst: '-7241.40',
      output_sgst: '-7241.40',
      parts_income: '-56460.00',
      round_off: '2.80',
    })
  })
})
