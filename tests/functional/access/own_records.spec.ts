import { test } from '@japa/runner'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import jobTiles from '../../../modules/jobcards/services/tiles.ts'
import billing from '../../../modules/jobcards/services/billing.ts'
import { createJob } from '../../../modules/jobcards/services/jobs.ts'
import { makeSale, type Sale } from '../../../modules/invoicing/tests/support/sale.ts'
import desk from '../../../modules/tickets/services/desk.ts'
import ticketAttention from '../../../modules/tickets/services/attention.ts'
import ticketTiles from '../../../modules/tickets/services/tiles.ts'
import { createTicket } from '../../../modules/tickets/services/tickets.ts'

interface Work {
  ticketId: string
  jobId: string
}

test.group('A technician', (group) => {
  let workshop: Workshop
  let sale: Sale
  let own: Work
  let others: Work

  /** A ticket and a card of a person. */
  async function workOf(memberId: string | null, complaint: string): Promise<Work> {
    const { contactId, vehicleId, scope } = sale
    const ticket = await createTicket(scope, {
      contactId,
      vehicleId,
      complaint,
      priority: 'P2',
      source: 'counter',
      assigneeId: memberId,
    })
    const technicianId = memberId
    const job = await createJob(scope, { contactId, vehicleId, complaint, technicianId })
    return { ticketId: ticket.id, jobId: job.id }
  }

  group.setup(async () => {
    workshop = await makeWorkshop()
    sale = await makeSale(workshop)
    const me = await workshop.member('technician')
    const colleague = await workshop.memberWith({ role: 'technician', name: 'Sunil Pawar' })
    own = await workOf(me.membership.id, 'Horn is silent')
    others = await workOf(colleague.membership.id, 'Brake squeals')
    await workOf(null, 'Brake light is out')
  })

  test('finds only their own work in lists, search, pickers, slots and API', async ({
    client,
    assert,
  }) => {
    const { contactId, vehicleId } = sale
    const user = await workshop.user('technician')
    const token = await workshop.token('technician')
    const lists = [
      '/tickets?status=all',
      '/tickets?search=brake',
      '/tickets?assignee=none',
      `/tickets/lookup?contact=${contactId}`,
      `/tickets/lookup?vehicle=${vehicleId}`,
      '/tickets/lookup?q=brake',
      '/jobcards?status=all',
      '/jobcards?search=MH12',
      '/jobcards?technician=none',
      `/jobcards/lookup?vehicle=${vehicleId}`,
      '/jobcards/lookup?q=MH12',
    ]
    for (const path of lists) {
      const page = await client.get(path).header('accept', 'application/json').loginAs(user)
      const api = await client.get(`/api/v1${path}`).bearerToken(token)
      for (const answer of [page, api]) {
        answer.assertStatus(200)
        const ids = answer.body().data.map(({ id }: { id: string }) => id)
        assert.includeMembers([own.ticketId, own.jobId], ids, path)
      }
    }
    const mine = await client.get('/api/v1/tickets?status=all').bearerToken(token)
    assert.deepEqual(
      mine.body().data.map(({ id }: { id: string }) => id),
      [own.ticketId]
    )
  })

  test('opens and changes only their own, at every address of a ticket or card', async ({
    client,
    assert,
  }) => {
    const user = await workshop.user('technician')
    const addresses: [string, string, object?][] = [
      ['GET', `/tickets/${others.ticketId}`],
      // an old version would answer 409 with the record in it
      ['POST', `/tickets/${others.ticketId}/transitions`, { transition: 'start', version: 99 }],
      ['POST', `/tickets/${others.ticketId}/transitions`, {}],
      ['GET', `/jobcards/${others.jobId}`],
      ['GET', `/jobcards/${others.jobId}/edit`],
      ['GET', `/jobcards/${others.jobId}/pdf`],
      ['PUT', `/jobcards/${others.jobId}`, { complaint: 'mine', version: 99 }],
      ['PUT', `/jobcards/${others.jobId}/lines`, { lines: [], version: 99 }],
      ['POST', `/jobcards/${others.jobId}/transitions`, { transition: 'diagnose', version: 99 }],
      ['GET', `/jobcards/create?ticket=${others.ticketId}`],
    ]
    for (const [method, path, body] of addresses) {
      const request = client
        .request(path, method)
        .header('accept', 'application/json')
        .loginAs(user)
        .withCsrfToken()
      const answer = await (body ? request.json(body) : request)
      assert.equal(answer.status(), 404, `${method} ${path}`)
      assert.notInclude(answer.text(), 'Brake')
    }
    ;(await client.get(`/tickets/${own.ticketId}`).loginAs(user)).assertStatus(200)
    ;(await client.get(`/jobcards/${own.jobId}`).loginAs(user)).assertStatus(200)
  })

  test('is told of their own work alone by tiles, the start page and other modules', async ({
    assert,
  }) => {
    const scope = await workshop.scope('technician')
    const value = (tiles: { id: string; value: unknown }[], id: string) =>
      tiles.find((tile) => tile.id === id)?.value
    assert.equal(value(await ticketTiles(scope), 'tickets.open'), 1)
    assert.equal(value(await jobTiles(scope), 'jobcards.active'), 1)
    const waiting = (await ticketAttention(scope))!.items.map(({ id }) => id)
    assert.deepEqual(waiting, [own.ticketId])
    await assert.rejects(() => desk.get(scope, others.ticketId), 'This ticket does not exist.')
    await assert.rejects(
      () => billing.billable(scope, others.jobId),
      'This job card does not exist.'
    )
  })

  test('sees everybody’s work from the request on that the role is given it', async ({
    client,
    assert,
  }) => {
    const roleId = await workshop.role({
      base: 'technician',
      grants: ['tickets.ticket.view_all'],
    })
    const lead = await workshop.memberWith({ roleId })
    const tickets = await client
      .get('/tickets?status=all')
      .header('accept', 'application/json')
      .loginAs(lead.user)
    assert.lengthOf(tickets.body().data, 3)
    const cards = await client
      .get('/jobcards?status=all')
      .header('accept', 'application/json')
      .loginAs(lead.user)
    assert.lengthOf(cards.body().data, 0, 'cards are another permission')
  })
})
