import { test } from '@japa/runner'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import { manyTickets } from '../functional/lists/support/many_tickets.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { becomes } from './support/becomes.ts'
import { hold } from './support/hold.ts'
import { Person } from './support/person.ts'

/** Contrast and density as the page wears them. */
const WORN = '({ ...document.documentElement.dataset })'

test.group('How the pages look', () => {
  test('more contrast and close lists and forms are a choice of the person, on every device and from the first paint', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const workshop = await makeWorkshop()
    await manyTickets(await workshop.scope(), 2)
    const { email } = await workshop.user()
    const [first, second] = [
      await Person.at(browser, { viewport: VIEWPORTS.desk }),
      await Person.at(browser, { viewport: VIEWPORTS.desk }),
    ]
    for (const { page } of [first, second]) cleanup(() => page.context().close())
    const worn = ({ page }: Person) => page.evaluate<Record<string, string>>(WORN)
    const heights = async ({ page }: Person) => {
      await page.goto('/tickets')
      const row = await page.locator('tr[data-row]').first().boundingBox()
      await page.goto('/tickets/create')
      const field = await page.getByRole('combobox', { name: 'Customer' }).boundingBox()
      return { row: row!.height, field: field!.height }
    }
    const border = ({ page }: Person) =>
      page.evaluate<string>(
        `getComputedStyle(document.documentElement).getPropertyValue('--k-control-border')`
      )

    await first.signIn(email, TEST_PASSWORD)
    assert.deepEqual(await worn(first), { contrast: '', density: 'comfortable' })
    const before = { ...(await heights(first)), border: await border(first) }

    await first.step('Chosen in the account one after the other, worn at once', async () => {
      await first.page.goto('/account')
      // The first is still on its way to the server when the second is chosen.
      const release = await hold(first.page, '/account/appearance')
      const saved = first.page.waitForResponse('**/account/appearance')
      await first.page.getByRole('radio', { name: 'More contrast' }).click()
      await first.page.getByRole('radio', { name: 'Compact' }).click()
      await becomes(() => worn(first), { contrast: 'more', density: 'compact' })
      release()
      assert.equal((await saved).status(), 303)
      assert.notEqual(await border(first), before.border)
      const after = await heights(first)
      assert.isBelow(after.row, before.row)
      assert.isBelow(after.field, before.field)
    })

    await second.step('and on the next device', async () => {
      await second.signIn(email, TEST_PASSWORD)
      await becomes(() => worn(second), { contrast: 'more', density: 'compact' })
    })

    await second.step('It is there before the code of the pages has come', async () => {
      const { page } = await second.another()
      await page.route(/\/assets\/.*\.js/, (route) => route.abort())
      await page.goto('/tickets')
      assert.deepEqual(await page.evaluate(WORN), { contrast: 'more', density: 'compact' })
    })

    await first.step('Who has chosen nothing has what the device asks for', async () => {
      await first.page.goto('/account')
      await first.page
        .getByRole('radiogroup', { name: 'Contrast' })
        .getByRole('radio', { name: 'Like the device' })
        .click()
      await first.page.emulateMedia({ contrast: 'more' })
      await first.page.locator('html[data-contrast="more"]').waitFor()
      await first.page.emulateMedia({ contrast: 'no-preference' })
      await first.page.locator('html[data-contrast=""]').waitFor()
    })
    assert.deepEqual([...first.troubles, ...second.troubles], [])
  })
})
