import { test } from '@japa/runner'
import { documentHtml, fontsHref } from '@karkhana/kernel/documents'
import invoiceDocument from '../../documents/invoice.ts'
import { createDraft } from '../../services/drafts.ts'
import { issueInvoice } from '../../services/issue.ts'
import { previewInvoice } from '../../services/preview.ts'
import { printInvoice } from '../../services/print.ts'
import { pdfPages } from '../support/pdf_text.ts'
import { addContact, makeSale, REPAIR } from '../support/sale.ts'

test.group('The paper of a draft under way', (group) => {
  group.each.timeout(60_000)

  test('is the paper of the saved draft, letter for letter, and nothing is saved', async ({
    assert,
  }) => {
    const { scope, draft } = await makeSale()
    const contactId = await addContact(scope, { language: 'hi', name: 'राजेश कुमार' })
    const input = draft({ contactId, notes: 'Seven days to pay.', terms: 'No returns.' })
    const { paper } = await previewInvoice(scope, { ...input, paper: {} })
    const [{ count }] = await scope.read((unit) =>
      unit.rows<{ count: string }>('select count(*) as count from invoicing_invoices')
    )
    assert.equal(Number(count), 0)

    const { id } = await createDraft(scope, input)
    const data = await invoiceDocument.load(scope, id, 'hi')
    const saved = await documentHtml({ ...invoiceDocument, title: data.title }, data, {
      language: 'hi',
      fontsHref: fontsHref(),
    })
    assert.equal(paper, saved)
    assert.include(paper!, 'रुपये चार हज़ार सात सौ सैंतालीस मात्र')
    const again = await previewInvoice(scope, { ...input, id, paper: { format: 'receipt-80mm' } })
    assert.include(again.paper!, '<body class="receipt-80mm">')
  })

  test('is drawn without a customer, and left out where nobody asks for it', async ({
    client,
    assert,
  }) => {
    const sale = await makeSale()
    const ask = async (body: object) => {
      const response = await client
        .post('/api/v1/invoicing/preview')
        .bearerToken(await sale.workshop.token())
        .json({ date: sale.scope.today(), lines: REPAIR, ...body })
      response.assertStatus(200)
      return response.body().data as { paper: string | null; totals: { total: number } }
    }
    assert.isNull((await ask({})).paper)
    const { paper, totals } = await ask({ paper: { language: 'en' } })
    assert.equal(totals.total, 474_700)
    assert.include(paper!, '₹4,747.00')
    assert.include(paper!, 'Not a tax invoice')
    assert.notInclude(paper!, 'Bill to')
    assert.notInclude(paper!, 'base64,d09GMg')
    const fonts = await client.get(fontsHref()).loginAs((await sale.workshop.user()) as never)
    fonts.assertStatus(200)
    fonts.assertHeader('content-type', 'text/css; charset=utf-8')
    assert.include(fonts.text(), 'Noto Sans Devanagari')
  })

  test('of sixty lines breaks between its blocks: the totals stand whole on one page', async ({
    assert,
  }) => {
    const { scope, draft } = await makeSale()
    const line = { ...REPAIR[1]!, description: 'Brake pad set, front and rear', quantity: '2' }
    // The place of the totals differs with the number of lines.
    for (const count of [57, 60, 63]) {
      const lines = Array.from({ length: count }, () => line)
      const { id } = await createDraft(scope, draft({ lines }))
      await issueInvoice(scope, id)
      const pages = await pdfPages((await printInvoice(scope, id)).content)
      assert.isAtLeast(pages.length, 3)
      const closing = pages.filter((page) => /amount in words/i.test(page))
      assert.lengthOf(closing, 1)
      const parts = [/Taxable value/, /CGST/, /SGST/, /Total ₹[\d,]+\.00/, /Rupees .+ Only/]
      for (const part of parts) assert.match(closing[0]!, part)
      assert.lengthOf(
        pages.filter((page) => /Total ₹/.test(page)),
        1
      )
      assert.match(pages.at(-1)!, /authorised signatory/i)
    }
  })
})
