import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { deliverMessages, makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { returnPathOf } from '../../../app/messages/news/return_path.ts'
import { takeReport } from '../../../app/messages/news/take_report.ts'
import { address, answering, ask, kept } from './support.ts'

const SECRET = 'a-secret-of-the-mail-service'

/** A delivery status notification as Postfix writes it (RFC 3464). */
function report(
  to: string,
  {
    action = 'failed',
    status = '5.1.1',
    diagnostic = 'smtp; 550 5.1.1 <raj@example.com>: Recipient address rejected: User unknown',
    type = 'multipart/report; report-type=delivery-status;',
    part = 'message/delivery-status',
  } = {}
): string {
  return [
    'Return-Path: <>',
    `Delivered-To: ${to}`,
    'From: MAILER-DAEMON@mail.example.com (Mail Delivery System)',
    'Subject: Undelivered Mail Returned to Sender',
    `To: ${to}`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: ${type}`,
    '\tboundary="=_cut"',
    '',
    '--=_cut',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'I am sorry to have to inform you that your message could not be delivered.',
    '--=_cut',
    `Content-Type: ${part}`,
    '',
    'Reporting-MTA: dns; mail.example.com',
    'X-Postfix-Queue-ID: 4F2A1C0012',
    '',
    'Final-Recipient: rfc822; raj@example.com',
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: ${diagnostic}`,
    '',
    '--=_cut',
    'Content-Type: message/rfc822',
    '',
    'Subject: Your vehicle is ready',
    'Action: failed',
    '',
    'Hello',
    '--=_cut--',
    '',
  ].join('\r\n')
}

test.group('Mails that come back', (group) => {
  group.each.setup(() => {
    process.env.MAIL_RETURN_PATH = 'bounces@erp.example.com'
    process.env.MAIL_INBOUND_SECRET = SECRET
    return () => {
      delete process.env.MAIL_RETURN_PATH
      delete process.env.MAIL_INBOUND_SECRET
    }
  })

  /** A message that a mail server took, and the address to which it would come back. */
  async function sent(workshop: Workshop) {
    const to = address('back')
    const { id } = await ask(await workshop.scope(), to)
    await deliverMessages(workshop.organisationId)
    return { id, to, path: returnPathOf(id)! }
  }
  const stateOf = async (workshop: Workshop) => (await kept(workshop))[0].state
  const again = async (workshop: Workshop, to: string) =>
    (await ask(await workshop.scope(), to, randomUUID())).state
  const take = (raw: string, recipient?: string) => takeReport(Buffer.from(raw), recipient)

  test('leave with a return path of their own, which the reader does not see', async ({
    assert,
    cleanup,
  }) => {
    const received = await answering(() => null, cleanup)
    const workshop = await makeWorkshop()
    const { path } = await sent(workshop)
    assert.equal(received[0].from, path)
    assert.match(path, /^bounces\+[a-z2-7]{42}@erp\.example\.com$/)
    assert.notInclude(received[0].raw, path)
  })

  test('say why, hold the address back and tell who sent, once, in one organisation', async ({
    assert,
  }) => {
    const [workshop, other] = [await makeWorkshop(), await makeWorkshop()]
    const { id, to, path } = await sent(workshop)
    assert.deepEqual(await take(report(path.toUpperCase())), { messageId: id, event: 'bounced' })
    await take(report(path))
    const [message] = await kept(workshop)
    assert.equal(message.state, 'bounced')
    assert.match(message.error_message!, /^550 5\.1\.1 .*User unknown$/)
    assert.equal(await again(workshop, to), 'suppressed')
    assert.equal(await again(other, to), 'queued')
    const scope = await workshop.scope()
    assert.lengthOf(await scope.read((unit) => unit.rows('select id from notifications')), 1)
  })

  test('do not hold the address back when it may take mails again: {what}')
    .with([
      { what: 'a full mailbox', status: '5.2.2', diagnostic: 'smtp; 552 5.2.2 full' },
      { what: 'a server that was away', status: '4.4.7', diagnostic: 'smtp; 451 timed out' },
      { what: 'a message taken for spam', status: '5.0.0', diagnostic: 'smtp; 550 5.7.1 no spam' },
    ])
    .run(async ({ assert }, { status, diagnostic }) => {
      const workshop = await makeWorkshop()
      const { to, path } = await sent(workshop)
      await take(report(path, { status, diagnostic }))
      assert.equal(await stateOf(workshop), 'bounced')
      assert.equal(await again(workshop, to), 'queued')
    })

  test('are told from everything else that comes to the address', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const { path } = await sent(workshop)
    const forged = path.replace(/[a-z2-7](?=@)/, (last) => (last === 'a' ? 'q' : 'a'))
    const harmless = {
      'forged token': report(forged),
      'token of no message': report(returnPathOf(randomUUID())!),
      'delay': report(path, { action: 'delayed', status: '4.4.1' }),
      'answer of a person': report(path, { type: 'multipart/mixed;' }),
      'answer of a machine': `To: ${path}\r\nAuto-Submitted: auto-replied\r\n\r\nI am away. Action: failed`,
      'report without its part': report(path, { part: 'text/plain' }),
      'nothing': '',
      'no mail': '\0'.repeat(1_000),
    }
    for (const [what, raw] of Object.entries(harmless)) {
      assert.isNull(await take(raw), what)
    }
    assert.isNull(await take(report(path), 'bounces@erp.example.com'))
    assert.equal(await stateOf(workshop), 'sent')
    await take(report('undisclosed-recipients:;', { action: 'delivered' }), path)
    assert.equal(await stateOf(workshop), 'delivered')
  })

  test('are passed on by a mail service that knows the secret, and by nobody else', async ({
    assert,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const { path } = await sent(workshop)
    const post = (api: ApiClient, secret: string) =>
      api
        .post('/api/inbound/mail')
        .header('authorization', `Basic ${Buffer.from(`mail:${secret}`).toString('base64')}`)
    ;(await post(client, 'wrong').form({ email: report(path) })).assertStatus(401)
    ;(await client.post('/api/inbound/mail').form({ email: report(path) })).assertStatus(401)
    ;(await post(client, SECRET)).assertStatus(422)
    assert.equal(await stateOf(workshop), 'sent')
    ;(await post(client, SECRET).form({ email: report(path) })).assertStatus(204)
    assert.equal(await stateOf(workshop), 'bounced')

    const second = await sent(workshop)
    const body = Buffer.from(report(second.path))
    const raw = await fetch(`http://${process.env.HOST}:${process.env.PORT}/api/inbound/mail`, {
      method: 'POST',
      headers: { 'content-type': 'message/rfc822', 'authorization': `Bearer ${SECRET}` },
      body,
    })
    assert.equal(raw.status, 204)
    assert.deepEqual(
      (await kept(workshop)).map(({ state }) => state),
      ['bounced', 'bounced']
    )
    delete process.env.MAIL_INBOUND_SECRET
    ;(await post(client, SECRET).form({ email: report(path) })).assertStatus(404)
  })
})
