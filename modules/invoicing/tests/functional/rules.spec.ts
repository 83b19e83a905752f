import { test } from '@japa/runner'
import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import { paise } from '@karkhana/kernel/money'
import { createDraft, discardDraft, updateDraft } from '../../services/drafts.ts'
import { cancelInvoice } from '../../services/cancel.ts'
import { issueInvoice } from '../../services/issue.ts'
import { recordPayment, type PaymentInput } from '../../services/payments.ts'
import { readInvoice } from '../../services/read_invoice.ts'
import { addContact, makeSale, trialBalance, type Sale } from '../support/sale.ts'

const upi = (changes: Partial<PaymentInput> = {}): PaymentInput => ({
  idempotencyKey: randomUUID(),
  mode: 'upi',
  amount: paise('1000.00'),
  ...changes,
})

async function issued({ scope, draft }: Sale, changes = {}) {
  const { id } = await createDraft(scope, draft(changes))
  return issueInvoice(scope, id)
}

/** Code of the error that `work` raises. */
async function codeOf(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    return (error as { code?: string }).code
  }
}

test.group('Issuing', () => {
  test('a draft is issued once', async ({ assert }) => {
    const sale = await makeSale()
    const invoice = await issued(sale)
    assert.equal(await codeOf(() => issueInvoice(sale.scope, invoice.id)), 'E_INVOICE_NOT_DRAFT')
    assert.equal((await trialBalance(sale.scope)).trade_receivables, '4747.00')
  })

  test('two people who issue the same draft at once issue it once', async ({ assert }) => {
    const { scope, draft } = await makeSale()
    const { id } = await createDraft(scope, draft())
    const outcomes = await Promise.allSettled([issueInvoice(scope, id), issueInvoice(scope, id)])
    assert.lengthOf(
      outcomes.filter(({ status }) => status === 'fulfilled'),
      1
    )
    assert.equal((await trialBalance(scope)).trade_receivables, '4747.00')
  })

  test('what was frozen at issue stays when customer and organisation change', async ({
    assert,
  }) => {
    const sale = await makeSale()
    const invoice = await issued(sale)
    await sale.scope.work((unit) =>
      unit.from('contacts_contacts').where('id', sale.contactId).update({ name: 'Somebody else' })
    )
    assert.equal((await readInvoice(sale.scope, invoice.id)).buyer.name, 'Raj Kumar')
  })

  test('the tax follows the customer as registered on the day of issue', async ({ assert }) => {
    const sale = await makeSale()
    const { id } = await createDraft(sale.scope, sale.draft())
    await sale.scope.work((unit) =>
      unit
        .from('contacts_contacts')
        .where('id', sale.contactId)
        .update({ gstin: '29AABCE2222B1ZB', state_code: '29' })
    )
    await issueInvoice(sale.scope, id)
    assert.equal((await readInvoice(sale.scope, id)).totals.igst, 72_414)
  })

  test('a stale page does not issue what somebody else has changed', async ({ assert }) => {
    const { scope, draft } = await makeSale()
    const { id, version } = await createDraft(scope, draft())
    const seen = version ?? 1
    await updateDraft(scope, id, draft({ notes: 'changed', version: seen }))
    assert.equal(
      await codeOf(() => issueInvoice(scope, id, { version: seen })),
      'E_VERSION_CONFLICT'
    )
  })

  test('nothing is issued for a day that has not come, nor over nothing', async ({ assert }) => {
    const { scope, draft } = await makeSale()
    const tomorrow = scope.now().setZone('Asia/Kolkata').plus({ days: 1 }).toISODate()!
    const later = await createDraft(scope, draft({ date: tomorrow }))
    assert.equal(await codeOf(() => issueInvoice(scope, later.id)), 'E_INVOICE_DATE')
    const lines = draft().lines.map((line) => ({ ...line, discountPercent: '100' }))
    const free = await createDraft(scope, draft({ lines }))
    assert.equal(await codeOf(() => issueInvoice(scope, free.id)), 'E_INVOICE_ZERO')
    assert.deepEqual(await trialBalance(scope), {})
  })

  test('a refused issue gives its number back', async ({ assert }) => {
    const { scope, draft, contactId } = await makeSale()
    const first = await createDraft(scope, draft())
    // no address: the message is refused after the number was taken
    await scope.work((unit) =>
      unit.from('contacts_contacts').where('id', contactId).update({ email: null })
    )
    assert.equal(
      await codeOf(() => issueInvoice(scope, first.id, { email: true })),
      'E_INVOICE_NO_EMAIL'
    )
    const { number } = await issueInvoice(scope, first.id)
    assert.match(number!, /\/00001$/)
  })

  test('exempt lines make a bill of supply without tax', async ({ assert }) => {
    const { scope, draft } = await makeSale()
    const lines = [
      {
        description: 'Manual',
        hsn: '4901',
        quantity: '1',
        unitPrice: '300.00',
        treatment: 'exempt' as const,
      },
    ]
    const { id } = await createDraft(scope, draft({ lines }))
    await issueInvoice(scope, id)
    const record = await readInvoice(scope, id)
    assert.containsSubset(record, {
      documentType: 'bill_of_supply',
      totals: { taxable: 0, nonTaxable: 30_000, cgst: 0, total: 30_000 },
    })
  })

  test('prices that include GST leave the customer what they were told', async ({ assert }) => {
    const { scope, draft } = await makeSale()
    const lines = [
      {
        description: 'Helmet lock',
        hsn: '8714',
        quantity: '1',
        unitPrice: '1180.00',
        gstRate: '18',
      },
    ]
    const { id } = await createDraft(scope, draft({ lines, priceMode: 'inclusive' }))
    await issueInvoice(scope, id)
    const { totals } = await readInvoice(scope, id)
    assert.containsSubset(totals, { taxable: 100_000, cgst: 9_000, sgst: 9_000, total: 118_000 })
  })
})

test.group('After issue', () => {
  test('an invoice is not edited, discarded or given other lines', async ({ assert }) => {
    const sale = await makeSale()
    const { id } = await issued(sale)
    const { scope, draft } = sale
    assert.equal(await codeOf(() => updateDraft(scope, id, draft())), 'E_INVOICE_NOT_DRAFT')
    assert.equal(await codeOf(() => discardDraft(scope, id)), 'E_INVOICE_NOT_DRAFT')
  })

  test('the database itself refuses to change it, whatever program writes', async ({ assert }) => {
    const { scope, ...sale } = await makeSale()
    const { id } = await issued({ scope, ...sale })
    const attempts = [
      `update invoicing_invoices set total = total + 100, taxable = taxable + 100, balance = balance + 100 where id = ?`,
      `update invoicing_invoices set buyer = '{}' where id = ?`,
      `update invoicing_invoices set status = 'draft' where id = ?`,
      `delete from invoicing_invoices where id = ?`,
      `update invoicing_lines set description = 'x' where invoice_id = ?`,
      `delete from invoicing_lines where invoice_id = ?`,
      `update invoicing_invoices set paid = 100, balance = total - 100 where id = ?`,
    ]
    const refusals = []
    for (const sql of attempts) {
      refusals.push(
        await scope
          .work((unit) => unit.rows(sql, [id]))
          .then(
            () => `${sql} was accepted`,
            (error: Error) => error.message.split(' - ').at(-1)
          )
      )
    }
    const issuedAs = (await readInvoice(scope, id)).number
    assert.deepEqual(refusals, [
      `invoice ${issuedAs} is issued and cannot be changed`,
      `invoice ${issuedAs} is issued and cannot be changed`,
      `invoice ${issuedAs} cannot become draft again`,
      `invoice ${issuedAs} is issued and cannot be removed`,
      'the lines of an issued invoice cannot be changed',
      'the lines of an issued invoice cannot be changed',
      `invoice ${issuedAs} does not hold the sum of its payments`,
    ])
    const record = await readInvoice(scope, id)
    assert.equal(record.totals.total, 474_700)
    assert.lengthOf(record.lines, 3)
  })
})

test.group('Payments', () => {
  test('the same key twice is one payment', async ({ assert }) => {
    const sale = await makeSale()
    const { id } = await issued(sale)
    const payment = upi()
    const both = await Promise.all([
      recordPayment(sale.scope, id, payment),
      recordPayment(sale.scope, id, payment),
    ])
    assert.equal(both[0].id, both[1].id)
    const record = await readInvoice(sale.scope, id)
    assert.containsSubset(record, { paid: 100_000, balance: 374_700, state: 'partly_paid' })
    assert.lengthOf(record.payments, 1)
    assert.equal((await trialBalance(sale.scope)).bank_upi, '1000.00')
    const other = { ...payment, amount: paise('5.00') }
    assert.equal(await codeOf(() => recordPayment(sale.scope, id, other)), 'E_PAYMENT_KEY_REUSED')
  })

  test('several payments fill the balance, and not more than it', async ({ assert }) => {
    const sale = await makeSale()
    const { id } = await issued(sale)
    const pay = (changes: Partial<PaymentInput>) => recordPayment(sale.scope, id, upi(changes))
    assert.equal(await codeOf(() => pay({ amount: paise('4747.01') })), 'E_PAYMENT_EXCEEDS_BALANCE')
    await pay({ amount: paise('4000.00'), mode: 'cash' })
    assert.equal(await codeOf(() => pay({ amount: paise('747.01') })), 'E_PAYMENT_EXCEEDS_BALANCE')
    await pay({ amount: paise('700.00'), mode: 'cheque', reference: '004512' })
    await pay({ amount: paise('47.00'), mode: 'card' })
    assert.equal(await codeOf(() => pay({ amount: paise('0.01') })), 'E_PAYMENT_EXCEEDS_BALANCE')
    assert.containsSubset(await readInvoice(sale.scope, id), { state: 'paid', balance: 0 })
    assert.containsSubset(await trialBalance(sale.scope), {
      cash: '4000.00',
      cheques_in_hand: '700.00',
      card_clearing: '47.00',
    })
  })

  test('two people cannot pay the same balance at once', async ({ assert }) => {
    const sale = await makeSale()
    const { id } = await issued(sale)
    const all = { amount: paise('4747.00') }
    const outcomes = await Promise.allSettled([
      recordPayment(sale.scope, id, upi(all)),
      recordPayment(sale.scope, id, upi(all)),
    ])
    assert.lengthOf(
      outcomes.filter(({ status }) => status === 'fulfilled'),
      1
    )
    assert.equal((await readInvoice(sale.scope, id)).balance, 0)
  })

  test('a draft takes none; a cheque needs its number; the day is not in the future', async ({
    assert,
  }) => {
    const sale = await makeSale()
    const { scope, draft } = sale
    const unissued = await createDraft(scope, draft())
    assert.equal(
      await codeOf(() => recordPayment(scope, unissued.id, upi())),
      'E_INVOICE_NOT_ISSUED'
    )
    const { id } = await issued(sale)
    assert.equal(
      await codeOf(() => recordPayment(scope, id, upi({ mode: 'cheque' }))),
      'E_CHEQUE_NUMBER'
    )
    assert.equal(
      await codeOf(() => recordPayment(scope, id, upi({ date: '2099-01-01' }))),
      'E_PAYMENT_DATE'
    )
  })
})

test.group('Cancelling', () => {
  test('on the day of issue the number stays and the books are as before', async ({ assert }) => {
    const sale = await makeSale()
    const { id, number } = await issued(sale)
    await cancelInvoice(sale.scope, id, { reason: 'Wrong customer' })
    const record = await readInvoice(sale.scope, id)
    assert.containsSubset(record, {
      state: 'cancelled',
      number,
      balance: 0,
      cancelReason: 'Wrong customer',
    })
    assert.lengthOf(record.entries, 2)
    assert.deepEqual(await trialBalance(sale.scope), {})
    const next = await issued(sale)
    assert.match(next.number!, /\/00002$/)
    assert.equal(
      await codeOf(() => cancelInvoice(sale.scope, id, { reason: 'again' })),
      'E_INVOICE_NOT_ISSUED'
    )
  })

  test('not once money came in, and not on another day', async ({ assert }) => {
    const sale = await makeSale()
    const { id } = await issued(sale)
    await recordPayment(sale.scope, id, upi())
    const cancel = (scope = sale.scope, which = id) =>
      codeOf(() => cancelInvoice(scope, which, { reason: 'late' }))
    assert.equal(await cancel(), 'E_INVOICE_NOT_CANCELLABLE')

    const unpaid = await issued(sale)
    const tomorrow = sale.scope.with({ now: () => DateTime.utc().plus({ days: 1 }) })
    assert.equal(await cancel(tomorrow, unpaid.id), 'E_INVOICE_NOT_CANCELLABLE')
    assert.equal((await readInvoice(sale.scope, unpaid.id)).status, 'issued')
  })

  test('a draft is discarded and leaves no trace but the audit log', async ({ assert }) => {
    const { scope, draft } = await makeSale()
    const { id } = await createDraft(scope, draft())
    await discardDraft(scope, id)
    assert.equal(await codeOf(() => readInvoice(scope, id)), 'E_NOT_FOUND')
  })
})

test.group('Customers of other states', () => {
  test('an unregistered customer of another state is charged IGST; a chosen place of supply wins', async ({
    assert,
  }) => {
    const { scope, draft } = await makeSale()
    const contactId = await addContact(scope, { state_code: '29', city: 'Belagavi' })
    const { id } = await createDraft(scope, draft({ contactId }))
    assert.containsSubset(await readInvoice(scope, id), {
      supplyNature: 'inter',
      placeOfSupply: { code: '29', reason: 'recorded-address' },
    })
    await updateDraft(scope, id, draft({ contactId, placeOfSupply: '27' }))
    await issueInvoice(scope, id)
    assert.containsSubset(await readInvoice(scope, id), {
      supplyNature: 'intra',
      placeOfSupply: { code: '27', reason: 'explicit' },
      totals: { cgst: 36_207 },
    })
  })
})
