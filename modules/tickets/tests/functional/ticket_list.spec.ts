import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { changeTicketStatus } from '../../services/change_ticket_status.ts'
import { listTickets } from '../../services/read_ticket.ts'
import { createTicket } from '../../services/tickets.ts'
import ticketTiles from '../../services/tiles.ts'
import { COMPLAINT, makeCustomer } from '../support/customer.ts'

/** One open ticket of Raj, one cancelled of Meera, and one open of Raj that is late. */
async function fill() {
  const workshop = await makeWorkshop()
  const scope = await workshop.scope()
  const [raj, meera] = [await makeCustomer(scope), await makeCustomer(scope, 'Meera Joshi')]
  const ticket = (who: typeof raj, at = scope) =>
    createTicket(at, {
      ...who,
      complaint: `${COMPLAINT}\nSecond line`,
      priority: 'P2',
      source: 'phone',
    })
  const open = await ticket(raj)
  const cancelled = await ticket(meera)
  await changeTicketStatus(scope, cancelled.id, {
    transition: 'cancel',
    reason: 'Sold the scooter',
  })
  const past = scope.now().minus({ days: 9 })
  const late = await ticket(raj, scope.with({ now: () => past }))
  return { workshop, scope, raj, meera, open, cancelled, late }
}

test.group('List of tickets', () => {
  test('shows the open ones, newest first; a search looks through all', async ({ assert }) => {
    const { scope, open, cancelled, late, meera } = await fill()
    const ids = async (input: Parameters<typeof listTickets>[1]) =>
      (await listTickets(scope, input)).rows.map((row) => row.id)
    assert.deepEqual(await ids({}), [open.id, late.id])
    assert.deepEqual(await ids({ sort: 'due' }), [late.id, open.id])
    assert.deepEqual(await ids({ search: 'meera' }), [cancelled.id])
    assert.deepEqual(await ids({ search: cancelled.number }), [cancelled.id])
    assert.deepEqual(await ids({ search: meera.registration.replace('AB', ' ab ') }), [
      cancelled.id,
    ])
    assert.lengthOf(await ids({ search: '98220 12345' }), 3)
    assert.deepEqual(await ids({ search: '%' }), [])
    assert.deepEqual(await ids({ filters: { due: 'late' } }), [late.id])
    assert.deepEqual(await ids({ filters: { status: 'cancelled' } }), [cancelled.id])
    assert.lengthOf(await ids({ filters: { status: 'all' } }), 3)
    assert.deepEqual(await ids({ filters: { assignee: 'me' } }), [])
    assert.lengthOf(await ids({ filters: { assignee: 'none', priority: 'P2' } }), 2)
  })

  test('a row has the first line of the complaint and says when it is late', async ({ assert }) => {
    const { scope, late } = await fill()
    const page = await listTickets(scope, { filters: { due: 'late' } })
    assert.include(page.rows[0], { number: late.number, complaint: COMPLAINT, late: true })
  })

  test('the tickets of a customer or a vehicle are found, finished ones too', async ({
    assert,
    client,
  }) => {
    const { workshop, meera, raj, cancelled } = await fill()
    const token = await workshop.token()
    const found = async (query: Record<string, string>) => {
      const response = await client.get('/api/v1/tickets/lookup').qs(query).bearerToken(token)
      return response.body().data.map((row: { id: string }) => row.id)
    }
    assert.deepEqual(await found({ contact: meera.contactId }), [cancelled.id])
    assert.deepEqual(await found({ vehicle: meera.vehicleId }), [cancelled.id])
    assert.lengthOf(await found({ contact: raj.contactId }), 2)
    assert.deepEqual(await found({ q: 'Meera' }), [])
    const bad = await client.get('/api/v1/tickets').qs({ contact: 'x' }).bearerToken(token)
    bad.assertStatus(422)
  })

  test('a page goes on where the last one ended', async ({ assert }) => {
    const { scope, open, late } = await fill()
    const first = await listTickets(scope, { limit: 1 })
    const second = await listTickets(scope, { limit: 1, cursor: first.nextCursor! })
    assert.deepEqual([first.rows[0].id, second.rows[0].id], [open.id, late.id])
    assert.isNull(second.nextCursor)
  })

  test('a choice that does not exist is told, not ignored', async ({ client }) => {
    const workshop = await makeWorkshop()
    const token = await workshop.token()
    for (const query of [
      { status: 'lost' },
      { assignee: 'x' },
      { colour: 'red' },
      { sort: 'size' },
    ]) {
      const response = await client.get('/api/v1/tickets').qs(query).bearerToken(token)
      response.assertStatus(422)
    }
  })

  test('the tiles count what the lists behind them show', async ({ assert }) => {
    const { scope } = await fill()
    const tiles = await ticketTiles(scope)
    assert.deepEqual(
      tiles.filter(({ id }) => id !== 'tickets.due_today').map(({ value }) => value),
      [2, 1]
    )
  })

  test('the pages of list, record and form open for those who may see them', async ({ client }) => {
    const { workshop, open } = await fill()
    for (const [role, path, status] of [
      ['owner', '/tickets', 200],
      ['owner', `/tickets/${open.id}`, 200],
      ['owner', `/tickets/${open.id}/edit`, 200],
      ['manager', '/tickets/create', 200],
      ['accountant', `/tickets/${open.id}`, 200],
      ['accountant', '/tickets/create', 403],
      ['technician', `/tickets/${open.id}`, 404],
      ['technician', `/tickets/${open.id}/edit`, 403],
      ['owner', '/tickets/not-an-id', 404],
    ] as const) {
      const response = await client.get(path).loginAs(await workshop.user(role))
      response.assertStatus(status)
    }
  })
})
