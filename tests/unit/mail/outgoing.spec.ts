import { test } from '@japa/runner'
import {
  deliver,
  MailError,
  UnconfiguredTransport,
  type OutgoingMail,
} from '../../../app/mail/main.ts'
import { managerOf, sampleMail } from './managers.ts'

async function failureOf(work: Promise<unknown>): Promise<MailError> {
  try {
    await work
  } catch (error) {
    if (error instanceof MailError) return error
    throw error
  }
  throw new Error('Expected the delivery to fail')
}

function fakeManager() {
  const manager = managerOf(() => new UnconfiguredTransport())
  return { manager, fake: manager.fake() }
}

test.group('Outgoing mail', () => {
  test('carries sender, recipients, both parts and the files', async ({ assert }) => {
    const { manager, fake } = fakeManager()
    await deliver(sampleMail({ cc: [{ address: 'owner@example.com' }] }), { manager })

    fake.messages.assertSentCount(1)
    const [message] = fake.messages.sent()
    message.assertFrom('no-reply@erp.example', 'Volt & Wheel')
    message.assertTo('raj@example.com', 'Raj "Speedy" Kumar, Pune')
    message.assertCc('owner@example.com')
    message.assertReplyTo('accounts@voltandwheel.example')
    message.assertSubject('Tax invoice PN/26-27/00042 · ₹4,747.00')
    assert.equal(message.nodeMailerMessage.html, '<p>Thank you, Raj.</p>')
    assert.equal(message.nodeMailerMessage.text, 'Thank you, Raj.')
    assert.lengthOf(message.nodeMailerMessage.attachments!, 1)
  })

  test('every attempt has the same Message-ID, another message has another', async ({ assert }) => {
    const { manager } = fakeManager()
    const first = await deliver(sampleMail(), { manager })
    const again = await deliver(sampleMail(), { manager })
    const other = await deliver(sampleMail({ idempotencyKey: 'other' }), { manager })

    assert.equal(first.messageId, again.messageId)
    assert.notEqual(first.messageId, other.messageId)
    assert.match(first.messageId, /^<[0-9a-f]{40}@erp\.example>$/)
  })

  const refused: [title: string, field: string, changes: Partial<OutgoingMail>][] = [
    ['a line break in the subject', 'subject', { subject: 'Hi\r\nBcc: all@example.com' }],
    ['a lone line feed in the subject', 'subject', { subject: 'Hi\nX: y' }],
    ['a Unicode line separator in the subject', 'subject', { subject: 'Hi\u2028X: y' }],
    ['an empty subject', 'subject', { subject: '  ' }],
    [
      'a line break in a name',
      'to.0.name',
      { to: [{ name: 'A\r\nBcc: b', address: 'a@b.example' }] },
    ],
    ['a line break in the sender', 'fromName', { fromName: 'Volt\nBcc: x' }],
    [
      'a line break in an address',
      'to.0.address',
      { to: [{ address: 'a@b.example\r\nRCPT TO:<x@y>' }] },
    ],
    ['two addresses in one', 'to.0.address', { to: [{ address: 'a@b.example,c@d.example' }] }],
    ['an address without domain', 'cc.0.address', { cc: [{ address: 'raj' }] }],
    ['an address in angle brackets', 'replyTo.address', { replyTo: { address: '<a@b.example>' } }],
    ['no recipient', 'to', { to: [] }],
    ['an empty idempotency key', 'idempotencyKey', { idempotencyKey: '' }],
    [
      'a line break in a file name',
      'attachments.0.name',
      {
        attachments: [
          { name: 'a\r\nb.pdf', contentType: 'application/pdf', content: new Uint8Array() },
        ],
      },
    ],
    [
      'a media type that is none',
      'attachments.0.contentType',
      { attachments: [{ name: 'a.pdf', contentType: 'pdf\r\nX: y', content: new Uint8Array() }] },
    ],
    [
      'files of 19 MB',
      'attachments',
      {
        attachments: [
          {
            name: 'a.pdf',
            contentType: 'application/pdf',
            content: new Uint8Array(19 * 1024 * 1024),
          },
        ],
      },
    ],
  ]
  for (const [title, field, changes] of refused) {
    test(`${title} is refused before anything is sent`, async ({ assert }) => {
      const { manager, fake } = fakeManager()
      const error = await failureOf(deliver(sampleMail(changes), { manager }))

      assert.equal(error.code, 'E_MAIL_INVALID')
      assert.equal(error.field, field)
      assert.isTrue(error.permanent)
      fake.messages.assertNoneSent()
    })
  }

  test('without a mailer the error names the settings', async ({ assert }) => {
    const manager = managerOf(() => new UnconfiguredTransport())
    const error = await failureOf(deliver(sampleMail(), { manager }))

    assert.equal(error.code, 'E_MAIL_NOT_CONFIGURED')
    for (const name of ['SMTP_HOST', 'RESEND_API_KEY']) assert.include(error.next!, name)
  })

  test('without a sender the error names MAIL_FROM', async ({ assert }) => {
    const manager = managerOf(() => new UnconfiguredTransport())
    manager.config.from = undefined
    const error = await failureOf(deliver(sampleMail(), { manager }))

    assert.equal(error.code, 'E_MAIL_NOT_CONFIGURED')
    assert.include(error.next!, 'MAIL_FROM')
  })

  test('a server that never answers is given up, to be tried again', async ({ assert }) => {
    const manager = managerOf(() => ({ send: () => new Promise<never>(() => {}) }))
    const error = await failureOf(deliver(sampleMail(), { manager, timeout: 40 }))

    assert.equal(error.code, 'E_MAIL_TRANSIENT')
    assert.isFalse(error.permanent)
  })
})
