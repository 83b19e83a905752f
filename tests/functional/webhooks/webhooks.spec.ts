import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { createHmac, randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import { ModuleRegistry, type Scope } from '@karkhana/kernel'
import {
  deliveredWebhooks,
  makeWorkshop,
  receiveWebhooks,
  type ReceivedWebhook,
} from '@karkhana/kernel/testing'
import { BACK_OFF } from '../../../app/webhooks/back_off.ts'
import {
  createEndpoint,
  readEndpoint,
  removeEndpoint,
  rollSecret,
  sendTest,
  switchEndpoint,
} from '../../../app/webhooks/endpoints.ts'
import { replayMessage } from '../../../app/webhooks/lists.ts'
import { deliver, turn } from '../../helpers/events.ts'
import { mailsTo } from '../../helpers/mail.ts'

/** An endpoint of the organisation for `job.delivered`. */
async function listen(scope: Scope, url: string) {
  const registry = await app.container.make(ModuleRegistry)
  return createEndpoint(scope, registry, { url, events: ['job.delivered'] })
}

/** Whether one of the signatures of a message was made by the secret, as a receiver would check it. */
function isSigned({ headers, body }: ReceivedWebhook, secret: string) {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const expected = `v1,${createHmac('sha256', key).update(content).digest('base64')}`
  return headers['webhook-signature'].split(' ').includes(expected)
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing was refused',
    (error: { code?: string }) => error.code
  )

test.group('Webhooks', (group) => {
  let receiver: Awaited<ReturnType<typeof receiveWebhooks>>
  group.each.setup(async () => {
    process.env.WEBHOOKS_ALLOW_LOOPBACK = 'true'
    receiver = await receiveWebhooks()
    return async () => {
      delete process.env.WEBHOOKS_ALLOW_LOOPBACK
      await receiver.stop()
    }
  })

  test('send what happened, signed as Standard Webhooks say, to the organisation it happened in', async ({
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const scope = await mine.scope()
    const { secret } = await listen(scope, receiver.url)
    const theirs = await listen(await other.scope(), receiver.url)
    const id = await deliver(scope, 'PUN-J26-00001')
    const [message] = await deliveredWebhooks(scope)
    await deliveredWebhooks(await other.scope())

    assert.lengthOf(receiver.received, 1)
    const [received] = receiver.received
    assert.containsSubset(message, { state: 'done', status: 204, attempts: 1, messageId: id })
    assert.equal(received.headers['webhook-id'], id)
    assert.match(received.headers['content-type'], /^application\/json/)
    assert.closeTo(Number(received.headers['webhook-timestamp']), Date.now() / 1000, 30)
    assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/)
    assert.isTrue(isSigned(received, secret))
    assert.isFalse(isSigned(received, theirs.secret))
    const body = JSON.parse(received.body)
    assert.equal(body.type, 'job.delivered')
    assert.equal(body.data.number, 'PUN-J26-00001')
    assert.closeTo(Date.parse(body.timestamp), Date.now(), 60_000)
  })

  test('keep their secret from everybody, and sign with the former one for a day after a change', async ({
    assert,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const { id, secret } = await listen(scope, receiver.url)
    const page = await client.get(`/settings/webhooks/${id}`).loginAs(await workshop.user())
    page.assertStatus(200)
    assert.notInclude(page.text(), secret)
    const rows = await scope.read((unit) =>
      unit.rows<{ text: string }>(
        `select t::text as text from organisation_secrets t union all
         select t::text from webhook_endpoints t union all select changes::text from audit_log`
      )
    )
    for (const { text } of rows) assert.notInclude(text, secret)

    const renewed = await rollSecret(scope, id)
    await deliver(scope, '1')
    await deliveredWebhooks(scope)
    assert.isTrue(isSigned(receiver.received[0], renewed))
    assert.isTrue(isSigned(receiver.received[0], secret))
    await deliver(scope, '2')
    await deliveredWebhooks(scope, DateTime.utc().plus({ hours: 25 }))
    assert.isTrue(isSigned(receiver.received[1], renewed))
    assert.isFalse(isSigned(receiver.received[1], secret))
  })

  test('are sent again further and further apart for three days, with the same id', async ({
    assert,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    const other = await receiveWebhooks()
    await listen(scope, receiver.url)
    await listen(scope, other.url)
    receiver.answer(500, 'the sun is too hot')
    await deliver(scope, '1')
    let at = DateTime.utc()
    const begun = at
    for (const [place, seconds] of BACK_OFF.entries()) {
      const messages = await deliveredWebhooks(scope, at)
      assert.containsSubset(messages, [{ state: 'failed', attempts: place + 1, status: 500 }])
      await deliveredWebhooks(scope, at.plus({ seconds: seconds - 1 }))
      assert.lengthOf(receiver.received, place + 1, 'not before it is due')
      at = at.plus({ seconds })
    }
    await other.stop()
    assert.lengthOf(other.received, 1, 'once is enough where it is accepted')
    const days = at.diff(begun).as('days')
    assert.isTrue(days > 2.9 && days < 3.2, `${days} days`)
    assert.lengthOf(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])), 1)
    receiver.answer(200)
    assert.containsSubset(await deliveredWebhooks(scope, at), [{ state: 'done', attempts: 10 }])
  })

  test('are switched off after three days of failures, and the owner is told', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const { id } = await listen(scope, receiver.url)
    receiver.answer(503)
    await deliver(scope, '1')
    const begun = DateTime.utc()
    await deliveredWebhooks(scope, begun)
    assert.isNotNull((await readEndpoint(scope, id)).failingSince)
    await deliver(scope, '2')
    await deliveredWebhooks(scope, begun.plus({ hours: 71 }))
    assert.isTrue((await readEndpoint(scope, id)).enabled)
    await deliver(scope, '3')
    await deliveredWebhooks(scope, begun.plus({ hours: 73 }))
    const endpoint = await readEndpoint(scope, id)
    assert.isFalse(endpoint.enabled)
    assert.match(endpoint.disabledReason!, /three days.*503/)
    const mails = await mailsTo((await workshop.user()).email)
    const [mail] = mails.filter(({ subject }) => /webhook .* was switched off/.test(subject))
    assert.include(mail.text, receiver.url)
    assert.include(mail.text, `/settings/webhooks/${id}`)

    await deliver(scope, 'not queued while it is off')
    assert.deepEqual(
      (await deliveredWebhooks(scope, begun.plus({ hours: 90 }))).map(({ state }) => state),
      ['waiting', 'waiting', 'waiting']
    )
    receiver.answer(200)
    await switchEndpoint(scope, id, true)
    assert.deepEqual(
      (await deliveredWebhooks(scope, begun.plus({ hours: 91 }))).map(({ state }) => state),
      ['done', 'done', 'done']
    )
  })

  test('are switched off at once where the address says that it is gone', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const { id } = await listen(scope, receiver.url)
    receiver.answer(410)
    await deliver(scope, '1')
    await deliveredWebhooks(scope)
    assert.containsSubset(await readEndpoint(scope, id), {
      enabled: false,
      disabledReason: 'It answered that it is gone (410).',
    })
  })

  test('wait while their module is off, and go on when it is on again', async ({ assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const theirs = await receiveWebhooks()
    await listen(await mine.scope(), receiver.url)
    await listen(await other.scope(), theirs.url)
    await deliver(await mine.scope(), '1')
    await deliver(await other.scope(), '1')
    await turn(await mine.scope(), 'jobcards', 'paused')
    const [waiting] = await deliveredWebhooks(await mine.scope())
    assert.containsSubset(waiting, {
      state: 'waiting',
      reason: 'The module jobcards is switched off.',
      attempts: 0,
    })
    await deliveredWebhooks(await other.scope())
    await theirs.stop()
    assert.lengthOf(theirs.received, 1)
    assert.isEmpty(receiver.received)
    await turn(await mine.scope(), 'jobcards', 'enabled')
    await deliveredWebhooks(await mine.scope())
    assert.lengthOf(receiver.received, 1)
  })

  test('offer the events of modules in use alone', async ({ assert, client }) => {
    const workshop = await makeWorkshop()
    const registry = await app.container.make(ModuleRegistry)
    await turn(await workshop.scope(), 'jobcards', 'paused')
    const scope = await workshop.scope()
    const make = (events: string[]) =>
      codeOf(createEndpoint(scope, registry, { url: receiver.url, events }))
    assert.equal(await make(['job.delivered']), 'E_WEBHOOK_EVENTS')
    assert.equal(await make(['nobody.knows']), 'E_WEBHOOK_EVENTS')
    assert.equal(await make(['ticket.created']), 'nothing was refused')
    const form = await client.get('/settings/webhooks/create').loginAs(await workshop.user())
    assert.include(form.text(), 'ticket.created')
    assert.notInclude(form.text(), 'job.delivered')
  })

  test('can be tried out, and sent again from the log', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const { id } = await listen(scope, receiver.url)
    await sendTest(scope, id)
    await deliveredWebhooks(scope)
    assert.equal(JSON.parse(receiver.received[0].body).type, 'webhook.test')

    receiver.answer(400, 'no\u0000thing <b>here</b>')
    await sendTest(scope, id)
    const failed = (await deliveredWebhooks(scope)).at(-1)!
    assert.containsSubset(failed, { state: 'dead', status: 400, answer: 'no thing <b>here</b>' })
    receiver.answer(200)
    await replayMessage(scope, id, failed.id)
    assert.equal((await deliveredWebhooks(scope)).at(-1)!.state, 'done')
    const [, first, second] = receiver.received.map(({ headers }) => headers['webhook-id'])
    assert.equal(first, second, 'a replay is the same message')
    await switchEndpoint(scope, id, false)
    assert.equal(await codeOf(sendTest(scope, id)), 'E_WEBHOOK_OFF')
    assert.equal(await codeOf(replayMessage(scope, id, failed.id)), 'E_WEBHOOK_REPLAY')
  })

  test('are twenty at most, also of many that are made at the same time', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const wanted = Array.from({ length: 23 }, (_, at) => listen(scope, `https://93.184.215.${at}/`))
    const made = await Promise.allSettled(wanted)
    const refused = made.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
    assert.deepEqual(
      refused.map(({ code }: { code: string }) => code),
      ['E_WEBHOOK_LIMIT', 'E_WEBHOOK_LIMIT', 'E_WEBHOOK_LIMIT']
    )
  })

  test('are removed with their secret and their log', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const { id } = await listen(scope, receiver.url)
    await rollSecret(scope, id)
    await deliver(scope, '1')
    await deliveredWebhooks(scope)
    await removeEndpoint(scope, id)
    const [{ count }] = await scope.read((unit) =>
      unit.rows<{ count: number }>(
        `select (select count(*) from organisation_secrets)::int + (select count(*) from webhook_deliveries)::int as count`
      )
    )
    assert.equal(count, 0)
  })

  test('belong to those who may manage them, in the organisation they are of', async ({
    assert,
    client,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const { id } = await listen(await mine.scope(), receiver.url)
    const manager = await mine.scope('manager')
    assert.equal(await codeOf(readEndpoint(manager, id)), 'E_FORBIDDEN')
    assert.equal(await codeOf(readEndpoint(await other.scope(), id)), 'E_NOT_FOUND')
    const token = await other.token()
    for (const [method, path] of [
      ['get', ''],
      ['post', '/test'],
      ['post', '/secret'],
      ['post', '/switch'],
      ['delete', ''],
      ['post', `/messages/${randomUUID()}/replay`],
    ] as const) {
      const request = client[method](`/api/v1/settings/webhooks/${id}${path}`).bearerToken(token)
      const response = await (method === 'get' ? request : request.json({ enabled: false }))
      response.assertStatus(404)
    }
    assert.isTrue((await readEndpoint(await mine.scope(), id)).enabled)
    const limited = await mine.memberWith({
      role: 'admin',
      branchIds: [(await mine.scope()).branch.id],
    })
    assert.equal(await codeOf(readEndpoint(await limited.scope(), id)), 'E_BRANCH_LIMITED')
  })
})
