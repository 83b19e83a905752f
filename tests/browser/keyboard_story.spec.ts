import { test } from '@japa/runner'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import { Program } from '../helpers/program.ts'
import { COMPLAINT, FINDINGS, LINES, ODOMETER, rajKumar } from '../helpers/repair.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { JOB_CARD } from './support/chapters.ts'
import { Typist } from './support/keyboard.ts'
import { Person } from './support/person.ts'

test.group('By keyboard alone', () => {
  test('a complaint becomes a job card, an estimate, an invoice and a payment, and what has the keyboard is always in sight', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const program = new Program(client, await workshop.token())
    const contact = await program.create('/contacts', { kind: 'customer', ...rajKumar() })
    await program.create('/vehicles', {
      contactId: contact.id,
      registration: 'MH12AB1234',
      make: 'Ather',
      model: '450X',
      fuel: 'ev',
    })
    const person = await Person.at(browser, { viewport: VIEWPORTS.desk, reducedMotion: 'reduce' })
    cleanup(() => person.page.context().close())
    const hands = new Typist(person)
    const { page } = person

    await person.step('Signing in', async () => {
      await page.goto('/login')
      await hands.fill('E-mail', (await workshop.user()).email)
      await hands.reach(page.getByLabel('Password'))
      await hands.type(TEST_PASSWORD)
      await hands.key('Enter')
      await hands.arrives(/^Good /)
    })

    await person.step('The first Tab of a page leads past the menu', async () => {
      await page.reload()
      await page.getByRole('heading', { level: 1 }).waitFor()
      await hands.key('Tab')
      await hands.given(page.getByRole('link', { name: 'Skip to content' }))
      await hands.key('Enter')
    })

    await person.step('A refused ticket leads to what is missing', async () => {
      await hands.command('new ticket', /New ticket/)
      await person.heading('New ticket')
      await hands.pick('Customer', 'raj', /Raj Kumar/)
      await hands.key('Control+Enter')
      await hands.given(page.getByRole('textbox', { name: 'Complaint' }))
    })

    await person.step('The ticket', async () => {
      await hands.reach(page.getByRole('combobox', { name: 'Vehicle' }), 'Shift+Tab')
      await hands.pick('Vehicle', 'MH12', /MH\s?12\s?AB\s?1234/)
      await hands.fill('Complaint', COMPLAINT)
      await hands.choose('Assignee', 'Asha Kulkarni')
      await hands.key('Control+Enter')
      await hands.arrives(/^Ticket /)
    })

    await person.step('The job card', async () => {
      await hands.reach(page.getByRole('link', { name: 'Open job card', exact: true }))
      await hands.key('Enter')
      await person.heading('New job card')
      await hands.fill('Odometer', String(ODOMETER))
      await hands.key('Control+Enter')
      await hands.arrives(/^Job card /)
    })

    await person.step(
      'The diagnosis: after a step that was taken the heading has the keyboard',
      async () => {
        await hands.press('Start diagnosis')
        await person.sees('Diagnosing')
        await hands.given(page.getByRole('heading', { level: 1 }).or(page.getByRole('button')))
        await hands.press('Write findings')
        await hands.asked(/.+/)
        await hands.fill('Findings', FINDINGS)
        await hands.key('Control+Enter')
        await hands.back()
      }
    )

    await person.step('Labour and parts', async () => {
      for (const [index, line] of LINES.entries()) {
        const cell = (label: string) => `${label}, line ${index + 1}`
        if (index > 0) {
          await hands.key('Enter')
          await hands.given(page.getByRole('combobox', { name: cell(JOB_CARD.item), exact: true }))
        }
        await hands.fill(cell(JOB_CARD.item), line.description, 'combobox')
        await hands.fill(cell('HSN/SAC'), line.hsn)
        await hands.fill(cell('Qty'), line.quantity)
        await hands.choose(cell('Unit'), line.unit)
        await hands.fill(cell(JOB_CARD.price), line.unitPrice)
        await hands.choose(cell('GST'), `${line.gstRate} %`)
        await hands.reach(page.getByRole('textbox', { name: cell(JOB_CARD.price) }), 'Shift+Tab')
      }
      await hands.key('Control+Enter')
      await person.sees('Estimate')
      assert.equal(await person.fact('Estimate'), '₹4,747.14')
    })

    await person.step('The estimate goes out and is approved', async () => {
      await hands.command('ask for approval', /Ask for approval/)
      await person.sees('Awaiting approval')
      await hands.press('Record approval')
      await hands.asked(/^Approval of /)
      await hands.choose('How', 'By phone')
      await hands.press('Record approval')
      await hands.back()
      await page.getByRole('button', { name: 'Start work', exact: true }).waitFor()
    })

    await person.step('The work', async () => {
      await hands.press('Start work')
      await person.sees('In progress')
      await hands.press('Mark all done')
      await page.getByRole('button', { name: 'Mark all done' }).waitFor({ state: 'detached' })
      await hands.command('mark ready', /Mark ready/)
      await person.sees('Ready')
    })

    await person.step('The invoice', async () => {
      await hands.press('Create invoice')
      await hands.arrives('Draft for Raj Kumar')
      await hands.press('Issue invoice')
      await hands.asked(/₹4,747\.00|Issue/)
      await hands.press('Issue invoice')
      await hands.back()
      await person.heading(/^Invoice /)
    })

    await person.step('A dialog that is left gives the keyboard back to its button', async () => {
      const button = page.getByRole('button', { name: 'Record payment', exact: true })
      await hands.press('Record payment')
      await hands.asked('Record payment')
      await hands.key('Escape')
      await hands.given(button)
      await hands.key('Enter')
      await hands.asked('Record payment')
    })

    await person.step('The payment', async () => {
      await hands.fill('Amount', '4,747.00')
      await hands.choose('Received by', 'UPI')
      await hands.fill('UPI reference (UTR)', '632112345678')
      await hands.key('Control+Enter')
      await hands.back()
      await person.sees('Paid')
      assert.equal(await person.fact('Balance'), '₹0.00')
    })
    assert.deepEqual(person.troubles, [])
  }).timeout(300_000)
})
