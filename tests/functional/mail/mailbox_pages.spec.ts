import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { deliver, Mailbox, mailboxFolder } from '../../../app/mail/main.ts'
import { sampleMail } from '../../unit/mail/managers.ts'

test.group('Developer mailbox', (group) => {
  const mailbox = () => new Mailbox(mailboxFolder(app))
  group.each.setup(() => mailbox().clear())

  /** The page object that Inertia writes into the document. */
  function pageOf(html: string) {
    const found = /<script[^>]*data-page="app"[^>]*>(.*?)<\/script>|data-page="([^"{][^"]*)"/s.exec(
      html
    )
    const json = found?.[1] ?? found?.[2]?.replaceAll('&quot;', '"').replaceAll('&amp;', '&')
    return JSON.parse(json ?? 'null') as { component: string; props: Record<string, unknown> }
  }

  test('what the application sends can be read there, with its file', async ({
    assert,
    client,
  }) => {
    const { messageId } = await deliver(sampleMail())
    const [kept] = (await mailbox().list()).messages

    const index = pageOf((await client.get('/dev/mail').accept('text/html')).text())
    assert.equal(index.component, 'kernel::dev/mail/index')
    assert.containSubset(index.props.messages, [
      {
        id: kept.id,
        at: kept.at,
        to: ['Raj "Speedy" Kumar, Pune <raj@example.com>'],
        subject: 'Tax invoice PN/26-27/00042 · ₹4,747.00',
        attachments: [
          {
            name: 'इनवॉइस PN-26-27-00042.pdf',
            size: 15,
            href: `/dev/mail/${kept.id}/attachments/0`,
          },
        ],
      },
    ])

    const show = pageOf((await client.get(`/dev/mail/${kept.id}`).accept('text/html')).text())
    assert.equal(show.component, 'kernel::dev/mail/show')
    assert.containSubset(show.props.message, {
      messageId,
      html: '<p>Thank you, Raj.</p>',
      text: 'Thank you, Raj.',
    })

    const file = await client.get(`/dev/mail/${kept.id}/attachments/0`)
    file.assertStatus(200)
    assert.equal(file.header('content-type'), 'application/pdf')
    assert.match(file.header('content-disposition') ?? '', /^attachment; /)
    assert.equal(file.header('x-content-type-options'), 'nosniff')
    assert.equal(Buffer.from(file.body()).toString(), '%PDF-1.4 sample')
  })

  test('what is not there answers 404', async ({ client }) => {
    await deliver(sampleMail())
    const [{ id }] = (await mailbox().list()).messages
    const paths = [
      'nothing',
      '..%2F..%2Fsecrets.json',
      `${id}/attachments/1`,
      `${id}/attachments/-1`,
    ]
    for (const path of paths) {
      const response = await client.get(`/dev/mail/${path}`)
      response.assertStatus(404)
    }
  })

  test('in production there is no such page', async ({ client, cleanup }) => {
    await deliver(sampleMail())
    const [{ id }] = (await mailbox().list()).messages
    Object.defineProperty(app, 'inProduction', { value: true, configurable: true })
    cleanup(() => void Reflect.deleteProperty(app, 'inProduction'))

    for (const path of ['/dev/mail', `/dev/mail/${id}`, `/dev/mail/${id}/attachments/0`]) {
      const response = await client.get(path)
      response.assertStatus(404)
    }
  })
})
