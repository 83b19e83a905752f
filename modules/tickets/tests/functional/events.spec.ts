import { test } from '@japa/runner'
import { emittedEvents, makeWorkshop } from '@karkhana/kernel/testing'
import { changeTicketStatus } from '../../services/change_ticket_status.ts'
import { assignTicket, createTicket } from '../../services/tickets.ts'
import { COMPLAINT, makeCustomer } from '../support/customer.ts'

test.group('Events of tickets', () => {
  test('tell of a new ticket and of every change of its status', async ({ assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const scope = await mine.scope()
    const { contactId, vehicleId } = await makeCustomer(scope)
    const { id, number } = await createTicket(scope, {
      contactId,
      vehicleId,
      complaint: COMPLAINT,
      priority: 'P2',
      source: 'counter',
    })
    await assignTicket(scope, id, { assigneeId: scope.actor.memberId })
    await changeTicketStatus(scope, id, { transition: 'start' })
    const events = await emittedEvents(scope)
    assert.deepEqual(
      events.map(({ event, record }) => [event, record]),
      [
        ['tickets.ticket_created@1', id],
        ['tickets.ticket_status_changed@1', id],
        ['tickets.ticket_status_changed@1', id],
      ]
    )
    const facts = { ticketId: id, number, contactId, vehicleId, branchId: scope.branch.id }
    assert.deepEqual(events[0].payload, {
      ...facts,
      assigneeId: null,
      priority: 'P2',
      source: 'counter',
      status: 'new',
    })
    const assigned = { ...facts, assigneeId: scope.actor.memberId }
    assert.deepEqual(events[1].payload, {
      ...assigned,
      transition: 'assign',
      from: 'new',
      to: 'open',
    })
    assert.deepEqual(events[2].payload, {
      ...assigned,
      transition: 'start',
      from: 'open',
      to: 'in_progress',
    })
    assert.isEmpty(await emittedEvents(await other.scope()))
  })

  test('do not tell of what was refused or rolled back', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const customer = await makeCustomer(scope)
    const input = {
      ...customer,
      complaint: COMPLAINT,
      priority: 'P2' as const,
      source: 'counter' as const,
    }
    await assert.rejects(() =>
      scope.work(async () => {
        await createTicket(scope, input)
        throw new Error('the work fails')
      })
    )
    const { id } = await createTicket(scope, input)
    await assert.rejects(() => changeTicketStatus(scope, id, { transition: 'close' }))
    assert.lengthOf(await emittedEvents(scope), 1)
  })
})
