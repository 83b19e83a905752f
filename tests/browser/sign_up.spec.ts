import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import { VIEWPORTS } from '../helpers/screens.ts'
import { followMail } from './support/mailbox.ts'
import { Person } from './support/person.ts'
import { fillSignUp } from './support/sign_up.ts'

for (const [name, viewport] of Object.entries(VIEWPORTS)) {
  test.group(`Signing up at ${viewport.width} pixels`, () => {
    test('an owner signs up, opens the link in the mail and works', async ({
      assert,
      browser,
      cleanup,
    }) => {
      const email = `asha-${randomUUID()}@example.com`
      const owner = await Person.at(browser, { viewport, isMobile: name === 'phone' })
      cleanup(() => owner.page.context().close())

      await owner.step('fills the form, advised on the password', async () => {
        await fillSignUp(owner, email)
        const state = owner.page.getByRole('combobox', { name: 'State' })
        assert.equal(await state.inputValue(), '27', 'Maharashtra follows from the GSTIN')
        await owner.fillSecret('Password', 'voltwheel2026')
        await owner.sees(/It is made of your name, e-mail or organisation\./)
        await owner.fillSecret('Password', 'violet ladder umbrella')
        await owner.sees('Strong.')
        await owner.press('Show what is typed')
        const field = owner.page.locator('[name=password]')
        assert.equal(await field.getAttribute('type'), 'text')
        assert.equal(await field.getAttribute('autocomplete'), 'new-password')
        await owner.press('Hide what is typed')
        assert.equal(await field.getAttribute('type'), 'password')
      })

      await owner.step('is told to look into the mail', async () => {
        await owner.press('Register')
        await owner.heading('Check your mail')
        await owner.sees(email)
        await owner.page.goto('/')
        await owner.heading('Sign in to your workshop')
      })

      await owner.step('confirms the address', async () => {
        await followMail(owner, email, 'Confirm my e-mail')
        await owner.heading('Open Volt & Wheel')
        await owner.press('Confirm and open')
        await owner.told('Welcome to Karkhana, Asha Kulkarni.')
        await owner.heading('Getting started')
      })

      await owner.step('works in the organisation', async () => {
        await owner.page.goto('/contacts/create')
        await owner.fill('Name', 'Raj Kumar')
        await owner.fill('Phone', '98220 54322')
        await owner.press('Save contact')
        await owner.heading('Raj Kumar')
      })

      await owner.step('finds the link used up', async () => {
        await followMail(owner, email, 'Confirm my e-mail')
        await owner.heading('This link has been used')
      })

      await owner.step('signs out, and in by the password', async () => {
        await owner.page.goto('/')
        await owner.signOut()
        await owner.signIn(email, 'violet ladder umbrella')
        await owner.heading(/^Good (morning|afternoon|evening), Asha$/)
      })
      assert.deepEqual(owner.troubles, [])
    })
  })
}
