import { test } from '@japa/runner'
import mail from '@adonisjs/mail/services/main'
import db from '@adonisjs/lucid/services/db'
import type { Scope } from '@karkhana/kernel'
import {
  makeJobRun,
  chooseSettings,
  deliverMessages,
  FakeSms,
  fakeDriver,
  makeWorkshop,
  restoreDrivers,
} from '@karkhana/kernel/testing'
import announceReady from '../../jobs/announce_ready.ts'
import { changeJobStatus } from '../../services/change_job_status.ts'
import { finishJob, makeJob } from '../support/cards.ts'

const RUN = makeJobRun({ id: '0199aaaa-0000-7000-8000-000000000001', attempt: 1 })

async function queuedFor(jobId: string) {
  const { rows } = await db.rawQuery(
    "select data from pgboss.job where data ->> 'job' = ? and data -> 'payload' ->> 'jobId' = ?",
    [announceReady.name, jobId]
  )
  return rows as { data: { organisationId: string } }[]
}

test.group('Notice that a vehicle is ready', (group) => {
  group.each.teardown(() => mail.restore())

  test('is queued with the step to ready, and not before', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const job = await makeJob(scope)
    assert.lengthOf(await queuedFor(job.id), 0)
    await finishJob(scope, job.id)
    const queued = await queuedFor(job.id)
    assert.lengthOf(queued, 1)
    assert.equal(queued[0].data.organisationId, scope.organisationId)
  })

  test('tells the customer which vehicle and where', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const job = await makeJob(scope)
    await finishJob(scope, job.id)
    const { messages } = mail.fake()
    await announceReady.handle(scope, { jobId: job.id }, RUN)
    await deliverMessages(scope.organisationId)
    const [message] = messages.sent()
    message.assertTo('raj@example.com')
    message.assertSubject(`${job.vehicle.registration} is ready: ${scope.organisation.name}`)
    message.assertTextIncludes(job.number)
    message.assertTextIncludes('12 Karve Road')
    assert.lengthOf(messages.sent(), 1)
  })

  test('is the same message when the run is tried again', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const job = await makeJob(scope)
    await finishJob(scope, job.id)
    const { messages } = mail.fake()
    await announceReady.handle(scope, { jobId: job.id }, RUN)
    await announceReady.handle(scope, { jobId: job.id }, { ...RUN, attempt: 2 })
    await deliverMessages(scope.organisationId)
    await announceReady.handle(scope, { jobId: job.id }, { ...RUN, attempt: 3 })
    await deliverMessages(scope.organisationId)
    assert.lengthOf(messages.sent(), 1)
  })

  test('is not sent without an address, nor when the card has moved on', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const silent = await makeJob(scope, null, { email: null })
    await finishJob(scope, silent.id)
    const back = await makeJob(scope)
    await finishJob(scope, back.id)
    await changeJobStatus(scope, back.id, { transition: 'rework', reason: 'Test ride' })
    const { messages } = mail.fake()
    await announceReady.handle(scope, { jobId: silent.id }, RUN)
    await announceReady.handle(scope, { jobId: back.id }, RUN)
    await deliverMessages(scope.organisationId)
    assert.lengthOf(messages.sent(), 0)
  })

  test('cannot be made to read a card of another organisation', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const foreign = await (await makeWorkshop()).scope()
    const job = await makeJob(scope)
    await finishJob(scope, job.id)
    const { messages } = mail.fake()
    await assert.rejects(() => announceReady.handle(foreign, { jobId: job.id }, RUN))
    assert.lengthOf(messages.sent(), 0)
  })
})

test.group('Notice by text message that a vehicle is ready', (group) => {
  group.each.teardown(() => mail.restore())
  group.each.teardown(() => restoreDrivers())

  /** The text messages that were queued, oldest first. */
  const texts = (scope: Scope) =>
    scope.read((unit) =>
      unit.rows<{ to_phone: string; body: string; module_id: string }>(
        "select recipient as to_phone, body, module_id from messages where channel = 'sms' order by created_at"
      )
    )

  test('goes where the organisation wants it, once', async ({ assert }) => {
    fakeDriver('kernel.sms', new FakeSms())
    const [workshop, silent] = [await makeWorkshop(), await makeWorkshop()]
    await chooseSettings(await workshop.scope(), 'jobcards', { ready_sms: true })
    for (const each of [workshop, silent]) {
      const scope = await each.scope()
      const job = await makeJob(scope)
      await finishJob(scope, job.id)
      mail.fake()
      await announceReady.handle(await each.scope(), { jobId: job.id }, RUN)
      await announceReady.handle(await each.scope(), { jobId: job.id }, { ...RUN, attempt: 2 })
      const queued = await texts(scope)
      assert.lengthOf(queued, each === workshop ? 1 : 0)
      if (each !== workshop) continue
      assert.match(queued[0].to_phone, /^\+91\d{10}$/)
      assert.equal(queued[0].module_id, 'jobcards')
      assert.include(queued[0].body, `${job.vehicle.registration} is ready`)
      assert.include(queued[0].body, job.number)
    }
  })

  test('speaks the language of the organisation', async ({ assert }) => {
    fakeDriver('kernel.sms', new FakeSms())
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    await scope.work((unit) =>
      unit.rows(`update organisations set locale = 'hi-IN' where id = ?`, [scope.organisationId])
    )
    await chooseSettings(scope, 'jobcards', { ready_sms: true })
    const job = await makeJob(scope, null, { email: null })
    await finishJob(scope, job.id)
    await announceReady.handle(await workshop.scope(), { jobId: job.id }, RUN)
    assert.include((await texts(scope))[0].body, 'तैयार है')
  })
})
