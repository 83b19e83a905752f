import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { manyTickets } from '../functional/lists/support/many_tickets.ts'
import { becomes } from './support/becomes.ts'
import { hold } from './support/hold.ts'
import { signedIn } from './support/signed_in.ts'
import { until } from './support/until.ts'

test.group('Filters of a list', () => {
  test('are chips that can be taken off, with counts, turned round, between two values, and by quarter and financial year', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const workshop = await makeWorkshop()
    await manyTickets(await workshop.scope(), 5)
    const owner = await signedIn({ browser, cleanup }, workshop)
    const { page } = owner
    await page.goto('/tickets')
    const rows = (count: number) =>
      until(page, `document.querySelectorAll('tr[data-row]').length === ${count}`)
    const chip = (words: RegExp) => page.getByRole('button', { name: words })
    await rows(5)

    await owner.step('A choice says how many it has', async () => {
      await owner.press('Priority')
      const choice = await owner.dialog('Priority')
      await page.getByRole('checkbox', { name: /^P1\b.*\s2$/ }).waitFor()
      await page.getByRole('checkbox', { name: /^P3\b.*\s3$/ }).check()
      await rows(3)
      await choice.page.getByRole('checkbox', { name: /all others/ }).check()
      await rows(2)
      await page.keyboard.press('Escape')
      await chip(/^Remove the filter Priority: not P3/).waitFor()
    })

    await owner.step('Days by name, as the financial year has them', async () => {
      await owner.press('Opened')
      let dialog = await owner.dialog('Opened')
      for (const name of ['Last 30 days', 'This quarter', 'Last quarter', 'Last financial year']) {
        await dialog.page.getByRole('button', { name, exact: true }).waitFor()
      }
      await dialog.press('This financial year')
      await page.waitForURL(/opened=this_fy/)
      await chip(/^Remove the filter Opened: This financial year/i).waitFor()
      await rows(2)

      await owner.press('Opened')
      dialog = await owner.dialog('Opened')
      await dialog.page.getByRole('checkbox', { name: /all others/ }).check()
      await dialog.press('Last quarter')
      await page.waitForURL(/opened=(!|%21)last_quarter/)
      await chip(/^Remove the filter Opened: not last quarter/i).waitFor()
      await rows(2)
    })

    await owner.step('Between two days', async () => {
      await owner.press('Opened')
      const dialog = await owner.dialog('Opened')
      await dialog.page.getByRole('checkbox', { name: /all others/ }).uncheck()
      await dialog.fill('From', '01-04-2020')
      await dialog.fill('To', '30-06-2020')
      await dialog.press('Show')
      await page.waitForURL(/opened=2020-04-01(\.\.|%2E%2E)2020-06-30/i)
      await rows(0)
    })

    await owner.step('A chip takes its filter off, the rest stays', async () => {
      await chip(/^Remove the filter Opened/).click()
      await rows(2)
      await owner.press('Clear all')
      await rows(5)
      assert.equal(new URL(page.url()).searchParams.get('priority'), null)
    })
    assert.deepEqual(owner.troubles, [])
  })

  test('count one and all when they are chosen before the answer to the first has come', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const workshop = await makeWorkshop()
    await manyTickets(await workshop.scope(), 5)
    const owner = await signedIn({ browser, cleanup }, workshop)
    const { page } = owner
    await page.goto('/tickets')
    const search = page.getByRole('searchbox')
    await search.waitFor()

    await owner.step('Two choices of one filter, and then its opposite', async () => {
      const release = await hold(page, '/tickets')
      await owner.press('Priority')
      await page.getByRole('checkbox', { name: /^P1\b/ }).check()
      await page.getByRole('checkbox', { name: /^P3\b/ }).check()
      await page.getByRole('checkbox', { name: /all others/ }).check()
      release()
      await page.getByRole('button', { name: /^Remove the filter Priority: not P1.* P3/ }).waitFor()
      await owner.sees('Nothing matches')
      await page.keyboard.press('Escape')
      await owner.press('Clear all')
      await page.waitForURL((url) => !url.searchParams.has('priority'))
    })

    await owner.step('What is typed while a search is under way stays typed', async () => {
      const release = await hold(page, '/tickets')
      const asked = page.waitForRequest(/search=Noi/)
      await search.fill('Noi')
      await asked
      await search.press('End')
      await page.keyboard.type('se 4')
      release()
      await page.waitForURL(/search=Noise(\+|%20)4/)
      await becomes(() => search.inputValue(), 'Noise 4')
    })
    assert.deepEqual(owner.troubles, [])
  })
})
