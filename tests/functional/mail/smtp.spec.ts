import { test } from '@japa/runner'
import { SMTPTransport } from '@adonisjs/mail/transports/smtp'
import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { deliver, MailError, smtpOptions } from '../../../app/mail/main.ts'
import { managerOf, sampleMail } from '../../unit/mail/managers.ts'

type Cleanup = (work: () => Promise<void>) => void

/** A mail server on this machine, what it received, and a manager that sends to it. */
async function startServer(cleanup: Cleanup, options: SMTPServerOptions = {}) {
  const received: { to: string[]; mail: Email }[] = []
  const server = new SMTPServer({
    authOptional: true,
    closeTimeout: 100,
    disabledCommands: ['STARTTLS'],
    onData: async (stream, session, done) => {
      const chunks: Buffer[] = []
      for await (const chunk of stream) chunks.push(chunk as Buffer)
      received.push({
        to: session.envelope.rcptTo.map(({ address }) => address),
        mail: await PostalMime.parse(Buffer.concat(chunks)),
      })
      done()
    },
    ...options,
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.server.address() as AddressInfo
  const transport = new SMTPTransport(smtpOptions({ host: '127.0.0.1', port }))
  cleanup(async () => {
    await transport.close()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  })
  return { received, manager: managerOf(() => transport) }
}

function reply(responseCode: number, message: string) {
  return Object.assign(new Error(message), { responseCode })
}

async function failureOf(work: Promise<unknown>): Promise<MailError> {
  try {
    await work
  } catch (error) {
    if (error instanceof MailError) return error
    throw error
  }
  throw new Error('Expected the delivery to fail')
}

test.group('SMTP delivery', () => {
  test('the message arrives with its file, names and Message-ID', async ({ assert, cleanup }) => {
    const { received, manager } = await startServer(cleanup)
    const { messageId, rejected } = await deliver(sampleMail(), { manager })

    assert.isEmpty(rejected)
    assert.lengthOf(received, 1)
    const [{ to, mail }] = received
    assert.deepEqual(to, ['raj@example.com'])
    assert.equal(mail.messageId, messageId)
    assert.equal(mail.subject, 'Tax invoice PN/26-27/00042 · ₹4,747.00')
    assert.include(mail.from, { name: 'Volt & Wheel', address: 'no-reply@erp.example' })
    assert.include(mail.to![0], { name: 'Raj "Speedy" Kumar, Pune', address: 'raj@example.com' })
    assert.equal(mail.replyTo![0].address, 'accounts@voltandwheel.example')
    assert.include(mail.html, 'Thank you, Raj.')
    assert.include(mail.text, 'Thank you, Raj.')
    assert.lengthOf(mail.attachments, 1)
    assert.include(mail.attachments[0], {
      filename: 'इनवॉइस PN-26-27-00042.pdf',
      mimeType: 'application/pdf',
    })
    const content = mail.attachments[0].content as ArrayBuffer
    assert.equal(new TextDecoder().decode(content), '%PDF-1.4 sample')
  })

  const answers: [code: number, kind: 'permanent' | 'transient', meaning: string][] = [
    [550, 'permanent', 'no such mailbox'],
    [552, 'permanent', 'mailbox full'],
    [450, 'transient', 'mailbox busy'],
    [451, 'transient', 'greylisted'],
    [421, 'transient', 'shutting down'],
  ]
  for (const [code, kind, meaning] of answers) {
    test(`${code} ${meaning} for the recipient is ${kind}`, async ({ assert, cleanup }) => {
      const { manager, received } = await startServer(cleanup, {
        onRcptTo: (_address, _session, done) => done(reply(code, meaning)),
      })
      const error = await failureOf(deliver(sampleMail(), { manager }))

      assert.equal(error.code, kind === 'permanent' ? 'E_MAIL_REFUSED' : 'E_MAIL_TRANSIENT')
      assert.equal(error.permanent, kind === 'permanent')
      assert.include(error.message, meaning)
      assert.isEmpty(received)
    })
  }

  test('a refusal after the content counts like one before', async ({ assert, cleanup }) => {
    const { manager } = await startServer(cleanup, {
      onData: (stream, _session, done) => {
        stream.resume().on('end', () => done(reply(554, 'looks like spam')))
      },
    })
    const error = await failureOf(deliver(sampleMail(), { manager }))
    assert.equal(error.code, 'E_MAIL_REFUSED')
  })

  test('when one of two addresses is refused the other gets the message', async ({
    assert,
    cleanup,
  }) => {
    const { received, manager } = await startServer(cleanup, {
      onRcptTo: ({ address }, _session, done) =>
        address.startsWith('gone@') ? done(reply(550, 'no such mailbox')) : done(),
    })
    const cc = [{ address: 'gone@example.com' }]
    const { rejected } = await deliver(sampleMail({ cc }), { manager })

    assert.deepEqual(rejected, ['gone@example.com'])
    assert.deepEqual(received[0].to, ['raj@example.com'])
  })

  test('wrong user name and password is tried again, it is not the message’s fault', async ({
    assert,
    cleanup,
  }) => {
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      closeTimeout: 100,
      onAuth: (_auth, _session, done) => done(reply(535, 'bad credentials')),
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
    const { port } = server.server.address() as AddressInfo
    const login = { username: 'u', password: 'wrong' }
    const transport = new SMTPTransport(smtpOptions({ host: '127.0.0.1', port, ...login }))
    cleanup(async () => {
      await transport.close()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    })

    const error = await failureOf(deliver(sampleMail(), { manager: managerOf(() => transport) }))
    assert.equal(error.code, 'E_MAIL_TRANSIENT')
    assert.include(error.message, 'user name and password')
  })

  test('a server that hangs is given up, to be tried again', async ({ assert, cleanup }) => {
    const { manager } = await startServer(cleanup, { onRcptTo: () => {} })
    const error = await failureOf(deliver(sampleMail(), { manager, timeout: 200 }))
    assert.equal(error.code, 'E_MAIL_TRANSIENT')
    assert.include(error.message, '200 ms')
  })

  test('a server that is not there is tried again', async ({ assert, cleanup }) => {
    const transport = new SMTPTransport(smtpOptions({ host: '127.0.0.1', port: 1 }))
    cleanup(() => transport.close())
    const error = await failureOf(deliver(sampleMail(), { manager: managerOf(() => transport) }))
    assert.equal(error.code, 'E_MAIL_TRANSIENT')
  })
})
