import { test } from '@japa/runner'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import { VIEWPORTS } from '../helpers/screens.ts'
import { Authenticator, earlyInStep } from '../helpers/totp.ts'
import { Person } from './support/person.ts'

const SECRET = /^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/

/** Types e-mail and password and arrives where the code is asked for. */
async function toTheCode(person: Person, email: string) {
  await person.page.goto('/login')
  await person.fill('E-mail', email)
  await person.fillSecret('Password', TEST_PASSWORD)
  await person.press('Sign in')
  await person.heading('Type the code of your app')
}

const home = (person: Person) => person.page.waitForURL((url) => url.pathname === '/')

test.group('Two-factor sign-in', () => {
  test('is set up with a real app, asked for, and survives a lost phone', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const { email } = await (await makeWorkshop()).user()
    const asha = await Person.at(browser, { viewport: VIEWPORTS.phone })
    cleanup(() => asha.page.context().close())
    await asha.signIn(email, TEST_PASSWORD)

    const app = await asha.step('Asha scans the code', async () => {
      await asha.page.goto('/account/security')
      await asha.follow('Set up two-factor sign-in')
      await asha.press('Begin')
      await asha.page.getByRole('img', { name: 'QR code with the key for the app' }).waitFor()
      return new Authenticator(await asha.page.getByText(SECRET).innerText())
    })

    const codes = await asha.step('confirms it and keeps her recovery codes', async () => {
      await asha.fill('Code of the app', app.wrongCode())
      await asha.press('Switch on')
      await asha.sees(/This code is not right/)
      await earlyInStep()
      await asha.fill('Code of the app', app.code())
      await asha.press('Switch on')
      const list = asha.page.getByRole('list', { name: 'Recovery codes' })
      await list.waitFor()
      const told = await list.getByRole('listitem').allInnerTexts()
      assert.lengthOf(told, 10)
      const [download] = await Promise.all([
        asha.page.waitForEvent('download'),
        asha.follow('Download'),
      ])
      const chunks: Buffer[] = []
      for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
      const file = Buffer.concat(chunks).toString('utf8')
      for (const code of told) assert.include(file, code)
      await asha.follow('I have kept them')
      await asha.heading('Security')
      return told.map((code) => code.trim())
    })

    await asha.step('never sees them again', async () => {
      await asha.page.goto('/account/two-factor')
      await asha.sees(/of 10 left/)
      assert.equal(await asha.page.getByText(codes[0]).count(), 0)
    })

    await asha.step('is asked for the code after signing out; a wrong one is refused', async () => {
      await asha.signOut()
      await toTheCode(asha, email)
      const field = asha.page.getByRole('textbox', { name: 'Six digits' })
      await asha.page.locator('[name=code]:focus').waitFor()
      assert.equal(await field.getAttribute('inputmode'), 'numeric')
      assert.equal(await field.getAttribute('autocomplete'), 'one-time-code')
      await field.fill(app.wrongCode())
      await asha.sees(/This code is not right/)
      await asha.page.goto('/account')
      await asha.heading('Sign in to your workshop')
    })

    await asha.step(
      'gets to where she wanted with the next code, without pressing anything',
      async () => {
        await toTheCode(asha, email)
        // The step of the code that confirmed the app has been used.
        await asha.page.getByRole('textbox', { name: 'Six digits' }).fill(app.code(1))
        await asha.heading('Your account')
      }
    )

    await asha.step('gets in with a recovery code when the phone is lost, once', async () => {
      await asha.signOut()
      await toTheCode(asha, email)
      await asha.press('Use a recovery code')
      await asha.fill('Recovery code', codes[0])
      await asha.press('Sign in')
      await home(asha)
      await asha.signOut()
      await toTheCode(asha, email)
      await asha.press('Use a recovery code')
      await asha.fill('Recovery code', codes[0])
      await asha.press('Sign in')
      await asha.sees(/was used already/)
      await asha.fill('Recovery code', codes[1])
      await asha.press('Sign in')
      await home(asha)
    })
    assert.deepEqual(asha.troubles, [])
  })
})
