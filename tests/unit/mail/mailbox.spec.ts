import { test } from '@japa/runner'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deliver, Mailbox, MailboxTransport } from '../../../app/mail/main.ts'
import { managerOf, sampleMail } from './managers.ts'

test.group('Mailbox', (group) => {
  let folder: string
  group.each.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'karkhana-mailbox-'))
    return () => rm(folder, { recursive: true, force: true })
  })

  const deliverTo = (changes: Parameters<typeof sampleMail>[0] = {}) =>
    deliver(sampleMail(changes), { manager: managerOf(() => new MailboxTransport({ folder })) })

  test('keeps a message whole, with its files', async ({ assert }) => {
    const { messageId } = await deliverTo({ cc: [{ address: 'owner@example.com' }] })
    const mailbox = new Mailbox(folder)
    const { messages } = await mailbox.list()

    assert.lengthOf(messages, 1)
    const [{ id, at, ...message }] = messages
    assert.deepEqual(message, {
      messageId,
      from: 'Volt & Wheel <no-reply@erp.example>',
      to: ['Raj "Speedy" Kumar, Pune <raj@example.com>'],
      cc: ['owner@example.com'],
      replyTo: ['accounts@voltandwheel.example'],
      subject: 'Tax invoice PN/26-27/00042 · ₹4,747.00',
      html: '<p>Thank you, Raj.</p>',
      text: 'Thank you, Raj.',
      attachments: [
        { name: 'इनवॉइस PN-26-27-00042.pdf', contentType: 'application/pdf', size: 15 },
      ],
    })
    assert.closeTo(Date.parse(at), Date.now(), 60_000)
    const file = await mailbox.attachment(id, 0)
    assert.equal(new TextDecoder().decode(file!.content), '%PDF-1.4 sample')
  })

  test('pages newest first without gap or repetition', async ({ assert }) => {
    for (let index = 0; index < 7; index++) await deliverTo({ subject: `no ${index}` })
    const mailbox = new Mailbox(folder)

    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await mailbox.list({ before: cursor ?? undefined, limit: 3 })
      seen.push(...page.messages.map((message) => message.subject))
      cursor = page.nextCursor
    } while (cursor)
    assert.deepEqual(seen, ['no 6', 'no 5', 'no 4', 'no 3', 'no 2', 'no 1', 'no 0'])
  })

  test('keeps only the newest messages', async ({ assert }) => {
    const mailbox = new Mailbox(folder, { retention: 3 })
    for (let index = 0; index < 5; index++) {
      await mailbox.add({
        messageId: null,
        from: 'a@b.example',
        to: [],
        cc: [],
        replyTo: [],
        subject: `no ${index}`,
        html: null,
        text: null,
        attachments: [],
      })
    }
    const { messages } = await mailbox.list()
    assert.deepEqual(
      messages.map((message) => message.subject),
      ['no 4', 'no 3', 'no 2']
    )
    assert.lengthOf(await readdir(folder), 3)
  })

  test('no part of a message becomes part of a path', async ({ assert }) => {
    const content = new TextEncoder().encode('x')
    await deliverTo({
      subject: '../../subject',
      attachments: ['../../../escaped.txt', '/etc/passwd', 'nul', '..'].map((name) => ({
        name,
        contentType: 'text/plain',
        content,
      })),
    })
    const [id, ...others] = await readdir(folder)
    assert.isEmpty(others)
    assert.deepEqual((await readdir(join(folder, id))).sort(), [
      'attachment-0',
      'attachment-1',
      'attachment-2',
      'attachment-3',
      'message.json',
    ])
  })

  test('an id that is none finds nothing', async ({ assert }) => {
    await deliverTo()
    const mailbox = new Mailbox(folder)
    const [id] = await readdir(folder)
    for (const wrong of [
      '..',
      '.',
      '',
      `../${id}`,
      `${id}/`,
      'message.json',
      id.replace('7', '8'),
    ]) {
      assert.isNull(await mailbox.read(wrong), wrong)
    }
    assert.isNull(await mailbox.attachment(id, 1))
    assert.isNull(await mailbox.attachment(id, -1))
  })

  test('is empty before the first message and after clearing', async ({ assert }) => {
    const mailbox = new Mailbox(join(folder, 'not', 'there'))
    assert.deepEqual(await mailbox.list(), { messages: [], nextCursor: null })

    await deliverTo()
    await new Mailbox(folder).clear()
    assert.deepEqual(await new Mailbox(folder).list(), { messages: [], nextCursor: null })
  })

  test('many messages at the same moment are all kept', async ({ assert }) => {
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => deliverTo({ subject: `no ${index}` }))
    )
    const { messages } = await new Mailbox(folder).list()
    assert.lengthOf(new Set(messages.map((message) => message.subject)), 40)
  })
})
