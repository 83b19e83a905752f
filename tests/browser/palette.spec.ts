import { test } from '@japa/runner'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import { openJob } from '../helpers/jobs.ts'
import { Program } from '../helpers/program.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { Person } from './support/person.ts'

test.group('The command palette', () => {
  test('finds records by keyboard, only those of the own organisation', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const { job, number } = await openJob(new Program(client, await mine.token()))
    await openJob(new Program(client, await other.token()))
    const person = await Person.at(browser, { viewport: VIEWPORTS.desk })
    cleanup(() => person.page.context().close())
    await person.signIn((await mine.user()).email, TEST_PASSWORD)
    const { page } = person
    const box = page.getByRole('combobox', { name: 'Go to or create' })
    const options = page.getByRole('listbox', { name: 'Commands' }).getByRole('option')

    await person.step(
      'A plate in any spacing finds the vehicle, its job card and its ticket',
      async () => {
        await page.keyboard.press('Control+k')
        await box.and(page.locator(':focus')).waitFor()
        await page.keyboard.type('mh 12-ab 1234')
        await options.filter({ hasText: number }).waitFor()
        const texts = await options.allInnerTexts()
        assert.lengthOf(
          texts.filter((text) => text.startsWith('MH 12 AB 1234')),
          1,
          'one vehicle, though another organisation has the same'
        )
      }
    )

    await person.step('The arrows and Enter open the job card', async () => {
      for (let step = 0; step < 10; step++) {
        const active = await box.getAttribute('aria-activedescendant')
        const text = await page.locator(`#${active}`).innerText()
        if (text.includes(number)) break
        await page.keyboard.press('ArrowDown')
      }
      await page.keyboard.press('Enter')
      await page.waitForURL(`**${job}`)
      await person.heading(`Job card ${number}`)
    })

    await person.step('What nobody has is said to be nowhere', async () => {
      await page.keyboard.press('Control+k')
      await box.and(page.locator(':focus')).waitFor()
      await page.keyboard.type('nobody has this')
      await person.sees(/Nothing is called/)
      await page.keyboard.press('Escape')
      await box.waitFor({ state: 'detached' })
    })
    assert.deepEqual(person.troubles, [])
  })
})
