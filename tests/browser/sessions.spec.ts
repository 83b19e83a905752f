import { test } from '@japa/runner'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import { VIEWPORTS } from '../helpers/screens.ts'
import { Person } from './support/person.ts'

test.group('Sessions', () => {
  test('one that is ended elsewhere is signed out at its next click', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const { email } = await (await makeWorkshop()).user()
    const desk = await Person.at(browser, { viewport: VIEWPORTS.desk })
    const phone = await Person.at(browser, {
      viewport: VIEWPORTS.phone,
      userAgent:
        'Mozilla/5.0 (Linux; Android 14; SM-A546E) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
    })
    for (const { page } of [desk, phone]) cleanup(() => page.context().close())
    await desk.signIn(email, TEST_PASSWORD)
    await phone.signIn(email, TEST_PASSWORD)

    await desk.step('The desk sees the phone in the list and ends its session', async () => {
      await desk.page.goto('/account/sessions')
      await desk.heading('Sessions')
      await desk.sees('This device')
      await desk.press('End the session of Chrome on Android')
      const dialog = await desk.dialog('Sign out Chrome on Android?')
      await dialog.press('End session')
      await desk.told('Chrome on Android is signed out.')
      assert.equal(await desk.page.getByText('Chrome on Android').count(), 0)
    })

    await phone.step('The phone is signed out at its next click and told so', async () => {
      await phone.page
        .getByRole('navigation', { name: 'Main' })
        .getByRole('link', { name: 'Tickets' })
        .click()
      await phone.heading('Sign in to your workshop')
      await phone.told(/You were signed out/)
      await phone.page.goto('/account')
      await phone.heading('Sign in to your workshop')
    })

    await desk.step('The desk goes on working', async () => {
      await desk.page.goto('/account/sessions')
      await desk.heading('Sessions')
    })
    assert.deepEqual([...desk.troubles, ...phone.troubles], [])
  })

  test('the choice of light or dark follows the person to another device', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const { email } = await (await makeWorkshop()).user()
    const [first, second] = [
      await Person.at(browser, { viewport: VIEWPORTS.desk }),
      await Person.at(browser, { viewport: VIEWPORTS.desk }),
    ]
    for (const { page } of [first, second]) cleanup(() => page.context().close())
    const isLight = async ({ page }: Person) =>
      (await page.locator('html').getAttribute('class'))!.split(' ').includes('light')
    await first.signIn(email, TEST_PASSWORD)
    assert.isFalse(await isLight(first), 'dark until somebody chooses')
    await first.page.goto('/account')
    const saved = first.page.waitForResponse(
      (response) => response.url().endsWith('/account/appearance') && response.status() === 303
    )
    await first.page.getByRole('radio', { name: 'Light' }).click()
    await saved
    assert.isTrue(await isLight(first))
    await second.signIn(email, TEST_PASSWORD)
    assert.isTrue(await isLight(second))
  })
})
