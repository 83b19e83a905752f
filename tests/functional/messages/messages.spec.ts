import { createHmac, randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { systemScope } from '@karkhana/kernel'
import { Mailbox, mailboxFolder } from '@karkhana/kernel/mail'
import { sendText } from '@karkhana/kernel/sms'
import {
  deliverMessages,
  FakeSms,
  fakeDriver,
  makeWorkshop,
  restoreDrivers,
  timelineOf,
} from '@karkhana/kernel/testing'
import { makeJob } from '../../../modules/jobcards/tests/support/cards.ts'
import { noteOutcome, takeInHand } from '../../../app/messages/outgoing.ts'
import { address, answering, ask, asOwner, kept, reply } from './support.ts'

const API = '/api/v1/settings/messages'
const SECRET = `whsec_${Buffer.from('a secret of both sides').toString('base64')}`

async function received(to: string) {
  const { messages } = await new Mailbox(mailboxFolder(app)).list({ search: { term: to } })
  return messages
}

test.group('Messages to customers', (group) => {
  group.each.teardown(() => restoreDrivers())

  test('go once for their event, however often it is asked and the job is run', async ({
    assert,
  }) => {
    const [workshop, other] = [await makeWorkshop(), await makeWorkshop()]
    const scope = await workshop.scope()
    const to = address('once')
    const first = await ask(scope, to, 'the event')
    assert.deepEqual(await ask(scope, to, 'the event'), first)
    await deliverMessages(workshop.organisationId)
    await deliverMessages(workshop.organisationId, { attempt: 2 })
    assert.equal((await ask(scope, to, 'the event')).state, 'sent')
    assert.lengthOf(await received(to), 1)
    assert.lengthOf(await kept(workshop), 1)
    // The key is the organisation's own.
    assert.notEqual((await ask(await other.scope(), to, 'the event')).id, first.id)
  })

  test('do not exist when the transaction is undone', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const undone = scope.work(async () => {
      await ask(scope, address('undone'))
      throw new Error('undone')
    })
    await assert.rejects(() => undone, 'undone')
    assert.isEmpty(await kept(workshop))
  })

  test('are in the hand of one worker, and what went is never on its way again', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const { id } = await ask(await workshop.scope(), address('hand'))
    const scope = await systemScope(workshop.organisationId, 'test')
    const taken = await Promise.all([1, 2, 3].map(() => takeInHand(scope, id)))
    assert.deepEqual(taken.filter(Boolean), [true])
    const note = (state: 'sent' | 'failed' | 'queued' | 'delivered' | 'bounced') =>
      scope.work((unit) =>
        noteOutcome(unit, id, { state, problem: { code: 'E_TEST', message: 'Test.' } })
      )
    assert.isFalse(await note('delivered'), 'nothing is delivered that was not sent')
    assert.isTrue(await note('sent'))
    assert.isFalse(await note('queued'))
    assert.isTrue(await note('delivered'))
    assert.isFalse(await note('sent'))
    assert.isTrue(await note('bounced'))
    assert.isFalse(await note('delivered'))
    assert.equal((await kept(workshop))[0].state, 'bounced')
  })

  test('that a mail server sends back tell why, hold the address back, and tell who sent', async ({
    client,
    assert,
    cleanup,
  }) => {
    await answering(
      (to) =>
        to.startsWith('gone')
          ? reply(550, '5.1.1 No such user here')
          : to.startsWith('full')
            ? reply(552, '5.2.2 Mailbox full')
            : to.startsWith('busy')
              ? reply(451, '4.7.1 Try later')
              : null,
      cleanup
    )
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const job = await makeJob(scope)
    const gone = address('gone')
    for (const to of [gone, address('full'), address('busy'), address('fine')]) {
      await ask(scope, to, randomUUID(), job.id)
    }
    await deliverMessages(workshop.organisationId)
    const states = (await kept(workshop)).map(({ state, error_code: code }) => [state, code])
    assert.deepEqual(states, [
      ['bounced', 'E_MAIL_REFUSED'],
      ['bounced', 'E_MAIL_REFUSED'],
      ['queued', 'E_MAIL_TRANSIENT'],
      ['sent', null],
    ])
    const token = await workshop.token()
    const list = await client.get(`${API}/held-back`).bearerToken(token)
    const held = (list.body() as { data: { id: string; address: string; detail: string }[] }).data
    assert.deepEqual(
      held.map((each) => each.address),
      [gone]
    )
    assert.match(held[0].detail, /No such user here/)
    const again = await ask(scope, gone.toUpperCase().replace('EXAMPLE.COM', 'example.com'))
    assert.equal(again.state, 'suppressed')
    assert.match(again.reason!, /does not exist/)

    const lines = await timelineOf(scope, 'jobcards_jobs', job.id)
    const told = lines.find(
      ({ title, detail }) => title === 'E-mail came back' && detail?.includes(gone)
    )
    assert.match(told!.detail!, /No such user here/)
    const inbox = await scope.read((unit) =>
      unit.rows<{ reason: string; record_id: string }>(
        'select reason, record_id from notifications'
      )
    )
    assert.deepInclude(inbox, { reason: 'undelivered', record_id: job.id })

    const stranger = await makeWorkshop()
    const release = async (bearer: string) =>
      client.post(`${API}/held-back/${held[0].id}/release`).bearerToken(bearer)
    ;(await release(await stranger.token())).assertStatus(404)
    ;(await release(await workshop.token('manager'))).assertStatus(403)
    ;(await release(token)).assertStatus(200)
    const retried = await client.post(`${API}/${again.id}/retry`).bearerToken(token)
    retried.assertStatus(200)
  })

  test('that wait when their address is held back do not go any more', async ({
    assert,
    cleanup,
  }) => {
    const taken = await answering(
      (to) => (to.startsWith('gone') ? reply(550, '5.1.1 No such user') : null),
      cleanup
    )
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const gone = address('gone')
    await ask(scope, gone)
    await ask(scope, ` ${gone.toUpperCase().replace('EXAMPLE.COM', 'example.com')}`.trim())
    await deliverMessages(workshop.organisationId)
    const states = (await kept(workshop)).map(({ state }) => state)
    assert.deepEqual(states, ['bounced', 'suppressed'])
    assert.isEmpty(taken)
  })

  test('of a module that runs wild wait, the owner is told once, and stops them', async ({
    assert,
    client,
    cleanup,
  }) => {
    process.env.MESSAGES_PER_HOUR = '2'
    cleanup(() => {
      delete process.env.MESSAGES_PER_HOUR
    })
    const [workshop, other] = [await makeWorkshop(), await makeWorkshop()]
    const scope = await workshop.scope()
    for (const name of ['one', 'two', 'three', 'four']) await ask(scope, address(name))
    await ask(await other.scope(), address('quiet'))
    await deliverMessages(workshop.organisationId)
    await deliverMessages(other.organisationId)
    const states = async () => (await kept(workshop)).map(({ state }) => state)
    assert.deepEqual(await states(), ['sent', 'sent', 'queued', 'queued'])
    assert.equal((await kept(workshop))[2].error_code, 'E_MESSAGE_PACE')
    assert.equal((await kept(other))[0].state, 'sent')
    const told = await scope.read((unit) =>
      unit.rows<{ reason: string }>('select reason from notifications')
    )
    assert.deepEqual(told, [{ reason: 'pace' }])

    const stop = async (token: string) => client.post(`${API}/stop`).bearerToken(token)
    ;(await stop(await workshop.token('manager'))).assertStatus(403)
    ;(await stop(await other.token())).assertBodyContains({ data: { count: 0 } })
    ;(await stop(await workshop.token())).assertBodyContains({ data: { count: 2 } })
    assert.deepEqual(await states(), ['sent', 'sent', 'failed', 'failed'])
    delete process.env.MESSAGES_PER_HOUR
    const { id } = (await kept(workshop))[2]
    ;(await client.post(`${API}/${id}/retry`).bearerToken(await workshop.token())).assertStatus(200)
    await deliverMessages(workshop.organisationId)
    assert.deepEqual(await states(), ['sent', 'sent', 'sent', 'failed'])
  })

  test('that the service took are not sent again when noting it fails for a moment', async ({
    assert,
    cleanup,
  }) => {
    const taken = await answering(() => null, cleanup)
    const workshop = await makeWorkshop()
    await ask(await workshop.scope(), address('noted'))
    // The database refuses once to note it as sent.
    await asOwner(`create sequence message_noting_faults;
      grant usage on sequence message_noting_faults to public;
      create function message_noting_fault() returns trigger language plpgsql as $$
      begin
        if nextval('message_noting_faults') = 1 then raise exception 'away for a moment'; end if;
        return new;
      end $$;
      create trigger message_noting_fault before update on messages for each row
        when (new.state = 'sent') execute function message_noting_fault()`)
    cleanup(() =>
      asOwner('drop function message_noting_fault() cascade; drop sequence message_noting_faults')
    )
    await deliverMessages(workshop.organisationId)
    await deliverMessages(workshop.organisationId, { attempt: 2 })
    assert.lengthOf(taken, 1)
    assert.equal((await kept(workshop))[0].state, 'sent')
  })

  test('of two organisations with one key are no copies of each other', async ({
    assert,
    cleanup,
  }) => {
    const taken = await answering(() => null, cleanup)
    const workshops = [await makeWorkshop(), await makeWorkshop()]
    const to = address('shared')
    for (const workshop of workshops) {
      await ask(await workshop.scope(), to, 'one key')
      await deliverMessages(workshop.organisationId)
    }
    const ids = taken.map(({ raw }) => /^Message-ID: (.+)$/im.exec(raw)?.[1])
    assert.lengthOf([...new Set(ids)], 2)
  })

  test('follow what the mail service tells afterwards, and nobody else', async ({
    client,
    assert,
    cleanup,
  }) => {
    process.env.RESEND_WEBHOOK_SECRET = SECRET
    cleanup(() => {
      delete process.env.RESEND_WEBHOOK_SECRET
    })
    const [workshop, other] = [await makeWorkshop(), await makeWorkshop()]
    const scope = await workshop.scope()
    const to = address('later')
    const { id } = await ask(scope, to)
    const tell = (
      type: string,
      data: object = {},
      { organisation = workshop.organisationId, secret = SECRET, age = 0, tampered = false } = {}
    ) => {
      const tags = { organisation, message: id }
      const body = JSON.stringify({ type, data: { tags, ...data } })
      const [call, time] = [`msg_${randomUUID()}`, Math.floor(Date.now() / 1000) - age]
      const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
      const signature = createHmac('sha256', key).update(`${call}.${time}.${body}`).digest('base64')
      return client
        .post('/api/inbound/resend')
        .header('svix-id', call)
        .header('svix-timestamp', String(time))
        .header('svix-signature', `v1,other v1,${signature}`)
        .json(JSON.parse(tampered ? body.replace('email', 'emall') : body) as object)
    }
    ;(await tell('email.delivered')).assertStatus(503)
    await deliverMessages(workshop.organisationId)
    const wrong = `whsec_${Buffer.from('another').toString('base64')}`
    ;(await tell('email.bounced', {}, { secret: wrong })).assertStatus(401)
    ;(await tell('email.bounced', {}, { age: 301 })).assertStatus(401)
    ;(await tell('email.bounced', {}, { tampered: true })).assertStatus(401)
    ;(await tell('email.bounced', {}, { organisation: other.organisationId })).assertStatus(204)
    assert.equal((await kept(workshop))[0].state, 'sent')

    ;(await tell('email.delivered')).assertStatus(204)
    ;(await tell('email.delivered')).assertStatus(204)
    assert.equal((await kept(workshop))[0].state, 'delivered')
    const bounce = { type: 'Permanent', message: 'The mailbox is gone.' }
    ;(await tell('email.bounced', { bounce })).assertStatus(204)
    ;(await tell('email.bounced', { bounce })).assertStatus(204)
    assert.containsSubset(await kept(workshop), [
      { state: 'bounced', error_code: 'E_MAIL_BOUNCED', error_message: 'The mailbox is gone.' },
    ])
    assert.equal((await ask(scope, to)).state, 'suppressed')
    const inbox = await scope.read((unit) => unit.rows('select id from notifications'))
    assert.lengthOf(inbox, 1)
    delete process.env.RESEND_WEBHOOK_SECRET
    ;(await tell('email.delivered')).assertStatus(404)
  })

  test('go in the words of the organisation, in the language of the customer', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const token = await workshop.token()
    const words = {
      language: 'en',
      subject: '{{ customer | upcase }}: {{ vehicle }}',
      heading: 'Come',
      body: '{% if phone %}Call {{ phone }}.{% else %}Write to us.{% endif %}',
      text: '{{ vehicle }} is ready!',
    }
    const page = '/api/v1/settings/message-templates/jobcards.ready'
    ;(await client.put(page).bearerToken(token).json(words)).assertStatus(200)
    const to = address('words')
    await ask(await workshop.scope(), to)
    await deliverMessages(workshop.organisationId)
    const [sent] = await received(to)
    assert.equal(sent.subject, 'RAJ KUMAR: MH12AB1234')
    assert.include(sent.text!, 'Call +91 98220 54321.')
    assert.include(sent.text!, 'MAIN-J26-00017', 'facts stay')
    ;(await client.post(`${page}/reset`).bearerToken(token).json({ language: 'en' })).assertStatus(
      200
    )
    const shown = await client.get(page).qs({ language: 'en' }).bearerToken(token)
    const { data } = shown.body() as {
      data: { version: number; versions: { number: number; words: object | null }[] }
    }
    assert.equal(data.version, 0)
    assert.deepEqual(
      data.versions.map(({ number, words: saved }) => [number, saved !== null]),
      [
        [2, false],
        [1, true],
      ]
    )
  })

  test('by WhatsApp go through the service of that family, with template and values', async ({
    assert,
  }) => {
    const whatsapp = fakeDriver('kernel.whatsapp', new FakeSms())
    const sms = fakeDriver('kernel.sms', new FakeSms())
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    await scope.work((unit) =>
      sendText(unit, {
        channel: 'whatsapp',
        module: 'jobcards',
        to: '98220 12345',
        text: 'Your scooter is ready.',
        idempotencyKey: 'by whatsapp',
      })
    )
    await deliverMessages(workshop.organisationId)
    whatsapp.assertSent('+919822012345', 'Your scooter is ready.')
    sms.assertNothingSent()
    assert.equal((await kept(workshop))[0].state, 'sent')
  })
})
