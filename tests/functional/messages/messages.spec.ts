import { createHmac, randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { SMTPTransport } from '@adonisjs/mail/transports/smtp'
import mail from '@adonisjs/mail/services/main'
import { SMTPServer } from 'smtp-server'
import { systemScope, type Scope } from '@karkhana/kernel'
import { Mailbox, mailboxFolder, sendMail, smtpOptions } from '@karkhana/kernel/mail'
import { sendText } from '@karkhana/kernel/sms'
import {
  deliverMessages,
  FakeSms,
  fakeDriver,
  makeWorkshop,
  restoreDrivers,
  timelineOf,
  type Workshop,
} from '@karkhana/kernel/testing'
import readyMail from '../../../modules/jobcards/mails/ready.ts'
import { makeJob } from '../../../modules/jobcards/tests/support/cards.ts'
import { noteOutcome, takeInHand } from '../../../app/messages/outgoing.ts'

const API = '/api/v1/settings/messages'
const SECRET = `whsec_${Buffer.from('a secret of both sides').toString('base64')}`

interface Kept {
  id: string
  state: string
  attempts: number
  error_code: string | null
  error_message: string | null
  subject: string | null
}

/** Asks for an e-mail, as the module would. */
async function ask(scope: Scope, to: string, key: string = randomUUID(), record?: string) {
  return scope.work((unit) =>
    sendMail(unit, {
      mail: readyMail,
      data: readyMail.sample,
      to: { name: 'Raj Kumar', address: to },
      record: record ? { table: 'jobcards_jobs', id: record } : null,
      idempotencyKey: `test/${key}`,
    })
  )
}

async function kept(workshop: Workshop): Promise<Kept[]> {
  const scope = await systemScope(workshop.organisationId, 'test')
  return scope.read((unit) =>
    unit.rows<Kept>(
      'select id, state, attempts, error_code, error_message, subject from messages order by created_at, id'
    )
  )
}

const address = (name: string) => `${name}-${randomUUID()}@example.com`

async function received(to: string) {
  const { messages } = await new Mailbox(mailboxFolder(app)).list({ search: { term: to } })
  return messages
}

/** A mail server that answers each recipient as it is told, instead of the mailbox. */
async function answering(
  answer: (to: string) => Error | null,
  cleanup: (work: () => Promise<void>) => void
) {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address: to }, _session, done) => done(answer(to)),
    onData: (stream, _session, done) => {
      stream.resume()
      stream.on('end', () => done())
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.server.address() as AddressInfo
  const transport = new SMTPTransport(smtpOptions({ host: '127.0.0.1', port }))
  const mailer = mail.use()
  const before = mailer.transport
  Object.assign(mailer, { transport })
  cleanup(async () => {
    Object.assign(mailer, { transport: before })
    await transport.close()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  })
}

function reply(responseCode: number, message: string) {
  return Object.assign(new Error(message), { responseCode })
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
