import { test } from '@japa/runner'
import { randomUUID } from 'node:crypto'
import { paise } from '@karkhana/kernel/money'
import { createDraft } from '../../services/drafts.ts'
import { issueInvoice } from '../../services/issue.ts'
import { recordPayment } from '../../services/payments.ts'
import { printInvoice } from '../../services/print.ts'
import { pdfPages } from '../support/pdf_text.ts'
import { addContact, KARNATAKA, makeSale } from '../support/sale.ts'

test.group('The paper', (group) => {
  // the first print starts the browser
  group.each.timeout(30_000)

  test('has everything that Rule 46 asks for, on one page', async ({ client, assert }) => {
    const sale = await makeSale()
    const { id } = await createDraft(sale.scope, sale.draft())
    const { number } = await issueInvoice(sale.scope, id)
    const response = await client
      .get(`/api/v1/invoicing/${id}/pdf`)
      .bearerToken(await sale.workshop.token('accountant'))
    response.assertStatus(200)
    response.assertHeader('content-type', 'application/pdf')
    response.assertHeader(
      'content-disposition',
      `inline; filename="${number!.replaceAll('/', '-')}.pdf"`
    )
    const pages = await pdfPages(response.body() as Buffer)
    assert.lengthOf(pages, 1)
    const expected = [
      'Tax invoice',
      number!,
      'Original for recipient',
      'Volt & Wheel Services LLP',
      '12 Karve Road',
      '27AAPFU0939F1ZV',
      'Raj Kumar',
      'Flat 12, Sai Residency',
      'Maharashtra (27)',
      'MH12AB1234',
      'Ather 450X',
      'Odometer 18,240 km',
      'Diagnosis and repair labour',
      '998714',
      '8536',
      '8544',
      '1.5',
      '1 NOS',
      '186.50',
      '18 %',
      '9 %',
      '4,023.00',
      '362.07',
      '-0.14',
      '₹4,747.00',
      'Rupees Four Thousand Seven Hundred Forty-Seven Only',
      'Authorised signatory',
      'Page 1 of 1',
    ]
    for (const text of expected) assert.include(pages[0], text)
    // small capitals on paper are capitals in the file
    assert.match(pages[0], /place of supply/i)
    assert.match(pages[0], /tax on reverse charge no/i)
  })

  test('of an inter-state sale names the GSTIN of both sides and IGST alone', async ({
    assert,
  }) => {
    const sale = await makeSale()
    const contactId = await addContact(sale.scope, KARNATAKA)
    const { id } = await createDraft(sale.scope, sale.draft({ contactId, vehicleId: null }))
    await issueInvoice(sale.scope, id)
    const [page] = await pdfPages((await printInvoice(sale.scope, id)).content)
    for (const text of ['29AABCE2222B1ZB', '27AAPFU0939F1ZV', 'Karnataka (29)', '724.14']) {
      assert.include(page, text)
    }
    assert.notMatch(page, /CGST/i)
  })

  test('says so when it is a draft, is cancelled or paid', async ({ assert }) => {
    const { scope, draft } = await makeSale()
    const { id } = await createDraft(scope, draft())
    const text = async () => (await pdfPages((await printInvoice(scope, id)).content))[0]
    assert.match(await text(), /not a tax invoice/i)
    assert.notMatch(await text(), /authorised signatory/i)

    await issueInvoice(scope, id)
    await recordPayment(scope, id, {
      idempotencyKey: randomUUID(),
      mode: 'upi',
      reference: '632112345678',
      amount: paise('4000.00'),
    })
    const paid = await text()
    assert.include(paid, '₹4,000.00 received by UPI')
    assert.include(paid, '747.00')
    assert.match(paid, /balance due/i)
  })

  test('of forty lines keeps its totals in one piece and a Hindi name readable', async ({
    assert,
  }) => {
    const sale = await makeSale()
    const contactId = await addContact(sale.scope, { name: 'राजेश कुमार श्रीवास्तव' })
    const line = {
      description: 'Wheel bearing kit, front, with dust seals and grease for high-speed scooters',
      hsn: '8482',
      quantity: '2',
      unitPrice: '1250.00',
      discountPercent: '10',
      gstRate: '18',
    }
    const lines = Array.from({ length: 40 }, () => line)
    const { id } = await createDraft(sale.scope, sale.draft({ contactId, lines }))
    await issueInvoice(sale.scope, id)
    const pages = await pdfPages((await printInvoice(sale.scope, id)).content)
    assert.isAtLeast(pages.length, 2)
    assert.match(pages[0], /[\u0900-\u097f]{3}/)
    // 40 × 2,250.00 and 18 %
    const totals = pages.filter((page) => page.includes('₹1,06,200.00'))
    assert.lengthOf(totals, 1)
    assert.include(totals[0], 'Taxable value')
    assert.include(totals[0], 'Rupees One Lakh Six Thousand Two Hundred Only')
    for (const page of pages) assert.match(page, /hsn\/sac/i)
  })
})
