import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import { VIEWPORTS } from '../helpers/screens.ts'
import { followMail } from './support/mailbox.ts'
import { Person } from './support/person.ts'
import { signedIn } from './support/signed_in.ts'

const PHONE = { viewport: VIEWPORTS.phone, isMobile: true, hasTouch: true }
const PASSWORD = 'violet ladder umbrella'

test.group('Joining', () => {
  test('a newcomer joins by a code on a phone and sees what a technician sees', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const workshop = await makeWorkshop()
    const email = `imran-${randomUUID()}@example.com`
    const owner = await signedIn({ browser, cleanup }, workshop)
    const guest = await Person.at(browser, PHONE)
    cleanup(() => guest.page.context().close())
    const code = await owner.step('The owner makes a code for two technicians', async () => {
      await owner.page.goto('/settings/members')
      await owner.follow('Invite')
      await owner.heading('Invite')
      await owner.choose('Role', 'Technician')
      await owner.fill('For how many people', '2')
      await owner.press('Make invitation')
      const title = await owner.heading(/^Code …/)
      const shown = await owner.page.getByText(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/).innerText()
      assert.equal(title, `Code …${shown.slice(-2)}`)
      assert.equal(await owner.page.getByRole('img', { name: 'QR code of the link' }).count(), 1)
      const send = owner.page.getByRole('link', { name: 'Send by WhatsApp' })
      const text = new URL((await send.getAttribute('href'))!).searchParams.get('text')!
      assert.include(text, `/join/${shown}`)
      return shown
    })

    await owner.step('and is not shown it again', async () => {
      await owner.page.reload()
      await owner.heading(/^Code …/)
      assert.equal(await owner.page.getByText(code).count(), 0)
    })

    await guest.step('The newcomer types the code, in small letters', async () => {
      await guest.page.goto('/join')
      await guest.fill('Code', code.toLowerCase().replace('-', ' '))
      await guest.press('Go on')
      await guest.heading('Volt & Wheel')
      assert.equal(await guest.fact('Role'), 'Technician')
      assert.notInclude(guest.page.url(), code)
    })

    await guest.step('signs up', async () => {
      await guest.fill('Your name', 'Imran Shaikh')
      await guest.fill('E-mail', email)
      await guest.fillSecret('Choose a password', PASSWORD)
      await guest.press('Join Volt & Wheel')
      await guest.heading('Check your mail')
      await guest.sees(email)
    })

    await guest.step('and is in by the link of the mail', async () => {
      await followMail(guest, email, 'Join Volt & Wheel')
      await guest.told('Welcome to Volt & Wheel. You are Technician here.')
      await guest.heading(/^Good (morning|afternoon|evening), Imran$/)
    })

    await guest.step('sees tickets, but neither invoices nor settings', async () => {
      await guest.press('More')
      const menu = await guest.dialog()
      await menu.follow('Tickets')
      await guest.heading('Tickets')
      const refused = await guest.page.goto('/settings/members')
      assert.equal(refused?.status(), 403)
      await guest.page.goto('/')
      const place = guest.page.getByRole('navigation', { name: 'Main' })
      await place.getByRole('link', { name: 'Tickets' }).waitFor()
      assert.equal(await place.getByRole('link', { name: 'Invoices' }).count(), 0)
    })

    await owner.step('The owner sees who joined by it', async () => {
      await owner.page.reload()
      await owner.sees('Imran Shaikh')
      assert.equal(await owner.fact('Used'), '1 of 2')
    })
    assert.deepEqual(owner.troubles, [])
  }).timeout(120_000)

  test('somebody with an account follows a link, signs in and is back at the invitation', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const workshop = await makeWorkshop()
    const user = await (await makeWorkshop({ organisationName: 'Sahyadri Auto Care' })).user()
    const owner = await signedIn({ browser, cleanup }, workshop)
    const guest = await Person.at(browser, PHONE)
    cleanup(() => guest.page.context().close())
    const link = await owner.step('The owner makes a link', async () => {
      await owner.page.goto('/settings/invitations/create')
      await owner.page.getByText('Link and QR').click()
      await owner.choose('Role', 'Manager')
      await owner.press('Make invitation')
      await owner.heading(/^Link …/)
      return owner.page.getByText(/\/join\/[\w-]{43}$/).innerText()
    })

    await guest.step('The guest follows it and signs in', async () => {
      await guest.page.goto(link)
      await guest.heading('Volt & Wheel')
      assert.notInclude(guest.page.url(), link.split('/').at(-1)!, 'the secret left the address')
      await guest.follow('Sign in and join')
      await guest.heading('Sign in to your workshop')
      await guest.fill('E-mail', user.email)
      await guest.fillSecret('Password', TEST_PASSWORD)
      await guest.press('Sign in')
      await guest.heading('Volt & Wheel')
    })

    await guest.step('joins by one button', async () => {
      await guest.press('Join Volt & Wheel')
      await guest.told('Welcome to Volt & Wheel. You are Manager here.')
    })

    await guest.step('and goes back to the other organisation by the switcher', async () => {
      await guest.press('More')
      const menu = await guest.dialog()
      await menu.choose('Organisation', 'Sahyadri Auto Care')
      await guest.page.getByRole('link', { name: 'Sahyadri Auto Care' }).waitFor()
    })

    await guest.step('leaves the new one again', async () => {
      await guest.page.goto('/account/organisations')
      await guest.press('Leave Volt & Wheel')
      await (await guest.dialog('Leave Volt & Wheel?')).press('Leave')
      await guest.told('You have left Volt & Wheel.')
      assert.equal(await guest.page.getByRole('button', { name: 'Leave Volt & Wheel' }).count(), 0)
    })
    assert.deepEqual([...owner.troubles, ...guest.troubles], [])
  }).timeout(120_000)

  test('an e-mail invitation opens the form with the address fixed, and joins at once', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const workshop = await makeWorkshop()
    const email = `sunita-${randomUUID()}@example.com`
    const owner = await signedIn({ browser, cleanup }, workshop)
    const guest = await Person.at(browser, PHONE)
    cleanup(() => guest.page.context().close())
    await owner.step('The owner mails an invitation', async () => {
      await owner.page.goto('/settings/invitations/create')
      await owner.page.getByText('To one address').click()
      await owner.fill('E-mail', email)
      await owner.choose('Role', 'Accountant')
      await owner.press('Send invitation')
      await owner.told(`Invitation sent to ${email}.`)
      await owner.heading('Invitations')
    })

    await guest.step('The guest opens it', async () => {
      await followMail(guest, email, 'Join Volt & Wheel')
      await guest.heading('Volt & Wheel')
      const field = guest.page.getByRole('textbox', { name: 'E-mail' })
      assert.equal(await field.inputValue(), email)
      assert.isFalse(await field.isEditable())
      await guest.fill('Your name', 'Sunita Nair')
      await guest.fillSecret('Choose a password', PASSWORD)
      await guest.press('Join Volt & Wheel')
      await guest.told('Welcome to Volt & Wheel. You are Accountant here.')
    })
    assert.deepEqual([...owner.troubles, ...guest.troubles], [])
  }).timeout(120_000)
})
