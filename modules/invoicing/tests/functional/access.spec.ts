import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { randomUUID } from 'node:crypto'
import { createDraft } from '../../services/drafts.ts'
import { issueInvoice } from '../../services/issue.ts'
import { readInvoice } from '../../services/read_invoice.ts'
import { makeSale, trialBalance, type Sale } from '../support/sale.ts'

interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  body?: object
}

/** Every endpoint that names an invoice, with a body that would be accepted. */
const calls = (id: string, sale: Sale): Call[] => [
  { method: 'GET', path: `/${id}` },
  { method: 'GET', path: `/${id}/pdf` },
  { method: 'PUT', path: `/${id}`, body: sale.draft() },
  { method: 'DELETE', path: `/${id}` },
  { method: 'POST', path: `/${id}/issue`, body: {} },
  { method: 'POST', path: `/${id}/cancel`, body: { reason: 'not mine' } },
  { method: 'POST', path: `/${id}/email`, body: { to: 'spy@example.com' } },
  {
    method: 'POST',
    path: `/${id}/payments`,
    body: { idempotencyKey: randomUUID(), mode: 'cash', amount: 100 },
  },
]

const ask = (client: ApiClient, call: Call, token: string) => {
  const request = client.request(`/api/v1/invoicing${call.path}`, call.method).bearerToken(token)
  return call.body ? request.json(call.body) : request
}

test.group('Who may do what', () => {
  test('for another organisation no invoice exists, on any endpoint, and none is touched', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeSale(), await makeSale()]
    const draft = await createDraft(mine.scope, mine.draft())
    const issued = await createDraft(mine.scope, mine.draft())
    await issueInvoice(mine.scope, issued.id)
    const before = [
      await readInvoice(mine.scope, draft.id),
      await readInvoice(mine.scope, issued.id),
    ]

    const token = await other.workshop.token('owner')
    for (const id of [draft.id, issued.id]) {
      for (const call of calls(id, other)) {
        const response = await ask(client, call, token)
        assert.equal(response.status(), 404, `${call.method} ${call.path}`)
        assert.notInclude(response.text(), 'Raj Kumar')
      }
    }
    const list = await client.get('/api/v1/invoicing').bearerToken(token)
    assert.deepEqual(list.body().data, [])
    const after = [
      await readInvoice(mine.scope, draft.id),
      await readInvoice(mine.scope, issued.id),
    ]
    assert.deepEqual(after, before)
    assert.deepEqual(await trialBalance(other.scope), {})
  })

  test('a technician sees and does nothing here', async ({ client, assert }) => {
    const sale = await makeSale()
    const { id } = await createDraft(sale.scope, sale.draft())
    const token = await sale.workshop.token('technician')
    const all: Call[] = [
      ...calls(id, sale),
      { method: 'GET', path: '' },
      { method: 'GET', path: '/lookup' },
      { method: 'POST', path: '', body: sale.draft() },
      { method: 'POST', path: '/preview', body: sale.draft() },
    ]
    for (const call of all) {
      const response = await ask(client, call, token)
      assert.equal(response.status(), 403, `${call.method} ${call.path}`)
    }
  })

  test('a manager issues and records payments, but does not cancel', async ({ client }) => {
    const sale = await makeSale()
    const { id } = await createDraft(sale.scope, sale.draft())
    const token = await sale.workshop.token('manager')
    const post = (path: string, body: object) => ask(client, { method: 'POST', path, body }, token)
    ;(await post(`/${id}/issue`, {})).assertStatus(200)
    ;(await post(`/${id}/cancel`, { reason: 'not mine to do' })).assertStatus(403)
    ;(
      await post(`/${id}/payments`, { idempotencyKey: randomUUID(), mode: 'cash', amount: 474_700 })
    ).assertStatus(201)
  })

  test('the pages open for those who may see them', async ({ client, assert }) => {
    const sale = await makeSale()
    const { id } = await createDraft(sale.scope, sale.draft())
    for (const path of [
      '/invoicing',
      '/invoicing/create',
      `/invoicing/${id}`,
      `/invoicing/${id}/edit`,
    ]) {
      const response = await client.get(path).loginAs(await sale.workshop.user('accountant'))
      assert.equal(response.status(), 200, path)
      const hidden = await client.get(path).loginAs(await sale.workshop.user('technician'))
      assert.equal(hidden.status(), 403, path)
    }
  })
})
