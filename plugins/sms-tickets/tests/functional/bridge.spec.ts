import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import {
  chooseSettings,
  deliverMessages,
  FakeSms,
  fakeDriver,
  makeWorkshop,
  restoreDrivers,
  runEvents,
  type Workshop,
} from '@karkhana/kernel/testing'
import type { ApiClient } from '@japa/api-client'
import type { TicketStatus } from '@karkhana/tickets/contracts'

const PHONE = '+919822012345'

async function customer(client: ApiClient, workshop: Workshop, phone: string | null = PHONE) {
  const made = await client
    .post('/api/v1/contacts')
    .bearerToken(await workshop.token())
    .json({ kind: 'customer', name: 'Raj Kumar', phone, email: `${randomUUID()}@example.com` })
  return (made.body() as { data: { id: string } }).data.id
}

/** What the ticket desk tells. */
async function told(
  workshop: Workshop,
  contactId: string,
  step: { created: true } | { to: TicketStatus },
  ticketId: string = randomUUID()
) {
  const scope = await workshop.scope()
  const facts = {
    ticketId,
    number: 'PUN-T26-00012',
    contactId,
    vehicleId: null,
    branchId: scope.branch.id,
    assigneeId: null,
  }
  await scope.work(async (unit) => {
    if ('created' in step) {
      const more = { priority: 'P3', source: 'phone', status: 'new' } as const
      await unit.emit('tickets.ticket_created@1', { ...facts, ...more }, { record: ticketId })
    } else {
      const more = { transition: 'resolve', from: 'in_progress', to: step.to } as const
      await unit.emit(
        'tickets.ticket_status_changed@1',
        { ...facts, ...more },
        { record: ticketId }
      )
    }
  })
}

async function handled(workshop: Workshop) {
  await runEvents(await workshop.scope())
  await deliverMessages(workshop.organisationId)
}

test.group('SMS for tickets', (group) => {
  let sms: FakeSms
  group.each.setup(() => {
    sms = fakeDriver('kernel.sms', new FakeSms())
    return () => restoreDrivers()
  })

  test('comes on with the gateway and goes off with tickets, and comes back', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const isOn = async () => (await workshop.scope()).active('sms-tickets')
    assert.isFalse(await isOn())
    await workshop.switchOn('sms-gateway')
    assert.isTrue(await isOn())
    await workshop.switchOff('sms-gateway')
    assert.isFalse(await isOn())
    await workshop.switchOn('sms-gateway')
    assert.isTrue(await isOn())
    const other = await makeWorkshop()
    for (const id of ['invoicing', 'jobcards', 'tickets']) await workshop.switchOff(id)
    assert.isFalse(await isOn())
    assert.isTrue((await workshop.scope()).active('sms-gateway'))
    await workshop.switchOn('tickets')
    assert.isTrue(await isOn())
    assert.isFalse((await other.scope()).active('sms-tickets'))
  })

  test('tells the customer that the ticket is taken in and resolved, once each', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    await workshop.switchOn('sms-gateway')
    const contact = await customer(client, workshop)
    await told(workshop, contact, { created: true })
    await told(workshop, contact, { to: 'on_hold' })
    await told(workshop, contact, { to: 'resolved' })
    await handled(workshop)
    await handled(workshop)
    sms.assertSent(PHONE, /your request is ticket PUN-T26-00012/)
    sms.assertSent(PHONE, /PUN-T26-00012 is resolved/)
    assert.lengthOf(sms.sent, 2)
  })

  test('says what the organisation chose, and nothing to who has no phone', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    await workshop.switchOn('sms-gateway')
    await chooseSettings(await workshop.scope(), 'sms-tickets', { created: false, closed: true })
    const contact = await customer(client, workshop)
    await told(workshop, contact, { created: true })
    await told(workshop, contact, { to: 'closed' })
    await told(workshop, await customer(client, workshop, null), { to: 'resolved' })
    await handled(workshop)
    sms.assertSent(PHONE, /is closed/)
    assert.lengthOf(sms.sent, 1)
  })

  test('while it is off nobody is told; then where a ticket stands, not that it came in', async ({
    client,
    assert,
  }) => {
    const [workshop, other] = [await makeWorkshop(), await makeWorkshop()]
    await workshop.switchOn('sms-gateway')
    const contact = await customer(client, workshop)
    await workshop.switchOff('sms-gateway')
    await told(workshop, contact, { created: true })
    await told(workshop, contact, { to: 'resolved' })
    await told(other, await customer(client, other), { to: 'resolved' })
    await handled(workshop)
    await handled(other)
    sms.assertNothingSent()
    await workshop.switchOn('sms-gateway')
    await handled(workshop)
    sms.assertSent(PHONE, /is resolved/)
    assert.lengthOf(sms.sent, 1)
  })
})
