import { test } from '@japa/runner'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import { VIEWPORTS } from '../helpers/screens.ts'
import { followMail } from './support/mailbox.ts'
import { Person } from './support/person.ts'

const NEW_PASSWORD = 'violet ladder umbrella'

test.group('A forgotten password', () => {
  test('is set anew by the mailed link; the old one and other sessions end', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const { email } = await (await makeWorkshop()).user()
    const asha = await Person.at(browser, { viewport: VIEWPORTS.phone, isMobile: true })
    cleanup(() => asha.page.context().close())
    const elsewhere = await Person.at(browser, { viewport: VIEWPORTS.desk })
    cleanup(() => elsewhere.page.context().close())
    await elsewhere.signIn(email, TEST_PASSWORD)

    await asha.step('Asha does not get in', async () => {
      await asha.page.goto('/login')
      await asha.fill('E-mail', email)
      await asha.fillSecret('Password', 'I have forgotten it')
      await asha.press('Sign in')
      await asha.sees(/^E-mail or password is not right\./)
    })

    await asha.step('asks for a link', async () => {
      await asha.follow('Forgot password?')
      await asha.heading('Reset your password')
      await asha.fill('E-mail', email)
      await asha.press('Mail me a link')
      await asha.heading('Check your mail')
    })

    await asha.step('sets a new password, a good one at the second try', async () => {
      await followMail(asha, email, 'Set a new password')
      await asha.heading('Set a new password')
      assert.equal(await asha.page.getByLabel('Account').inputValue(), email)
      await asha.fillSecret('New password', 'qwertyuiop')
      await asha.press('Set the password')
      await asha.sees(/^This password is easy to guess\./)
      await asha.fillSecret('New password', NEW_PASSWORD)
      await asha.press('Set the password')
      await asha.told('Your password is set. Everybody else was signed out.')
    })

    await elsewhere.step('The other browser is signed out at its next step', async () => {
      await elsewhere.page.goto('/contacts')
      await elsewhere.heading('Sign in to your workshop')
    })

    await elsewhere.step('The old password is refused, the new one is right', async () => {
      await elsewhere.fill('E-mail', email)
      await elsewhere.fillSecret('Password', TEST_PASSWORD)
      await elsewhere.press('Sign in')
      await elsewhere.sees(/^E-mail or password is not right\./)
      await elsewhere.fillSecret('Password', NEW_PASSWORD)
      await elsewhere.press('Sign in')
      await elsewhere.heading('Contacts')
    })

    await elsewhere.step('The link is used up', async () => {
      await followMail(elsewhere, email, 'Reset the password')
      await elsewhere.heading('Reset your password')
    })
    assert.deepEqual([...asha.troubles, ...elsewhere.troubles], [])
  })

  test('too many wrong ones: the page counts the time down', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const { email } = await (await makeWorkshop()).user()
    const guesser = await Person.at(browser, {
      viewport: VIEWPORTS.desk,
      extraHTTPHeaders: { 'x-forwarded-for': '203.0.113.201' },
    })
    cleanup(() => guesser.page.context().close())
    await guesser.page.goto('/login')
    await guesser.fill('E-mail', email)
    for (let guess = 1; guess <= 6; guess++) {
      await guesser.fillSecret('Password', `guess number ${guess}`)
      const [answer] = await Promise.all([
        guesser.page.waitForResponse((response) => response.request().method() === 'POST'),
        guesser.press('Sign in'),
      ])
      if (guess === 6) assert.equal(answer.status(), 429)
    }
    const alert = guesser.page.getByRole('alert')
    await alert.getByText(/Too many tries\. Wait\s+2\d s, or reset the password\./).waitFor()
    assert.equal(await guesser.page.getByRole('textbox', { name: 'E-mail' }).inputValue(), email)
    await alert.getByRole('link', { name: 'reset the password' }).click()
    await guesser.heading('Reset your password')
  })
})
