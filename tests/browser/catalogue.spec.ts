import { test } from '@japa/runner'
import { VIEWPORTS } from '../helpers/screens.ts'
import { lookAt, prepareLooking } from './support/look_at.ts'
import { Person } from './support/person.ts'

test.group('The catalogue of components at /dev/ui', () => {
  for (const [name, viewport] of Object.entries(VIEWPORTS)) {
    test(`shows every component whole, in both themes, at ${viewport.width} pixels`, async ({
      assert,
      browser,
      cleanup,
    }) => {
      const reader = await Person.at(browser, { viewport, isMobile: name === 'phone' })
      cleanup(() => reader.page.context().close())
      await prepareLooking(reader.page.context())
      const problems = await lookAt(reader.page, '/dev/ui', { busy: true })
      assert.deepEqual([...reader.troubles, ...problems], [])
    })
  }

  test('finds a component by its name or use, and opens what lies over the page', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const reader = await Person.at(browser, { viewport: VIEWPORTS.desk })
    cleanup(() => reader.page.context().close())
    await reader.page.goto('/dev/ui')
    await reader.fill('Find a component', 'taken back')
    await reader.page
      .getByRole('heading', { level: 3, name: 'KButton' })
      .waitFor({ state: 'detached' })
    assert.deepEqual(await reader.page.getByRole('heading', { level: 3 }).allInnerTexts(), [
      'KConfirm',
    ])
    await reader.page.getByRole('button', { name: 'Open KConfirm' }).first().click()
    const dialog = await reader.dialog('Cancel invoice INV-42?')
    await dialog.sees('Its number stays used.')
    assert.deepEqual(reader.troubles, [])
  })
})
