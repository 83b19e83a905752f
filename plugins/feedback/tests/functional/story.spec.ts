import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { emittedEvents, makeWorkshop, tickSchedules, type Workshop } from '@karkhana/kernel/testing'
import type { ApiClient } from '@japa/api-client'
import { mailsTo, mailTo } from '../../../../tests/helpers/mail.ts'
import { remindCustomers } from '../../services/remind.ts'
import { npsOf } from '../../scores.ts'
import { customerWithVehicle, deliver, surveysOf, work } from '../support/delivered.ts'

async function workshopWithFeedback(): Promise<Workshop> {
  const workshop = await makeWorkshop()
  await workshop.switchOn('feedback')
  return workshop
}

/** A delivery and the link that its customer got. */
async function asked(client: ApiClient, workshop: Workshop, technicianId: string | null = null) {
  const customer = await customerWithVehicle(client, workshop)
  await deliver(workshop, customer, technicianId)
  await work(workshop)
  const { path } = await mailTo(customer.email, /How was your visit/)
  return { ...customer, path }
}

const answer = (client: ApiClient, path: string, body: object) =>
  client.post(path).withCsrfToken().header('accept', 'application/json').redirects(0).json(body)

test.group('Feedback after delivery', () => {
  test('the customer is asked once, answers by the link, and a low score opens a ticket once', async ({
    client,
    assert,
  }) => {
    const workshop = await workshopWithFeedback()
    const { path, email } = await asked(client, workshop)
    await work(workshop)
    assert.lengthOf(await mailsTo(email), 1)

    const page = await client.get(path)
    page.assertStatus(200)
    assert.include(page.text(), 'How likely are you to recommend us to a friend?')
    const hindi = await client.get(path.replace('lang=en', 'lang=hi'))
    assert.include(hindi.text(), 'धन्यवाद')

    const saved = await answer(client, path, { score: 4, comment: 'The brake still squeaks.' })
    assert.include([200, 302, 303], saved.status())
    await answer(client, path, { score: 3, comment: 'It still squeaks.' })
    const [survey] = await surveysOf(workshop)
    assert.containsSubset(survey.$attributes, { score: 3, comment: 'It still squeaks.' })
    const scope = await workshop.scope()
    const tickets = await scope.read((unit) =>
      unit.rows<{ id: string; complaint: string; priority: string }>(
        'select id, complaint, priority from tickets_tickets'
      )
    )
    assert.lengthOf(tickets, 1)
    assert.equal(tickets[0].id, survey.ticketId)
    assert.equal(tickets[0].priority, 'P2')
    assert.include(tickets[0].complaint, 'The brake still squeaks.')
    const events = await emittedEvents(scope, 'feedback.survey_answered@1')
    assert.deepEqual(
      events.map(({ payload }) => payload.score),
      [4, 3]
    )
  })

  test('what a customer said is no data of the technician, and outlives their leaving', async ({
    client,
    assert,
  }) => {
    const workshop = await workshopWithFeedback()
    const { membership } = await workshop.memberWith({ role: 'technician', name: 'Tara Kale' })
    const { path } = await asked(client, workshop, membership.id)
    await answer(client, path, { score: 9, comment: 'Tara was quick.' })
    const member = `/api/v1/settings/data/people/kernel.member/${membership.id}`
    const token = await workshop.token()
    const held = await client.get(member).bearerToken(token)
    held.assertStatus(200)
    const tables = (held.body().data.held as { table: string }[]).map(({ table }) => table)
    assert.include(tables, 'memberships')
    assert.notInclude(tables, 'feedback_surveys')

    const scope = await workshop.scope()
    await scope.work((unit) =>
      unit.rows('update memberships set active = false, ended_at = now() where id = ?', [
        membership.id,
      ])
    )
    const erased = await client
      .post(`${member}/erase`)
      .bearerToken(token)
      .json({ confirmation: 'ERASE Tara Kale' })
    erased.assertStatus(200)
    const [survey] = await surveysOf(workshop)
    assert.equal(survey.customer, 'Raj Kumar')
    assert.equal(survey.comment, 'Tara was quick.')
  })

  test('a score that is none is refused at its field, and nothing is kept', async ({
    client,
    assert,
  }) => {
    const workshop = await workshopWithFeedback()
    const { path } = await asked(client, workshop)
    for (const score of [11, -1, 7.5, 'good', null]) {
      const refused = await answer(client, path, { score })
      refused.assertStatus(422)
      assert.equal(refused.body().errors[0].field, 'score')
    }
    assert.isNull((await surveysOf(workshop))[0].score)
  })

  test('after a day the answer stands', async ({ client, assert }) => {
    const workshop = await workshopWithFeedback()
    const { path } = await asked(client, workshop)
    await answer(client, path, { score: 10 })
    const scope = await workshop.scope()
    await scope.work((unit) =>
      unit.rows(`update feedback_surveys set answered_at = now() - interval '25 hours'`)
    )
    const refused = await answer(client, path, { score: 1 })
    refused.assertStatus(422)
    assert.equal(refused.body().code, 'E_FEEDBACK_FINAL')
  })

  test('whoever was asked a short while ago is not asked again', async ({ client, assert }) => {
    const workshop = await workshopWithFeedback()
    const customer = await asked(client, workshop)
    await deliver(workshop, customer)
    await work(workshop)
    assert.lengthOf(await surveysOf(workshop), 1)
  })

  test('while the module is off the link opens nothing, and a delivery waits for it', async ({
    client,
    assert,
  }) => {
    const [workshop, other] = [await workshopWithFeedback(), await workshopWithFeedback()]
    const { path } = await asked(client, workshop)
    const next = await customerWithVehicle(client, workshop, 'Meera Joshi')
    await workshop.switchOff('feedback')
    await deliver(workshop, next)
    await work(workshop)
    ;(await client.get(path)).assertStatus(404)
    ;(await answer(client, path, { score: 1 })).assertStatus(404)
    await workshop.switchOn('feedback')
    await work(workshop)
    ;(await client.get(path)).assertStatus(200)
    assert.lengthOf(await surveysOf(workshop), 2)
    assert.lengthOf(await surveysOf(other), 0)
  })

  test('reminds once, and only who can still answer', async ({ client, assert }) => {
    const workshop = await workshopWithFeedback()
    const { email } = await asked(client, workshop)
    const scope = await workshop.scope()
    const later = DateTime.utc().plus({ days: 4 }).toISO()!
    assert.equal(await remindCustomers(scope, DateTime.utc().toISO()!), 0)
    assert.equal(await remindCustomers(scope, later), 1)
    assert.equal(await remindCustomers(scope, later), 0)
    assert.lengthOf(await mailsTo(email), 2)
  })

  test('the clock starts the reminder at ten', async ({ assert }) => {
    const workshop = await workshopWithFeedback()
    const tomorrow = DateTime.now().setZone('Asia/Kolkata').plus({ days: 1 }).startOf('day')
    const day = tomorrow.set({ hour: 9, minute: 30 })
    await tickSchedules(day)
    const runs = await tickSchedules(day.plus({ minutes: 31 }))
    const own = runs.filter(({ organisationId }) => organisationId === workshop.organisationId)
    assert.include(
      own.map(({ schedule }) => schedule),
      'feedback.remind'
    )
  })

  test('technicians see what was said about their own work', async ({ client, assert }) => {
    const workshop = await workshopWithFeedback()
    const { membership, user } = await workshop.member('technician')
    const mine = await asked(client, workshop, membership.id)
    await answer(client, mine.path, { score: 9 })
    const others = await asked(client, workshop)
    await answer(client, others.path, { score: 2 })
    const list = await client.get('/feedback').header('accept', 'application/json').loginAs(user)
    assert.deepEqual(
      list.body().data.map((row: { score: number }) => row.score),
      [9]
    )
  })
})

test.group('Net Promoter Score', () => {
  test('is the share of promoters less that of detractors', ({ assert }) => {
    assert.isNull(npsOf({ promoters: 0, passives: 0, detractors: 0 }))
    assert.equal(npsOf({ promoters: 3, passives: 0, detractors: 0 }), 100)
    assert.equal(npsOf({ promoters: 7, passives: 2, detractors: 1 }), 60)
    assert.equal(npsOf({ promoters: 1, passives: 1, detractors: 4 }), -50)
  })

  test('stands in the report by technician', async ({ client, assert }) => {
    const workshop = await workshopWithFeedback()
    const { membership } = await workshop.member('technician')
    for (const [score, technician] of [
      [10, membership.id],
      [9, membership.id],
      [3, membership.id],
      [8, null],
    ] as const) {
      const { path } = await asked(client, workshop, technician)
      await answer(client, path, { score })
    }
    const today = (await workshop.scope()).today()
    const report = await client
      .get(`/api/v1/reports/feedback.nps?from=${today}&to=${today}&by=technician`)
      .bearerToken(await workshop.token())
    report.assertStatus(200)
    const rows = report.body().data.rows ?? report.body().data
    assert.containsSubset(rows, [
      { name: 'Nobody', answers: 1, promoters: 0, detractors: 0, nps: 0 },
      { name: 'Technician', answers: 3, promoters: 2, detractors: 1, nps: 33 },
    ])
  })
})
