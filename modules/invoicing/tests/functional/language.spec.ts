import { test } from '@japa/runner'
import type { Scope } from '@karkhana/kernel'
import { documentHtml } from '@karkhana/kernel/documents'
import invoiceDocument from '../../documents/invoice.ts'
import { renderMail } from '@karkhana/kernel/mail'
import invoiceMail from '../../mails/invoice.ts'
import { prepareInvoiceMail } from '../../mails/invoice_mail.ts'
import Invoice from '../../models/invoice.ts'
import { createDraft } from '../../services/drafts.ts'
import { issueInvoice } from '../../services/issue.ts'
import { printInvoice } from '../../services/print.ts'
import { pdfPages } from '../support/pdf_text.ts'
import { addContact, makeSale } from '../support/sale.ts'

/** The words of an invoice in Hindi; what people typed and codes of the law stay. */
const HINDI = [
  'कर बीजक / Tax invoice',
  'प्राप्तकर्ता के लिए मूल प्रति',
  'सप्लाई की जगह',
  'विवरण',
  'रक़म शब्दों में',
  'रुपये चार हज़ार सात सौ सैंतालीस मात्र',
  'अधिकृत हस्ताक्षरकर्ता',
  'Diagnosis and repair labour',
  '₹4,747.00',
  '27AAPFU0939F1ZV',
]

async function issued(scope: Scope, draft: Parameters<typeof createDraft>[1]) {
  const { id } = await createDraft(scope, draft)
  return issueInvoice(scope, id)
}

async function htmlOf(scope: Scope, id: string, language: 'en' | 'hi') {
  const data = await invoiceDocument.load(scope, id, language)
  return documentHtml({ ...invoiceDocument, title: data.title }, data, { language })
}

test.group('The language of the customer', (group) => {
  group.each.timeout(30_000)

  test('is the one of the paper, whole, with its fonts inside', async ({ assert }) => {
    const sale = await makeSale()
    const contactId = await addContact(sale.scope, { language: 'hi' })
    const invoice = await issued(sale.scope, sale.draft({ contactId }))
    const html = await htmlOf(sale.scope, invoice.id, 'hi')
    for (const text of HINDI) assert.include(html, text)
    assert.include(html, '<html lang="hi"')
    for (const text of ['Amount in words', 'Taxable value', 'Description', 'Bill to']) {
      assert.notInclude(html, text)
    }
    const { content } = await printInvoice(sale.scope, invoice.id)
    assert.include(Buffer.from(content).toString('latin1'), 'NotoSansDevanagari')
    const [page] = await pdfPages(content)
    assert.match(page, /[\u0900-\u097f]{3}/)
    assert.include(page, '₹4,747.00')
    assert.notInclude(page, 'Amount in words')
  })

  test('can be another one for one print, and is English for others', async ({
    client,
    assert,
  }) => {
    const sale = await makeSale()
    const invoice = await issued(sale.scope, sale.draft())
    const print = async (query: string) => {
      const response = await client
        .get(`/api/v1/invoicing/${invoice.id}/pdf${query}`)
        .bearerToken(await sale.workshop.token())
      return { status: response.status(), body: response.body() as Buffer }
    }
    const [plain] = await pdfPages((await print('')).body)
    assert.match(plain, /amount in words/i)
    const [hindi] = await pdfPages((await print('?language=hi')).body)
    assert.match(hindi, /[\u0900-\u097f]{3}/)
    assert.equal((await print('?language=fr')).status, 422)
    const roll = await pdfPages((await print('?format=receipt-80mm')).body)
    assert.lengthOf(roll, 1)
    assert.include(roll[0], '4,747.00')
  })

  test('is the one of the message with the invoice', async ({ assert }) => {
    const { scope, draft } = await makeSale()
    const contactId = await addContact(scope, { language: 'hi', name: 'सीता देवी' })
    const { id } = await issued(scope, draft({ contactId }))
    const invoice = await scope.read(() => Invoice.findOrFail(id))
    const { data } = await prepareInvoiceMail(scope, { invoiceId: id })
    const mail = await renderMail(invoiceMail, data)
    assert.equal(mail.subject, `Volt & Wheel से बिल ${invoice.number}`)
    assert.include(mail.text, 'सीता देवी जी, नमस्ते।')
    assert.include(mail.text, '₹4,747.00 का भुगतान बाक़ी है।')
    assert.include(mail.html, 'lang="hi"')
  })
})
