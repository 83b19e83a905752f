import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import { TEST_PASSWORD } from '@karkhana/kernel/testing'
import { readPdf } from '../functional/documents/pdf_reader.ts'
import { COMPLAINT, FINDINGS, KARNATAKA, ODOMETER, PRINTED, rajKumar } from '../helpers/repair.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { startWorker } from '../helpers/worker.ts'
import { addContact, INVOICE, JOB_CARD, trialBalance, typeLines } from './support/chapters.ts'
import { followMail } from './support/mailbox.ts'
import { Person } from './support/person.ts'
import { confirmSignUp, fillSignUp } from './support/sign_up.ts'

test.group('The walking skeleton', () => {
  test('a vehicle comes in, an invoice goes out, the books are right', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const raj = rajKumar()
    const technicianEmail = `imran-${randomUUID()}@example.com`
    const worker = await startWorker()
    cleanup(() => worker.stop())
    const owner = await Person.at(browser, { viewport: VIEWPORTS.desk })
    cleanup(() => owner.page.context().close())
    const technician = await Person.at(browser, {
      viewport: VIEWPORTS.phone,
      hasTouch: true,
      isMobile: true,
    })
    cleanup(() => technician.page.context().close())

    await owner.step('The owner registers Volt & Wheel', async () => {
      const email = `asha-${randomUUID()}@example.com`
      await fillSignUp(owner, email)
      const state = owner.page.getByRole('combobox', { name: 'State' })
      assert.equal(await state.inputValue(), '27', 'Maharashtra follows from the GSTIN')
      await confirmSignUp(owner, email)
    })

    await owner.step('enters the legal name', async () => {
      await owner.page.goto('/settings/organisation')
      await owner.heading('Organisation')
      await owner.fill('Legal name', 'Volt & Wheel Services LLP')
      await owner.press('Save organisation')
      await owner.told(/saved\.$/)
    })

    await owner.step('invites the technician', async () => {
      await owner.page.goto('/settings/invitations/create')
      await owner.page.getByText('To one address').click()
      await owner.fill('E-mail', technicianEmail)
      await owner.choose('Role', 'Technician')
      await owner.press('Send invitation')
      await owner.told(`Invitation sent to ${technicianEmail}.`)
    })

    await technician.step('The technician joins on a phone', async () => {
      await followMail(technician, technicianEmail, 'Join Volt & Wheel')
      await technician.fill('Your name', 'Imran Shaikh')
      await technician.fillSecret('Choose a password', TEST_PASSWORD)
      await technician.press('Join Volt & Wheel')
      await technician.told('Welcome to Volt & Wheel. You are Technician here.')
    })

    await owner.step('enters Raj Kumar', () => addContact(owner, raj))

    await owner.step('enters his scooter', async () => {
      await owner.goTo('Vehicles')
      await owner.follow('New vehicle')
      await owner.pick('Owner', 'Raj', /Raj Kumar/)
      await owner.fill('Registration no.', 'mh 12 ab 1234')
      await owner.fill('Make', 'Ather')
      await owner.fill('Model', '450X')
      await owner.choose('Fuel', 'Electric')
      await owner.press('Save vehicle')
      await owner.heading('MH 12 AB 1234')
      await owner.told(/MH\s?12\s?AB\s?1234 added\.$/)
    })

    const ticket = await owner.step(
      'takes the complaint as a ticket for the technician',
      async () => {
        await owner.goTo('Tickets')
        await owner.follow('New ticket')
        await owner.pick('Customer', 'Raj', /Raj Kumar/)
        await owner.pick('Vehicle', 'MH12', /MH\s?12\s?AB\s?1234/)
        await owner.fill('Complaint', COMPLAINT)
        await owner.choose('Assignee', 'Imran Shaikh')
        await owner.press('Create ticket')
        await owner.told(/^Ticket .* created\.$/)
        return owner.heading(/^Ticket /)
      }
    )

    await technician.step('The technician opens the ticket', async () => {
      await technician.goTo('Tickets')
      await technician.follow(ticket.replace('Ticket ', ''))
      await technician.heading(ticket)
      await technician.sees(COMPLAINT)
    })

    const job = await technician.step('opens a job card with the odometer', async () => {
      await technician.follow('Open job card')
      await technician.heading('New job card')
      await technician.fill('Odometer', String(ODOMETER))
      await technician.press('Open job card')
      await technician.told(/^Job card .* opened\.$/)
      return technician.heading(/^Job card /)
    })

    await technician.step('diagnoses', async () => {
      await technician.press('Start diagnosis')
      await technician.sees('Diagnosing')
      await technician.press('Write findings')
      const dialog = await technician.dialog()
      await dialog.fill('Findings', FINDINGS)
      await dialog.press('Save findings')
      await technician.sees(FINDINGS)
    })

    await technician.step('enters labour and parts and asks for approval', async () => {
      await typeLines(technician, JOB_CARD)
      await technician.press('Save lines')
      await technician.sees('Estimate')
      assert.deepEqual(await technician.facts(['Before tax', 'GST, indicative', 'Estimate']), {
        'Before tax': '₹4,023.00',
        'GST, indicative': '₹724.14',
        'Estimate': '₹4,747.14',
      })
      await technician.press('Ask for approval')
      await technician.sees('Awaiting approval')
      assert.equal(
        await technician.page.getByText('Record approval').count(),
        0,
        'not theirs to give'
      )
    })

    await owner.step('The owner records the approval of the customer', async () => {
      await owner.goTo('Job cards')
      await owner.follow(job.replace('Job card ', ''))
      await owner.heading(job)
      await owner.press('Record approval')
      const dialog = await owner.dialog()
      await dialog.choose('How', 'By phone')
      await dialog.press('Record approval')
      await owner.told(/^Approval of .* recorded\.$/)
    })

    await technician.step('The technician does the work and marks the vehicle ready', async () => {
      await technician.page.reload()
      await technician.press('Start work')
      await technician.sees('In progress')
      await technician.press('Mark all done')
      await technician.told(/^Lines of .* saved\.$/)
      await technician.press('Mark ready')
      await technician.sees('Ready')
    })

    await owner.step('The owner makes the invoice from the job card', async () => {
      await owner.page.reload()
      await owner.press('Create invoice')
      await owner.heading('Draft for Raj Kumar')
      assert.deepEqual(await owner.facts(['Taxable value', 'CGST', 'SGST', 'Round-off', 'Total']), {
        'Taxable value': '₹4,023.00',
        'CGST': '₹362.07',
        'SGST': '₹362.07',
        'Round-off': '−₹0.14',
        'Total': '₹4,747.00',
      })
    })

    const invoice = await owner.step('issues it', async () => {
      await owner.press('Issue invoice')
      await (await owner.dialog(/₹4,747\.00/)).press('Issue invoice')
      await owner.told(/is issued and posted\.$/)
      return (await owner.heading(/^Invoice /)).replace('Invoice ', '')
    })
    assert.match(invoice, /^[A-Z0-9]+\/\d\d-\d\d\/00001$/)

    await owner.step('e-mails it', async () => {
      await owner.press('Send by e-mail')
      const dialog = await owner.dialog()
      await dialog.press('Send')
      await owner.told(`The invoice goes to ${raj.email}.`)
      await worker.done('kernel.deliver_message')
      await owner.page.reload()
      await owner.sees('Sent')
    })

    await owner.step('The customer gets it with its PDF', async () => {
      const record = owner.page.url()
      await owner.page.goto('/dev/mail')
      await owner.follow(new RegExp(`Tax invoice ${invoice} .*${raj.email}`))
      await owner.heading(`Tax invoice ${invoice} from Volt & Wheel`)
      const paper = await readPdf(await owner.download(/\.pdf/))
      const text = paper.pages.join(' ').replaceAll(/\s+/g, ' ')
      for (const words of [...PRINTED, invoice]) assert.include(text, words)
      assert.notInclude(text, 'IGST')
      await owner.page.goto(record)
    })

    await owner.step('The owner records the payment by UPI', async () => {
      await owner.press('Record payment')
      const dialog = await owner.dialog('Record payment')
      await dialog.fill('Amount', '4,747.00')
      await dialog.choose('Received by', 'UPI')
      await dialog.fill('UPI reference (UTR)', '632112345678')
      await dialog.press('Record payment')
      await owner.told(/^Payment of ₹4,747\.00 recorded as /)
      await owner.sees('Paid')
      assert.equal(await owner.fact('Balance'), '₹0.00')
    })

    await owner.step('finds the books right', async () => {
      assert.deepEqual(await trialBalance(owner), {
        'Bank / UPI': ['4,747.00', ''],
        'Labour income': ['', '1,200.00'],
        'Parts income': ['', '2,823.00'],
        'Output CGST': ['', '362.07'],
        'Output SGST': ['', '362.07'],
        'Round-off': ['0.14', ''],
        'Total': ['4,747.14', '4,747.14'],
      })
    })

    await owner.step('enters a registered customer of Karnataka', () =>
      addContact(owner, { name: KARNATAKA.name, gstin: KARNATAKA.gstin })
    )

    await owner.step('invoices the same lines to them alone', async () => {
      await owner.goTo('Invoices')
      await owner.follow('New invoice')
      await owner.heading('New invoice')
      await owner.pick('Customer', 'Namma', /Namma Fleet/)
      await typeLines(owner, INVOICE)
      await owner.sees(/Karnataka \(29\) · between states/)
      await owner.sees('₹724.14')
      await owner.press('Save draft')
      await owner.told(/^Draft saved\./)
      await owner.heading(`Draft for ${KARNATAKA.name}`)
      assert.deepEqual(await owner.facts(['Taxable value', 'IGST', 'Round-off', 'Total']), {
        'Taxable value': '₹4,023.00',
        'IGST': '₹724.14',
        'Round-off': '−₹0.14',
        'Total': '₹4,747.00',
      })
      assert.equal(await owner.page.getByText('CGST', { exact: true }).count(), 0)
    })

    await owner.step('issues that one too', async () => {
      await owner.press('Issue invoice')
      await (await owner.dialog(/₹4,747\.00/)).press('Issue invoice')
      await owner.heading(`Invoice ${invoice.replace('00001', '00002')}`)
      const { 'Output IGST': igst, 'Trade receivables': owed } = await trialBalance(owner)
      assert.deepEqual({ igst, owed }, { igst: ['', '724.14'], owed: ['4,747.00', ''] })
    })

    assert.deepEqual(owner.troubles, [], 'no error on the pages of the owner')
    assert.deepEqual(technician.troubles, [], 'no error on the pages of the technician')
  }).timeout(180_000)
})
