import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type { Scope } from '@karkhana/kernel'
import { Mailbox, mailboxFolder } from '@karkhana/kernel/mail'
import { deliverMessages } from '@karkhana/kernel/testing'
import { createDraft } from '../../services/drafts.ts'
import { cancelInvoice } from '../../services/cancel.ts'
import { issueInvoice } from '../../services/issue.ts'
import { emailInvoice } from '../../services/messages.ts'
import { readInvoice } from '../../services/read_invoice.ts'
import { pdfPages } from '../support/pdf_text.ts'
import { addContact, makeSale } from '../support/sale.ts'

const mailbox = () => new Mailbox(mailboxFolder(app))

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

    assert.deepEqual(await deliverMessages(scope.organisationId), [message.id])
    assert.isEmpty(await deliverMessages(scope.organisationId))
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
    await deliverMessages(sale.scope.organisationId)
    assert.lengthOf(await messagesTo(to), 1)
  })

  test('is not sent for a draft, nor after the invoice was cancelled', async ({ assert }) => {
    const { scope, draft } = await makeSale()
    const { email, contactId } = await buyer(scope)
    const { id } = await createDraft(scope, draft({ contactId }))
    await assert.rejects(() => emailInvoice(scope, id), 'A draft cannot be sent.')
    await issueInvoice(scope, id)
    await emailInvoice(scope, id)
    await cancelInvoice(scope, id, { reason: 'Wrong customer' })
    await deliverMessages(scope.organisationId)
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
