import { test } from '@japa/runner'
import type { Scope } from '@karkhana/kernel'
import { makeWorkshop, timelineOf } from '@karkhana/kernel/testing'
import { randomUUID } from 'node:crypto'
import { changeTicketStatus } from '../../services/change_ticket_status.ts'
import { getTicket } from '../../services/read_ticket.ts'
import { assignTicket, createTicket } from '../../services/tickets.ts'
import { COMPLAINT, makeCustomer } from '../support/customer.ts'

const input = (customer: { contactId: string; vehicleId?: string }) => ({
  contactId: customer.contactId,
  vehicleId: customer.vehicleId,
  complaint: COMPLAINT,
  priority: 'P3' as const,
  source: 'counter' as const,
})

async function makeTicket(scope: Scope, assigneeId?: string) {
  return createTicket(scope, { ...input(await makeCustomer(scope)), assigneeId })
}

test.group('Tickets', () => {
  test('a ticket gets the next number of its branch and year, and due times', async ({
    assert,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    const first = await makeTicket(scope)
    const second = await makeTicket(scope)
    const year = scope.today().slice(2, 4)
    assert.equal(first.number, `${scope.branch.code}-T${year}-00001`)
    assert.equal(second.number, `${scope.branch.code}-T${year}-00002`)
    const ticket = await getTicket(scope, first.id)
    assert.equal(ticket.status, 'new')
    assert.isAbove(Date.parse(ticket.resolutionDueAt), Date.parse(ticket.responseDueAt))
  })

  test('numbers stay gapless when tickets are raised at once and some fail', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const customer = await makeCustomer(scope)
    const attempts = Array.from({ length: 12 }, (_, index) =>
      createTicket(scope, {
        ...input(customer),
        vehicleId: index % 3 === 0 ? randomUUID() : customer.vehicleId,
      }).then(
        (ticket) => ticket.number,
        () => null
      )
    )
    const numbers = (await Promise.all(attempts)).filter((number) => number !== null).sort()
    assert.lengthOf(numbers, 8)
    assert.deepEqual(
      numbers.map((number) => Number(number.slice(-5))),
      [1, 2, 3, 4, 5, 6, 7, 8]
    )
  })

  test('nothing of a ticket is seen or changed from another organisation', async ({
    assert,
    client,
  }) => {
    const own = await makeWorkshop()
    const foreign = await makeWorkshop()
    const ticket = await makeTicket(await own.scope())
    const token = await foreign.token()

    const list = await client.get('/api/v1/tickets').qs({ status: 'all' }).bearerToken(token)
    assert.deepEqual(list.body().data, [])
    for (const [method, path, body] of [
      ['get', '', {}],
      ['put', '', { ...input(await makeCustomer(await foreign.scope())), version: 1 }],
      ['put', '/assignee', { assigneeId: null }],
      ['post', '/transitions', { transition: 'start' }],
    ] as const) {
      const response = await client[method](`/api/v1/tickets/${ticket.id}${path}`)
        .json(body)
        .bearerToken(token)
      response.assertStatus(404)
    }
    assert.equal((await getTicket(await own.scope(), ticket.id)).status, 'new')
  })

  test('ids of another organisation are refused at their field', async ({ assert, client }) => {
    const own = await makeWorkshop()
    const foreign = await makeWorkshop()
    const mine = await makeCustomer(await own.scope())
    const theirs = await makeCustomer(await foreign.scope())
    const { membership } = await foreign.member('technician')
    const token = await own.token()
    for (const [field, value] of [
      ['contactId', theirs.contactId],
      ['vehicleId', theirs.vehicleId],
      ['assigneeId', membership.id],
    ]) {
      const response = await client
        .post('/api/v1/tickets')
        .json({ ...input(mine), [field]: value })
        .bearerToken(token)
      response.assertStatus(422)
      assert.include(JSON.stringify(response.body()), field)
    }
    const list = await client.get('/api/v1/tickets').bearerToken(token)
    assert.lengthOf(list.body().data, 0)
  })

  test('a vehicle of another customer is refused', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const [one, other] = [await makeCustomer(scope), await makeCustomer(scope, 'Meera')]
    await assert.rejects(
      () => createTicket(scope, { ...input(one), vehicleId: other.vehicleId }),
      'This vehicle belongs to another customer.'
    )
  })

  test('input that is too long, of the wrong kind or missing is named field by field', async ({
    assert,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const token = await workshop.token()
    const response = await client
      .post('/api/v1/tickets')
      .json({ contactId: 'x', complaint: 'a'.repeat(4001), priority: 'P9', source: 7 })
      .bearerToken(token)
    response.assertStatus(422)
    const fields = response.body().errors.map((error: { field: string }) => error.field)
    assert.sameMembers(fields, ['contactId', 'complaint', 'priority', 'source'])
  })

  test('somebody who saves over a newer version is told', async ({ client }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const customer = await makeCustomer(scope)
    const { id } = await createTicket(scope, input(customer))
    const token = await workshop.token()
    const change = (complaint: string) =>
      client
        .put(`/api/v1/tickets/${id}`)
        .json({ ...input(customer), complaint, version: 1 })
        .bearerToken(token)
    ;(await change('Cuts off when hot')).assertStatus(200)
    const late = await change('Cuts off when cold')
    late.assertStatus(409)
    late.assertBodyContains({ code: 'E_VERSION_CONFLICT' })
  })

  test('a new priority brings new due times, counted from when the ticket was raised', async ({
    assert,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const customer = await makeCustomer(scope)
    const { id } = await createTicket(scope, input(customer))
    const response = await client
      .put(`/api/v1/tickets/${id}`)
      .json({ ...input(customer), priority: 'P1', version: 1 })
      .bearerToken(await workshop.token())
    response.assertStatus(200)
    const { createdAt, resolutionDueAt } = response.body().data
    assert.equal(Date.parse(resolutionDueAt) - Date.parse(createdAt), 4 * 3_600_000)
  })
})

test.group('Tickets of a technician', () => {
  test('are those they are in charge of; others do not exist for them', async ({
    assert,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const { membership } = await workshop.member('technician')
    const own = await makeTicket(scope, membership.id)
    const other = await makeTicket(scope)
    const token = await workshop.token('technician')

    const list = await client.get('/api/v1/tickets').qs({ status: 'all' }).bearerToken(token)
    assert.deepEqual(
      list.body().data.map((row: { id: string }) => row.id),
      [own.id]
    )
    ;(await client.get(`/api/v1/tickets/${other.id}`).bearerToken(token)).assertStatus(404)
    const move = (id: string, transition: string) =>
      client.post(`/api/v1/tickets/${id}/transitions`).json({ transition }).bearerToken(token)
    ;(await move(other.id, 'start')).assertStatus(404)
    const started = await move(own.id, 'start')
    started.assertStatus(200)
    started.assertBodyContains({ data: { status: 'in_progress' } })
  })

  test('cannot be created, edited, assigned or cancelled by them', async ({ client }) => {
    const workshop = await makeWorkshop()
    const { membership } = await workshop.member('technician')
    const ticket = await makeTicket(await workshop.scope(), membership.id)
    const token = await workshop.token('technician')
    for (const [method, path, body] of [
      ['post', '', {}],
      ['put', `/${ticket.id}`, {}],
      ['put', `/${ticket.id}/assignee`, { assigneeId: null }],
      ['post', `/${ticket.id}/transitions`, { transition: 'cancel', reason: 'No' }],
    ] as const) {
      const response = await client[method](`/api/v1/tickets${path}`).json(body).bearerToken(token)
      response.assertStatus(403)
    }
  })
})

test.group('History of a ticket', () => {
  test('has one row for each change of status: who, when, from, to, why', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const { user, membership } = await workshop.member('manager')
    const ticket = await makeTicket(scope)
    await assignTicket(scope, ticket.id, { assigneeId: membership.id })
    const manager = await workshop.scope('manager')
    await changeTicketStatus(manager, ticket.id, { transition: 'hold', reason: 'waiting_parts' })
    const rows = await scope.read((unit) =>
      unit.rows<Record<string, unknown>>(
        'select transition, from_status, to_status, reason, actor_id from tickets_history where ticket_id = ? order by at, seq',
        [ticket.id]
      )
    )
    const owner = scope.actor.id
    assert.deepEqual(rows, [
      { transition: 'create', from_status: null, to_status: 'new', reason: null, actor_id: owner },
      {
        transition: 'assign',
        from_status: 'new',
        to_status: 'open',
        reason: null,
        actor_id: owner,
      },
      {
        transition: 'hold',
        from_status: 'open',
        to_status: 'on_hold',
        reason: 'waiting_parts',
        actor_id: user.id,
      },
    ])
    const [latest] = await timelineOf(scope, 'tickets_tickets', ticket.id)
    assert.include(latest, { title: 'On hold', detail: 'Waiting for parts', actor: 'Manager' })
  })

  test('cannot be changed or deleted', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const ticket = await makeTicket(scope)
    for (const sql of [
      "update tickets_history set reason = 'x' where ticket_id = ?",
      'delete from tickets_history where ticket_id = ?',
    ]) {
      await assert.rejects(() => scope.work((unit) => unit.rows(sql, [ticket.id])))
    }
  })

  test('a refused change leaves status and history as they were', async ({ assert, client }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const ticket = await makeTicket(scope)
    const response = await client
      .post(`/api/v1/tickets/${ticket.id}/transitions`)
      .json({ transition: 'close' })
      .bearerToken(await workshop.token())
    response.assertStatus(422)
    response.assertBodyContains({ code: 'E_TICKET_TRANSITION' })
    assert.equal((await getTicket(scope, ticket.id)).status, 'new')
    const [{ count }] = await scope.read((unit) =>
      unit.rows<{ count: number }>(
        'select count(*)::int from tickets_history where ticket_id = ?',
        [ticket.id]
      )
    )
    assert.equal(count, 1)
  })
})
