import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { randomUUID } from 'node:crypto'
import { toDecimal } from '@karkhana/kernel/money'
import { addContact, KARNATAKA, makeSale, type Sale } from '../support/sale.ts'

const API = '/api/v1/invoicing'

/** Draft and issue, as a program does it. */
async function issue(client: ApiClient, sale: Sale, token: string, changes = {}) {
  const draft = await client.post(API).bearerToken(token).json(sale.draft(changes))
  draft.assertStatus(201)
  const issued = await client
    .post(`${API}/${draft.body().data.id}/issue`)
    .bearerToken(token)
    .json({})
  issued.assertStatus(200)
  return issued.body().data
}

async function trialBalance(client: ApiClient, token: string) {
  const response = await client.get('/api/v1/accounting/trial-balance').bearerToken(token)
  response.assertStatus(200)
  const { rows } = response.body().data as {
    rows: { name: string; debit: number; credit: number }[]
  }
  const moved = rows.filter((row) => row.debit > 0 || row.credit > 0)
  return Object.fromEntries(
    moved.map(({ name, debit, credit }) => [
      name,
      `${toDecimal((debit || credit) as never)} ${debit > 0 ? 'Dr' : 'Cr'}`,
    ])
  )
}

test.group('Invoicing through the API', () => {
  test('the story: draft, issue, pay by UPI, trial balance to the paisa', async ({
    client,
    assert,
  }) => {
    const sale = await makeSale()
    const token = await sale.workshop.token('manager')
    const issued = await issue(client, sale, token)
    assert.containsSubset(issued, {
      status: 'issued',
      state: 'unpaid',
      totals: {
        taxable: 402_300,
        cgst: 36_207,
        sgst: 36_207,
        igst: 0,
        roundOff: -14,
        total: 474_700,
      },
      balance: 474_700,
    })
    const payment = await client.post(`${API}/${issued.id}/payments`).bearerToken(token).json({
      idempotencyKey: randomUUID(),
      mode: 'upi',
      amount: 474_700,
      reference: '632112345678',
    })
    payment.assertStatus(201)
    assert.containsSubset(payment.body().data, {
      invoiceId: issued.id,
      amount: 474_700,
      mode: 'upi',
    })

    assert.deepEqual(await trialBalance(client, await sale.workshop.token('accountant')), {
      'Bank / UPI': '4747.00 Dr',
      'Output CGST': '362.07 Cr',
      'Output SGST': '362.07 Cr',
      'Labour income': '1200.00 Cr',
      'Parts income': '2823.00 Cr',
      'Round-off': '0.14 Dr',
    })
  })

  test('a registered customer of Karnataka is charged IGST 724.14', async ({ client, assert }) => {
    const sale = await makeSale()
    const contactId = await addContact(sale.scope, KARNATAKA)
    const token = await sale.workshop.token('accountant')
    const issued = await issue(client, sale, token, { contactId, vehicleId: null })
    assert.containsSubset(issued, {
      totals: { cgst: 0, sgst: 0, igst: 72_414, total: 474_700 },
      placeOfSupply: { code: '29' },
    })
  })

  test('the list finds an invoice by number, customer and registration, and by its status', async ({
    client,
    assert,
  }) => {
    const sale = await makeSale()
    const other = await makeSale()
    await issue(client, other, await other.workshop.token())
    const token = await sale.workshop.token()
    const issued = await issue(client, sale, token)
    await client.post(API).bearerToken(token).json(sale.draft())
    const ids = async (query: Record<string, string>) => {
      const response = await client.get(API).bearerToken(token).qs(query)
      response.assertStatus(200)
      return (response.body().data as { id: string }[]).map((row) => row.id)
    }
    for (const search of [issued.number, 'raj kumar', 'MH 12 AB 1234', 'ab1234']) {
      assert.include(await ids({ search }), issued.id, search)
    }
    assert.deepEqual(await ids({ search: 'nobody' }), [])
    assert.deepEqual(await ids({ status: 'unpaid' }), [issued.id])
    assert.deepEqual(await ids({ status: 'paid' }), [])
    assert.deepEqual(await ids({ status: 'cancelled' }), [])
    assert.lengthOf(await ids({ status: 'draft' }), 1)
    assert.lengthOf(await ids({ date: 'this_month' }), 2)
    assert.lengthOf(await ids({ date: 'this_fy', limit: '1' }), 1)
  })

  test('the preview computes and saves nothing', async ({ client, assert }) => {
    const sale = await makeSale()
    const token = await sale.workshop.token()
    const { contactId, date, lines } = sale.draft()
    const preview = await client
      .post(`${API}/preview`)
      .bearerToken(token)
      .json({ contactId, date, lines: lines.map(({ description: _, ...line }) => line) })
    preview.assertStatus(200)
    assert.containsSubset(preview.body().data, {
      documentType: 'tax_invoice',
      supplyNature: 'intra',
      placeOfSupply: { code: '27', reason: 'recorded-address' },
      totals: { taxable: 402_300, total: 474_700 },
      warnings: [],
    })
    const list = await client.get(API).bearerToken(token)
    assert.deepEqual(list.body().data, [])
  })

  test('the preview warns of a customer without a state and of a date out of order', async ({
    client,
    assert,
  }) => {
    const sale = await makeSale()
    const token = await sale.workshop.token()
    await issue(client, sale, token)
    const contactId = await addContact(sale.scope, {
      state_code: null,
      address_line1: null,
      email: null,
    })
    const preview = await client
      .post(`${API}/preview`)
      .bearerToken(token)
      .json({ ...sale.draft({ contactId, vehicleId: null, date: '2026-05-01' }) })
    preview.assertStatus(200)
    const codes = (preview.body().data.warnings as { code: string }[]).map(({ code }) => code)
    assert.sameMembers(codes, ['no-state', 'no-email', 'date-order', 'past-date'])
    assert.equal(preview.body().data.placeOfSupply.reason, 'supplier-location')
  })
})

test.group('Bad input', () => {
  const bad: [string, string, (sale: Sale) => object][] = [
    [
      'a negative quantity',
      'lines.0.quantity',
      ({ draft }) => ({ lines: [{ ...draft().lines[0], quantity: '-1' }] }),
    ],
    [
      'a quantity of nothing',
      'lines.0.quantity',
      ({ draft }) => ({ lines: [{ ...draft().lines[0], quantity: '0.000' }] }),
    ],
    [
      'a quantity as a number',
      'lines.0.quantity',
      ({ draft }) => ({ lines: [{ ...draft().lines[0], quantity: {} }] }),
    ],
    [
      'a price of three decimals',
      'lines.0.unitPrice',
      ({ draft }) => ({ lines: [{ ...draft().lines[0], unitPrice: '1.005' }] }),
    ],
    [
      'a discount above 100 %',
      'lines.0.discountPercent',
      ({ draft }) => ({ lines: [{ ...draft().lines[0], discountPercent: '101' }] }),
    ],
    [
      'a rate that is none',
      'lines.1.gstRate',
      ({ draft }) => ({ lines: [draft().lines[0], { ...draft().lines[1], gstRate: '17' }] }),
    ],
    [
      'a code without a rate',
      'lines.0.hsn',
      ({ draft }) => ({ lines: [{ ...draft().lines[0], hsn: '0001', gstRate: null }] }),
    ],
    [
      'a part with a SAC',
      'lines.0.hsn',
      ({ draft }) => ({ lines: [{ ...draft().lines[0], kind: 'part' }] }),
    ],
    ['no lines', 'lines', () => ({ lines: [] })],
    ['a date that does not exist', 'date', () => ({ date: '2026-02-30' })],
    ['a state that does not exist', 'placeOfSupply', () => ({ placeOfSupply: '77' })],
    ['a customer of nobody', 'contactId', () => ({ contactId: randomUUID() })],
    ['text for an id', 'contactId', () => ({ contactId: "1' or '1'='1" })],
    ['a text of 300,000 characters', 'notes', () => ({ notes: 'x'.repeat(300_000) })],
  ]
  for (const [what, field, change] of bad) {
    test(`${what} is told at ${field}, and nothing is saved`, async ({ client, assert }) => {
      const sale = await makeSale()
      const token = await sale.workshop.token()
      const response = await client
        .post(API)
        .bearerToken(token)
        .json({ ...sale.draft(), ...change(sale) })
      response.assertStatus(422)
      const fields = (response.body().errors as { field: string }[]).map((error) => error.field)
      assert.include(fields, field)
      const list = await client.get(API).bearerToken(token)
      assert.deepEqual(list.body().data, [])
    })
  }

  test('ids of another organisation are told at their fields', async ({ client, assert }) => {
    const [mine, other] = [await makeSale(), await makeSale()]
    const token = await mine.workshop.token()
    const itemId = randomUUID()
    await other.scope.work((unit) =>
      unit.table('catalog_items').insert({
        organisation_id: other.scope.organisationId,
        id: itemId,
        kind: 'part',
        code: 'X',
        name: 'X',
        hsn: '8536',
        unit: 'NOS',
        unit_price: '1',
        treatment: 'taxable',
      })
    )
    const foreign: [string, object][] = [
      ['contactId', { contactId: other.contactId }],
      ['vehicleId', { vehicleId: other.vehicleId }],
      ['lines.1.itemId', { lines: [mine.draft().lines[0], { ...mine.draft().lines[1], itemId }] }],
      ['jobId', { jobId: randomUUID() }],
    ]
    for (const [field, change] of foreign) {
      const response = await client
        .post(API)
        .bearerToken(token)
        .json({ ...mine.draft(), ...change })
      response.assertStatus(422)
      assert.include(
        (response.body().errors as { field: string }[]).map((error) => error.field),
        field
      )
    }
  })
})
