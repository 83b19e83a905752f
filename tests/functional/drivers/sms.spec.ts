import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { systemScope } from '@karkhana/kernel'
import { sendSms, type NewSms } from '@karkhana/kernel/sms'
import {
  makeJobRun,
  FakeSms,
  fakeDriver,
  makeWorkshop,
  restoreDrivers,
  type Workshop,
} from '@karkhana/kernel/testing'
import { chooseDriver } from '../../../app/drivers/choices.ts'
import { resumeParked } from '../../../app/jobs/parking.ts'
import { Mailbox, mailboxFolder } from '../../../app/mail/mailbox.ts'
import { storeSecret } from '../../../app/secrets/vault.ts'
import deliverMessage from '../../../app/messages/jobs/deliver_message.ts'
import { handed, keptSms, lendPigeon, putModule, workOff } from './support.ts'

const PHONE = '+919822012345'
const API = '/api/v1/settings/messages'
let keys = 0

async function send(workshop: Workshop, changes: Partial<NewSms> = {}) {
  const scope = await workshop.scope()
  return scope.work((unit) =>
    sendSms(unit, {
      module: 'vehicles',
      to: '98220 12345',
      text: 'Your scooter is ready.',
      idempotencyKey: `test/${keys++}`,
      ...changes,
    })
  )
}

async function choosePigeon(workshop: Workshop) {
  await storeSecret(await workshop.scope(), 'vehicles.pigeon_key', 'a key of the pigeon')
  await chooseDriver(await workshop.scope(), 'kernel.sms', 'vehicles.pigeon')
}

const kept = async (workshop: Workshop) =>
  keptSms(await systemScope(workshop.organisationId, 'test'))

test.group('Text messages', (group) => {
  group.setup(() => lendPigeon())
  group.each.setup(() => workOff('kernel', 'vehicles'))
  group.each.teardown(() => restoreDrivers())

  test('go through the service that is chosen, once, after the commit', async ({ assert }) => {
    const sms = fakeDriver('kernel.sms', new FakeSms())
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const queued = await send(mine, { idempotencyKey: 'ready/1' })
    assert.equal(queued.status, 'queued')
    sms.assertNothingSent()
    await workOff('kernel')
    sms.assertSent(PHONE, 'Your scooter is ready.')
    const again = await send(mine, { idempotencyKey: 'ready/1', text: 'Once more' })
    assert.deepEqual(again, { id: queued.id, status: 'sent', reason: null })
    await workOff('kernel')
    assert.lengthOf(sms.sent, 1)
    assert.isEmpty(await kept(other))
  })

  test('do not go when the transaction is undone', async ({ assert }) => {
    const sms = fakeDriver('kernel.sms', new FakeSms())
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const undone = scope.work(async (unit) => {
      await sendSms(unit, {
        module: 'vehicles',
        to: PHONE,
        text: 'Never',
        idempotencyKey: 'undone',
      })
      throw new Error('undone')
    })
    await assert.rejects(() => undone, 'undone')
    await workOff('kernel')
    sms.assertNothingSent()
    assert.isEmpty(await kept(workshop))
  })

  test('refuse what is no phone number and no text', async ({ assert }) => {
    const workshop = await makeWorkshop()
    for (const [changes, field] of [
      [{ to: '12' }, 'to'],
      [{ text: ' ' }, 'text'],
      [{ text: 'x'.repeat(1001) }, 'text'],
      [{ text: 'a\u0007b' }, 'text'],
    ] as const) {
      const error: unknown = await send(workshop, changes).catch((thrown: unknown) => thrown)
      assert.equal((error as { field?: string }).field, field)
    }
    assert.isEmpty(await kept(workshop))
  })

  test('that are refused are kept with the reason, and sent again by an admin', async ({
    client,
    assert,
  }) => {
    const sms = fakeDriver('kernel.sms', new FakeSms()).refuse()
    const [workshop, stranger] = [await makeWorkshop(), await makeWorkshop()]
    const token = await workshop.token()
    const { id } = await send(workshop)
    await workOff('kernel')
    const [failed] = await kept(workshop)
    assert.deepInclude(failed, { status: 'failed', error_code: 'E_SMS_REFUSED', attempts: 1 })
    assert.match(failed.error_message!, /the number does not exist/)
    const list = await client.get(API).qs({ state: 'failed' }).bearerToken(token)
    list.assertStatus(200)
    const shown = { id, to: PHONE, module: 'Vehicles', state: 'failed' }
    assert.deepInclude((list.body() as { data: object[] }).data[0], shown)

    sms.recover()
    const retry = (bearer: string) => client.post(`${API}/${id}/retry`).bearerToken(bearer)
    ;(await retry(await stranger.token())).assertStatus(404)
    ;(await retry(token)).assertStatus(200)
    await workOff('kernel')
    sms.assertSent(PHONE)
    assert.deepInclude((await kept(workshop))[0], { status: 'sent', error_message: null })
    const gone = await retry(token)
    gone.assertStatus(422)
    gone.assertBodyContains({ code: 'E_MESSAGE_STATE' })
  })

  test('are tried again while the service is down, and fail after the last attempt', async ({
    assert,
  }) => {
    const sms = fakeDriver('kernel.sms', new FakeSms()).fail()
    const workshop = await makeWorkshop()
    const { id } = await send(workshop)
    const scope = await systemScope(workshop.organisationId, 'test')
    const last = deliverMessage.retryLimit + 1
    const attempt = (number: number) =>
      deliverMessage.handle(scope, { messageId: id }, makeJobRun({ id, attempt: number }))
    await assert.rejects(() => attempt(1), /could not be sent now/)
    const waiting = { status: 'queued', attempts: 1, error_code: 'E_SMS_UNAVAILABLE' }
    assert.deepInclude((await kept(workshop))[0], waiting)
    await assert.rejects(() => attempt(last), /could not be sent now/)
    assert.deepInclude((await kept(workshop))[0], { status: 'failed', attempts: last })
    sms.recover()
    await attempt(1)
    sms.assertNothingSent()
  })

  test('land in the mailbox of the developer while no service is chosen', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop({ organisationName: 'Mailbox Motors' })
    const text = `Ready at six. ${Date.now()}`
    await send(workshop, { text })
    await workOff('kernel')
    const { messages } = await new Mailbox(mailboxFolder(app)).list({ limit: 20 })
    const found = messages.find((message) => message.text === text)!
    assert.deepInclude(found, { channel: 'sms', to: [PHONE], from: 'Mailbox Motors' })
    assert.equal((await kept(workshop))[0].status, 'sent')
    ;(await client.get(`/dev/mail/${found.id}`)).assertStatus(200)
  })

  test('in production, without a service, are kept as not sent and say what to do', async ({
    assert,
    cleanup,
  }) => {
    const workshop = await makeWorkshop()
    cleanup(() => {
      delete (app as { inProduction?: boolean }).inProduction
    })
    Object.defineProperty(app, 'inProduction', { value: true, configurable: true })
    const answer = await send(workshop)
    assert.equal(answer.status, 'failed')
    assert.match(answer.reason!, /Settings → Services/)
    const failed = { status: 'failed', error_code: 'E_SMS_NOT_CONFIGURED' }
    assert.deepInclude((await kept(workshop))[0], failed)
  })

  test('wait while the module that sends them is off, and go when it is on again', async ({
    assert,
  }) => {
    const sms = fakeDriver('kernel.sms', new FakeSms())
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    await send(mine)
    await send(other, { to: '+919822099999' })
    await putModule(mine, 'vehicles', 'paused')
    await workOff('kernel')
    sms.assertNotSent(PHONE)
    sms.assertSent('+919822099999')
    assert.equal((await kept(mine))[0].status, 'queued')
    await putModule(mine, 'vehicles', 'enabled')
    const scope = await systemScope(mine.organisationId, 'test')
    await scope.work((unit) => resumeParked(unit, 'vehicles'))
    await workOff('kernel', 'vehicles')
    sms.assertSent(PHONE)
  })

  test('wait while the module of their service is off, and go through another one', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    await choosePigeon(workshop)
    await send(workshop, { module: 'contacts' })
    await putModule(workshop, 'vehicles', 'paused')
    const before = handed.length
    await workOff('kernel')
    assert.equal((await kept(workshop))[0].status, 'queued')
    await chooseDriver(await workshop.scope(), 'kernel.sms', null)
    await workOff('kernel')
    assert.deepInclude((await kept(workshop))[0], { status: 'sent', driver_id: null })
    assert.equal(handed.length, before)
  })

  test('name the service that sent them; the audit trail does not repeat them', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    await choosePigeon(workshop)
    await send(workshop, { text: 'Nobody else needs to know.' })
    await workOff('kernel')
    assert.deepInclude((await kept(workshop))[0], {
      status: 'sent',
      driver_id: 'vehicles.pigeon',
      provider_id: `pigeon-${handed.length}`,
    })
    const trail = await client
      .get('/api/v1/settings/audit')
      .qs({ record: 'messages' })
      .bearerToken(await workshop.token())
    trail.assertStatus(200)
    assert.isNotEmpty((trail.body() as { data: object[] }).data)
    assert.notInclude(trail.text(), 'Nobody else')
    assert.notInclude(trail.text(), '9822012345')
  })
})
