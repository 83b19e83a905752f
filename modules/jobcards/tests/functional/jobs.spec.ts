import { test } from '@japa/runner'
import { makeWorkshop, timelineOf } from '@karkhana/kernel/testing'
import { cancelJob } from '../../services/cancel_job.ts'
import { changeJobStatus } from '../../services/change_job_status.ts'
import { createJob, updateJob } from '../../services/jobs.ts'
import { getJob, listJobs, lookupJobs } from '../../services/read_job.ts'
import jobTiles from '../../services/tiles.ts'
import { COMPLAINT, finishJob, makeCustomer, makeJob, makeTicket } from '../support/cards.ts'

const promised = '2026-11-30T12:00:00+05:30'

test.group('Job cards', () => {
  test('a card opened from a ticket takes over customer, vehicle, complaint and person', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const { membership } = await workshop.member('technician')
    const customer = await makeCustomer(scope)
    const ticketId = await makeTicket(scope, customer, membership.id)
    const { id } = await createJob(scope, { ticketId, promisedAt: promised })
    const job = await getJob(scope, id)
    assert.equal(job.number, `${scope.branch.code}-J${scope.today().slice(2, 4)}-00001`)
    assert.equal(job.contact.id, customer.contactId)
    assert.equal(job.vehicle.id, customer.vehicleId)
    assert.equal(job.complaint, COMPLAINT)
    assert.equal(job.technician?.id, membership.id)
    assert.equal(job.status, 'received')
    assert.equal(job.promisedAt, '2026-11-30T06:30:00.000Z')
    const desk = await scope.need('tickets.desk@1')
    assert.equal((await desk.get(scope, ticketId)).status, 'in_progress')
    assert.lengthOf(await lookupJobs(scope, { ticket: ticketId }), 1)
  })

  test('a ticket without a vehicle opens no card, and neither does a finished one', async ({
    assert,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    const customer = await makeCustomer(scope)
    const unknown = await makeTicket(scope, { ...customer, vehicleId: null })
    await assert.rejects(() => createJob(scope, { ticketId: unknown }), /names no vehicle yet/)
    const finished = await makeTicket(scope, customer)
    await scope.work((unit) =>
      unit.rows("update tickets_tickets set status = 'closed' where id = ?", [finished])
    )
    await assert.rejects(() => createJob(scope, { ticketId: finished }), /is finished/)
    const { rows } = await listJobs(scope, { filters: { status: 'all' } })
    assert.deepEqual(rows, [])
  })

  test('numbers stay gapless when cards are opened at once and some fail', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const customer = await makeCustomer(scope)
    const other = await makeCustomer(scope)
    const opened = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        createJob(scope, {
          contactId: customer.contactId,
          vehicleId: index % 3 === 0 ? other.vehicleId : customer.vehicleId,
          complaint: COMPLAINT,
        }).then(
          (job) => Number(job.number.slice(-5)),
          () => null
        )
      )
    )
    const numbers = opened.filter((number) => number !== null).sort((a, b) => a - b)
    assert.deepEqual(numbers, [1, 2, 3, 4, 5, 6, 7, 8])
  })

  test('the odometer is noted with the vehicle, and a lower one needs a reason', async ({
    assert,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    const customer = await makeCustomer(scope)
    const open = (odometerIn: number, odometerReason?: string) =>
      createJob(scope, { ...customer, complaint: COMPLAINT, odometerIn, odometerReason })
    await open(18_240)
    const registry = await scope.need('vehicles.registry@1')
    assert.equal((await registry.get(scope, customer.vehicleId)).odometerKm, 18_240)
    const error = await open(12).then(
      () => null,
      (raised) => raised
    )
    assert.equal(error?.field, 'odometerIn')
    await open(12, 'Cluster replaced')
    assert.equal((await registry.get(scope, customer.vehicleId)).odometerKm, 12)
  })

  test('nothing of a card is seen or changed from another organisation', async ({
    assert,
    client,
  }) => {
    const own = await makeWorkshop()
    const job = await makeJob(await own.scope())
    const token = await (await makeWorkshop()).token()
    const lines = { version: job.version, lines: [] }
    for (const [method, path, body] of [
      ['get', '', {}],
      ['get', '/pdf', {}],
      ['put', '', { version: job.version, findings: 'x' }],
      ['put', '/lines', lines],
      ['post', '/transitions', { transition: 'estimate' }],
      ['post', '/approvals', { approvedBy: 'Raj', channel: 'phone' }],
      ['post', '/cancellation', { reason: 'x' }],
    ] as const) {
      const response = await client[method](`/api/v1/jobcards/${job.id}${path}`)
        .json(body)
        .bearerToken(token)
      response.assertStatus(404)
    }
    const list = await client.get('/api/v1/jobcards').qs({ status: 'all' }).bearerToken(token)
    assert.deepEqual(list.body().data, [])
    assert.deepEqual(await getJob(await own.scope(), job.id), job)
  })

  test('ids of another organisation are refused at their field', async ({ assert, client }) => {
    const own = await makeWorkshop()
    const foreign = await makeWorkshop()
    const mine = await makeCustomer(await own.scope())
    const theirs = await makeCustomer(await foreign.scope())
    const foreignTicket = await makeTicket(await foreign.scope(), theirs)
    const { membership } = await foreign.member('technician')
    const token = await own.token()
    for (const [field, value] of [
      ['ticketId', foreignTicket],
      ['contactId', theirs.contactId],
      ['vehicleId', theirs.vehicleId],
      ['technicianId', membership.id],
    ]) {
      const response = await client
        .post('/api/v1/jobcards')
        .json({ ...mine, complaint: COMPLAINT, [field]: value })
        .bearerToken(token)
      response.assertStatus(422)
      assert.equal(response.body().errors[0].field, field)
    }
  })

  test('input of the wrong kind is named field by field', async ({ assert, client }) => {
    const workshop = await makeWorkshop()
    const response = await client
      .post('/api/v1/jobcards')
      .json({
        contactId: 'x',
        vehicleId: 7,
        complaint: 'a'.repeat(4001),
        odometerIn: -1,
        stateOfChargeIn: 101,
        promisedAt: 'tomorrow',
      })
      .bearerToken(await workshop.token())
    response.assertStatus(422)
    const fields = response.body().errors.map((error: { field: string }) => error.field)
    assert.sameMembers(fields, [
      'contactId',
      'vehicleId',
      'complaint',
      'odometerIn',
      'stateOfChargeIn',
      'promisedAt',
    ])
  })

  test('somebody who saves over a newer version is told', async ({ client }) => {
    const workshop = await makeWorkshop()
    const job = await makeJob(await workshop.scope())
    const token = await workshop.token()
    const save = (findings: string) =>
      client
        .put(`/api/v1/jobcards/${job.id}`)
        .json({ findings, version: job.version })
        .bearerToken(token)
    ;(await save('Contactor burnt')).assertStatus(200)
    ;(await save('Contactor fine')).assertStatus(409)
  })
})

test.group('Job cards of a technician', () => {
  test('are their own; others do not exist for them', async ({ assert, client }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const { membership } = await workshop.member('technician')
    const own = await makeJob(scope, membership.id)
    const other = await makeJob(scope)
    const token = await workshop.token('technician')
    const list = await client.get('/api/v1/jobcards').qs({ status: 'all' }).bearerToken(token)
    assert.deepEqual(
      list.body().data.map((row: { id: string }) => row.id),
      [own.id]
    )
    for (const path of ['', '/pdf']) {
      ;(await client.get(`/api/v1/jobcards/${other.id}${path}`).bearerToken(token)).assertStatus(
        404
      )
    }
    const move = (id: string) =>
      client
        .post(`/api/v1/jobcards/${id}/transitions`)
        .json({ transition: 'estimate' })
        .bearerToken(token)
    ;(await move(other.id)).assertStatus(404)
    ;(await move(own.id)).assertStatus(200)
  })

  test('are opened for themselves, from their own tickets only', async ({ assert, client }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const customer = await makeCustomer(scope)
    const { membership } = await workshop.member('technician')
    const { membership: manager } = await workshop.member('manager')
    const [own, other] = [
      await makeTicket(scope, customer, membership.id),
      await makeTicket(scope, customer),
    ]
    const token = await workshop.token('technician')
    const open = (body: object) => client.post('/api/v1/jobcards').json(body).bearerToken(token)
    ;(await open({ ticketId: other })).assertStatus(422)
    ;(await open({ ticketId: own, technicianId: manager.id })).assertStatus(403)
    const opened = await open({ ticketId: own })
    opened.assertStatus(201)
    assert.equal(opened.body().data.technician.id, membership.id)
  })

  test('cannot be handed over, approved, cancelled or given away by them', async ({ client }) => {
    const workshop = await makeWorkshop()
    const { membership } = await workshop.member('technician')
    const job = await makeJob(await workshop.scope(), membership.id)
    const token = await workshop.token('technician')
    for (const [method, path, body] of [
      ['post', '/transitions', { transition: 'deliver', odometerOut: 18_250 }],
      ['post', '/approvals', { approvedBy: 'Raj', channel: 'phone' }],
      ['post', '/cancellation', { reason: 'x' }],
      ['put', '', { technicianId: null, version: job.version }],
    ] as const) {
      const response = await client[method](`/api/v1/jobcards/${job.id}${path}`)
        .json(body)
        .bearerToken(token)
      response.assertStatus(403)
    }
  })
})

test.group('Life of a job card', () => {
  test('each step is written into an append-only history', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const job = await makeJob(scope)
    await finishJob(scope, job.id)
    const events = await scope.read((unit) =>
      unit.rows<{ transition: string; to_status: string }>(
        'select transition, to_status from jobcards_history where job_id = ? order by at, seq',
        [job.id]
      )
    )
    assert.deepEqual(
      events.map(({ transition }) => transition),
      ['create', 'diagnose', 'estimate', 'start', 'finish']
    )
    await assert.rejects(() =>
      scope.work((unit) => unit.rows('delete from jobcards_history where job_id = ?', [job.id]))
    )
    const lines = await timelineOf(scope, 'jobcards_jobs', job.id)
    const titles = lines.map(({ title }) => title)
    const approval = lines.find(({ title }) => title === 'Approved by the customer')
    assert.match(approval!.detail!, /^₹4,747\.14 · Raj Kumar\n/)
    assert.include(titles, 'Ready')
  })

  test('a refused step leaves status and history as they were', async ({ assert, client }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const job = await makeJob(scope)
    const move = async (transition: string) =>
      client
        .post(`/api/v1/jobcards/${job.id}/transitions`)
        .json({ transition })
        .bearerToken(await workshop.token())
    ;(await move('finish')).assertBodyContains({ code: 'E_JOB_TRANSITION' })
    await changeJobStatus(scope, job.id, { transition: 'estimate' })
    const refused = await move('start')
    refused.assertStatus(422)
    refused.assertBodyContains({ code: 'E_JOB_NOT_APPROVED' })
    const { status, transitions } = await getJob(scope, job.id)
    assert.equal(status, 'awaiting_approval')
    assert.match(transitions.find(({ name }) => name === 'start')!.disabledReason!, /not approved/)
  })

  test('a cancelled card keeps its number, leaves the list and cannot be changed', async ({
    assert,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    const job = await makeJob(scope)
    await cancelJob(scope, job.id, { reason: 'The customer took it elsewhere' })
    const { number, transitions, cancelReason } = await getJob(scope, job.id)
    assert.deepEqual([number, transitions], [job.number, []])
    assert.equal(cancelReason, 'The customer took it elsewhere')
    assert.deepEqual((await listJobs(scope, {})).rows, [])
    assert.lengthOf((await listJobs(scope, { filters: { status: 'cancelled' } })).rows, 1)
    await assert.rejects(
      async () =>
        updateJob(scope, job.id, {
          findings: 'x',
          version: (await getJob(scope, job.id)).version,
        }),
      'The card is cancelled.'
    )
    await assert.rejects(
      () => changeJobStatus(scope, job.id, { transition: 'estimate' }),
      'The card is cancelled.'
    )
  })

  test('the list, its filters and the tiles tell the same', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const waiting = await makeJob(scope)
    await changeJobStatus(scope, waiting.id, { transition: 'estimate' })
    const ready = await makeJob(scope)
    await finishJob(scope, ready.id)
    const late = await makeJob(scope)
    const { version } = await getJob(scope, late.id)
    await updateJob(scope, late.id, { promisedAt: '2020-01-01T10:00:00Z', version })
    const ids = async (filters: Record<string, string>) =>
      (await listJobs(scope, { filters })).rows.map(({ id }) => id)
    assert.deepEqual(await ids({}), [late.id, ready.id, waiting.id])
    assert.deepEqual(await ids({ late: 'yes' }), [late.id])
    assert.deepEqual(await ids({ status: 'ready' }), [ready.id])
    assert.lengthOf(await ids({ technician: 'me' }), 3)
    assert.deepEqual(await ids({ vehicle: late.vehicle.id }), [late.id])
    const page = await listJobs(scope, { sort: 'promised', limit: 2 })
    assert.equal(page.rows[0].id, late.id)
    const next = await listJobs(scope, { sort: 'promised', limit: 2, cursor: page.nextCursor! })
    assert.lengthOf(next.rows, 1)
    const tiles = await jobTiles(scope)
    assert.deepEqual(
      tiles.map(({ value }) => value),
      [3, 1, 0, 0, 1, 1]
    )
  })

  test('the pages open for those who may see them', async ({ client }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const job = await makeJob(scope)
    const ticket = await makeTicket(scope, await makeCustomer(scope))
    for (const [role, path, status] of [
      ['owner', '', 200],
      ['owner', `/${job.id}`, 200],
      ['owner', `/${job.id}/edit`, 200],
      ['manager', `/create?ticket=${ticket}`, 200],
      ['manager', `/create?vehicle=${job.vehicle.id}`, 200],
      ['accountant', `/${job.id}`, 200],
      ['accountant', '/create', 403],
      ['technician', `/${job.id}`, 404],
      ['technician', `/create?ticket=${ticket}`, 404],
      ['owner', '/not-an-id', 404],
    ] as const) {
      const response = await client.get(`/jobcards${path}`).loginAs(await workshop.user(role))
      response.assertStatus(status)
    }
    for (const [role, status] of [
      ['owner', 200],
      ['manager', 403],
    ] as const) {
      const settings = client.get('/settings/modules/jobcards/settings')
      ;(await settings.loginAs(await workshop.user(role))).assertStatus(status)
    }
  })
})
