import { PDFDocument } from '@cantoo/pdf-lib'
import { test } from '@japa/runner'
import type { TestContext } from '@japa/runner/core'
import { makeWorkshop, TEST_PASSWORD, type Workshop } from '@karkhana/kernel/testing'
import type { Browser } from 'playwright'
import { pdfPages } from '../../modules/invoicing/tests/support/pdf_text.ts'
import { Program } from '../helpers/program.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { Person } from './support/person.ts'
import { until } from './support/until.ts'

/** An advisor at a window of their own, signed in. */
async function advisorOf(
  workshop: Workshop,
  browser: Browser,
  cleanup: TestContext['cleanup'],
  viewport: { width: number; height: number } = VIEWPORTS.desk
) {
  const person = await Person.at(browser, { viewport })
  cleanup(() => person.page.context().close())
  await person.signIn((await workshop.user()).email, TEST_PASSWORD)
  return person
}

/** A line with everything that its tax needs, typed into the form. */
async function typeLine(person: Person, line: number, [item, hsn, price]: string[]) {
  const cell = (column: string) =>
    person.page.getByLabel(`${column}, line ${line}`, { exact: true })
  await cell('Item or work').fill(item!)
  await cell('HSN/SAC').fill(hsn!)
  await cell('Rate ₹').fill(price!)
}

const LINE = ['Brake shoe set', '8714', '850.00']

test.group('The paper beside the form', () => {
  test('shows the invoice as it will be printed while it is typed, A4 or the roll, in the language of the customer', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const program = new Program(client, await workshop.token())
    await program.create('/contacts', { kind: 'customer', name: 'Meera Joshi', language: 'hi' })
    const person = await advisorOf(workshop, browser, cleanup)
    const { page } = person
    const paper = page.getByRole('region', { name: 'Preview' })
    const inside = paper.frameLocator('iframe').locator('body')

    await person.step('It follows what is typed', async () => {
      await page.goto('/invoicing/create')
      await person.heading('New invoice')
      await typeLine(person, 1, LINE)
      await inside.getByText('Brake shoe set').waitFor()
      await inside.getByText('₹1,003.00').first().waitFor()
      await page.getByLabel('Qty, line 1', { exact: true }).fill('2')
      await inside.getByText('₹2,006.00').first().waitFor()
      await person.fill('Notes', 'Old parts are in the boot.')
      await inside.getByText('Old parts are in the boot.').waitFor()
    })

    await person.step('The customer turns it into their language', async () => {
      await person.pick('Customer', 'meera', /Meera Joshi/)
      await inside.getByText('रुपये दो हज़ार छह मात्र').waitFor()
      assert.equal(
        await page.evaluate<string>(
          `document.querySelector('iframe').contentDocument.documentElement.lang`
        ),
        'hi'
      )
    })

    await person.step('It is drawn on the roll', async () => {
      await paper.getByRole('button', { name: '80 mm' }).click()
      await until(
        page,
        `document.querySelector('iframe').contentDocument.body.className === 'receipt-80mm'`
      )
      await paper.getByRole('button', { name: 'A4' }).click()
      await until(page, `document.querySelector('iframe').contentDocument.body.className === 'A4'`)
    })

    await person.step('It is put away and brought back; nothing was saved', async () => {
      await person.press('Hide preview')
      await paper.waitFor({ state: 'detached' })
      await person.press('Preview')
      await inside.getByText('₹2,006.00').first().waitFor()
      assert.deepEqual(await program.get('/invoicing'), [] as never)
    })
    assert.deepEqual(person.troubles, [])
  })

  test('of many lines is turned page by page, the totals whole on the last', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const program = new Program(client, await workshop.token())
    const contact = await program.create('/contacts', { kind: 'customer', name: 'Meera Joshi' })
    const line = { description: LINE[0], hsn: LINE[1], quantity: '1', unitPrice: LINE[2] }
    const draft = await program.create('/invoicing', {
      contactId: contact.id,
      date: (await workshop.scope()).today(),
      lines: Array.from({ length: 60 }, () => line),
    })
    const person = await advisorOf(workshop, browser, cleanup)
    await person.page.goto(`/invoicing/${draft.id}/edit`)
    const paper = person.page.getByRole('region', { name: 'Preview' })
    await paper.getByText('Page 1 of 3').waitFor()
    const cut = await person.page.evaluate<boolean>(`(() => {
      const inside = document.querySelector('iframe').contentDocument
      return inside.querySelector('.closing').getClientRects().length > 1
    })()`)
    assert.isFalse(cut, 'the totals are in one piece')
    await paper.getByRole('button', { name: 'Next page' }).click()
    await paper.getByText('Page 2 of 3').waitFor()
    assert.deepEqual(person.troubles, [])
  })

  test('lies over the letterhead that was chosen, each page over its own', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const file = await PDFDocument.create()
    for (const words of ['First sheet', 'Further sheets']) {
      file.addPage([595, 842]).drawText(words, { x: 40, y: 790 })
    }
    const person = await advisorOf(await makeWorkshop(), browser, cleanup)
    const { page } = person
    const paper = page.getByRole('region', { name: 'Preview' })
    const drawn = `document.querySelector('section[aria-label="Preview"] img')?.naturalWidth > 0`
    const under = () => paper.locator('img').getAttribute('src')

    await page.goto('/settings/documents')
    await paper.frameLocator('iframe').getByText('12 Karve Road').first().waitFor()
    await page.getByLabel('Choose a PDF').setInputFiles({
      ...{ name: 'letterhead.pdf', mimeType: 'application/pdf' },
      buffer: Buffer.from(await file.save()),
    })
    await until(page, drawn)
    const first = await under()
    await paper.getByRole('button', { name: 'Next page' }).click()
    await until(page, drawn)
    assert.notEqual(await under(), first)

    await person.press('Remove')
    await paper.locator('img').waitFor({ state: 'detached' })
    assert.deepEqual(person.troubles, [])
  })

  test('is opened by a button on the phone', async ({ assert, browser, cleanup }) => {
    const person = await advisorOf(await makeWorkshop(), browser, cleanup, VIEWPORTS.phone)
    await person.page.goto('/invoicing/create')
    await person.heading('New invoice')
    await typeLine(person, 1, LINE)
    await person.press('Preview')
    const dialog = person.page.getByRole('dialog', { name: 'Preview' })
    await dialog.frameLocator('iframe').getByText('₹1,003.00').first().waitFor()
    assert.deepEqual(person.troubles, [])
  })
})

test.group('Pages on paper', () => {
  test('a list prints as a whole table with its heading on every page: no shell, no buttons, light, with organisation, filters and day', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const program = new Program(client, await workshop.token())
    for (let number = 1; number <= 45; number++) {
      await program.create('/contacts', { kind: 'customer', name: `Customer ${number} राजेश` })
    }
    for (const viewport of [VIEWPORTS.desk, VIEWPORTS.phone]) {
      const person = await advisorOf(workshop, browser, cleanup, viewport)
      const { page } = person
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.goto('/contacts?kind=customer')
      await person.heading('Contacts')
      await person.sees('Customer 1 राजेश')
      const pages = await pdfPages(await page.pdf({ preferCSSPageSize: true }))
      assert.isAtLeast(pages.length, 2)
      const all = pages.join(' ')
      for (let number = 1; number <= 45; number++) assert.include(all, `Customer ${number} `)
      for (const each of pages) assert.match(each, /Name .*Phone/)
      assert.include(pages[0]!, 'Volt & Wheel')
      assert.match(pages[0]!, /\d\d-\d\d-\d{4}/)
      assert.match(pages[0]!, /Kind: Customers/)
      assert.match(pages[0]!, new RegExp(`1 / ${pages.length}`))
      assert.match(pages[0]!, /[\u0900-\u097f]{3}/)
      for (const word of ['New contact', 'Search', 'Dashboard', 'Settings']) {
        assert.notInclude(all, word)
      }

      await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
      const background = 'getComputedStyle(document.body).backgroundColor'
      assert.equal(await page.evaluate<string>(background), 'rgb(255, 255, 255)')
      assert.equal(await page.getByRole('button').filter({ visible: true }).count(), 0)
      assert.deepEqual(person.troubles, [])
    }
  })

  test('a record prints its facts without what can only be pressed', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const program = new Program(client, await workshop.token())
    const { id } = await program.create('/contacts', {
      kind: 'customer',
      name: 'मीरा जोशी',
      phone: '98220 12345',
      notes: 'Rings before coming.',
    })
    const person = await advisorOf(workshop, browser, cleanup)
    await person.page.goto(`/contacts/${id}`)
    await person.heading('मीरा जोशी')
    const file = await person.page.pdf({ preferCSSPageSize: true })
    const [first] = await pdfPages(file)
    assert.include(first!, 'Rings before coming.')
    assert.include(first!, '98220 12345')
    assert.include(first!, 'Volt & Wheel')
    assert.notMatch(first!, /Edit|Archive|Settings/)
    assert.include(Buffer.from(file).toString('latin1'), 'NotoSansDevanagari')
    assert.deepEqual(person.troubles, [])
  })
})
