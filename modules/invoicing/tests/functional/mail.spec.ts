import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { ModuleRegistry, type Scope } from '@karkhana/kernel'
import { Mailbox, mailboxFolder } from '@karkhana/kernel/mail'
import { loadJobs, runEnvelope } from '@karkhana/kernel/testing'
import { createDraft } from '../../services/drafts.ts'
import { cancelInvoice } from '../../services/cancel.ts'
import { issueInvoice } from '../../services/issue.ts'
import { emailInvoice } from '../../services/messages.ts'
import { readInvoice } from '../../services/read_invoice.ts'
import { pdfPages } from '../support/pdf_text.ts'
import { addContact, makeSale } from '../support/sale.ts'

const mailbox = () => new Mailbox(mailboxFolder(app))

/** Runs what is queued for a message, as the worker would. */
async function work(messageId: string, attempt = 1) {
  const registry = await app.container.make(ModuleRegistry)
  const jobs = await loadJobs(registry, [])
  const { rows } = await db.rawQuery(
    `select id, data from pgboss.job where data -> 'payload' ->> 'messageId' = ?`,
    [messageId]
  )
  for (const row of rows) await runEnvelope(jobs, row.data, { id: row.id, attempt })
  return rows.length as number
}

async function messagesTo(address: string) {
  const { messages } = await mailbox().list({ limit: 500 })
  return messages.filter(({ to }) => to.some((each) => each.includes(address)))
}

/** A customer whose address nobody else has. */
async function buyer(scope: Scope) {
  const email = `raj-${scope.organisationId}@example.com`
  return { email, contactId: await addContact(scope, { email }) }
}

test.group('An invoice by e-mail', (group) => {
  group.each.timeout(30_000)

  test('goes out with its issue when asked, once, with the PDF', async ({ assert }) => {
    const { scope, draft } = await makeSale()
    const { email, contactId } = await buyer(scope)
    const { id } = await createDraft(scope, draft({ contactId }))
    const { number } = await issueInvoice(scope, id, { email: true })
    const [message] = (await readInvoice(scope, id)).messages
    assert.containsSubset(message, { to: email, status: 'queued' })

    assert.equal(await work(message.id), 1)
    await work(message.id, 2)
    const sent = await messagesTo(email)
    assert.lengthOf(sent, 1, 'a second run of the job sends nothing')
    assert.equal(sent[0].subject, `Tax invoice ${number} from Volt & Wheel`)
    assert.include(sent[0].text!, '₹4,747.00')
    assert.include(sent[0].text!, 'MH12AB1234')
    const file = await mailbox().attachment(sent[0].id, 0)
    assert.equal(file!.name, `${number!.replaceAll('/', '-')}.pdf`)
    const [page] = await pdfPages(file!.content)
    for (const text of ['Volt & Wheel Services LLP', '27AAPFU0939F1ZV', '998714', '362.07']) {
      assert.include(page, text)
    }
    assert.include(page, 'Rupees Four Thousand Seven Hundred Forty-Seven Only')
    assert.containsSubset((await readInvoice(scope, id)).messages, [{ status: 'sent' }])
  })

  test('goes to another address through the API', async ({ client, assert }) => {
    const sale = await makeSale()
    const { id } = await createDraft(sale.scope, sale.draft())
    await issueInvoice(sale.scope, id)
    const to = `office-${sale.scope.organisationId}@example.com`
    const response = await client
      .post(`/api/v1/invoicing/${id}/email`)
      .bearerToken(await sale.workshop.token('manager'))
      .json({ to })
    response.assertStatus(201)
    await work(response.body().data.id)
    assert.lengthOf(await messagesTo(to), 1)
  })

  test('is not sent for a draft, nor after the invoice was cancelled', async ({ assert }) => {
    const { scope, draft } = await makeSale()
    const { email, contactId } = await buyer(scope)
    const { id } = await createDraft(scope, draft({ contactId }))
    await assert.rejects(() => emailInvoice(scope, id), 'A draft cannot be sent.')
    await issueInvoice(scope, id)
    const message = await emailInvoice(scope, id)
    await cancelInvoice(scope, id, { reason: 'Wrong customer' })
    await work(message.id)
    assert.lengthOf(await messagesTo(email), 0)
    assert.containsSubset((await readInvoice(scope, id)).messages, [
      { status: 'failed', errorCode: 'E_INVOICE_NOT_ISSUED' },
    ])
  })

  test('asks for an address when the customer has none', async ({ client, assert }) => {
    const sale = await makeSale()
    const contactId = await addContact(sale.scope, { email: null })
    const { id } = await createDraft(sale.scope, sale.draft({ contactId }))
    await issueInvoice(sale.scope, id)
    const response = await client
      .post(`/api/v1/invoicing/${id}/email`)
      .bearerToken(await sale.workshop.token())
      .json({})
    response.assertStatus(422)
    assert.containsSubset(response.body(), {
      code: 'E_INVOICE_NO_EMAIL',
      errors: [{ field: 'to' }],
    })
  })
})
