import { test } from '@japa/runner'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { deliver, MailError, ResendTransport } from '../../../app/mail/main.ts'
import { managerOf, sampleMail } from '../../unit/mail/managers.ts'

type Cleanup = (work: () => void) => void

/** The Resend API on this machine, answering every message the same. */
async function startApi(cleanup: Cleanup, status: number, body: object) {
  const asked: { path?: string; headers: IncomingHttpHeaders; body: Record<string, unknown> }[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { url: path, headers } = request
    asked.push({ path, headers, body: JSON.parse(Buffer.concat(chunks).toString()) })
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanup(() => void server.close().closeAllConnections())
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const manager = managerOf(() => new ResendTransport({ key: 're_test', baseUrl }))
  return { asked, manager }
}

test.group('Resend delivery', () => {
  test('sends the whole message with its idempotency key', async ({ assert, cleanup }) => {
    const { asked, manager } = await startApi(cleanup, 200, { id: 'abc' })
    const { messageId } = await deliver(sampleMail(), { manager })

    const [{ path, headers, body }] = asked
    assert.equal(path, '/emails')
    assert.equal(headers.authorization, 'Bearer re_test')
    assert.equal(headers['idempotency-key'], 'invoicing.invoice:42:email:1')
    assert.deepEqual(body, {
      from: '"Volt & Wheel" <no-reply@erp.example>',
      to: ['"Raj \\"Speedy\\" Kumar, Pune" <raj@example.com>'],
      cc: [],
      reply_to: ['accounts@voltandwheel.example'],
      subject: 'Tax invoice PN/26-27/00042 · ₹4,747.00',
      html: '<p>Thank you, Raj.</p>',
      text: 'Thank you, Raj.',
      headers: { 'Message-ID': messageId },
      attachments: [
        {
          filename: 'इनवॉइस PN-26-27-00042.pdf',
          content: Buffer.from('%PDF-1.4 sample').toString('base64'),
          content_type: 'application/pdf',
        },
      ],
    })
  })

  for (const [status, code] of [
    [422, 'E_MAIL_REFUSED'],
    [400, 'E_MAIL_REFUSED'],
    [401, 'E_MAIL_TRANSIENT'],
    [429, 'E_MAIL_TRANSIENT'],
    [500, 'E_MAIL_TRANSIENT'],
  ] as const) {
    test(`an answer ${status} becomes ${code}`, async ({ assert, cleanup }) => {
      const { manager } = await startApi(cleanup, status, { message: 'the reason' })
      try {
        await deliver(sampleMail(), { manager })
        assert.fail('Expected the delivery to fail')
      } catch (error) {
        assert.instanceOf(error, MailError)
        assert.equal((error as MailError).code, code)
        assert.include((error as MailError).message, 'the reason')
      }
    })
  }
})
