import { test } from '@japa/runner'
import { VIEWPORTS } from '../helpers/screens.ts'
import { Person } from './support/person.ts'

/** Names that a server could send: of a module added after the build, of a file that is not there, of other folders. */
const NAMES = [
  'feedbacks::index',
  'tickets::no_such_page',
  'tickets::../../invoicing/pages/index',
  'kernel::../layouts/public',
  '__proto__::toString',
  'index',
]

test.group('A page that is not in the build', () => {
  test('is answered by one that says so and what to do, whatever its name', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const person = await Person.at(browser, { viewport: VIEWPORTS.desk })
    cleanup(() => person.page.context().close())
    let name = ''
    await person.page.route('**/login', async (route) => {
      const response = await route.fetch()
      const escaped = JSON.stringify(name).replaceAll('/', '\\/')
      const html = await response.text()
      const body = html.replace(/"component":"kernel::auth\\?\/login"/, `"component":${escaped}`)
      assert.notEqual(body, html)
      await route.fulfill({ response, body })
    })
    for (name of NAMES) {
      await person.page.goto('/login')
      await person.heading('This page is not part of the build')
      await person.sees(
        `The page “${name}” of the module “${name.split('::')[0]}” is missing in the browser’s half of Karkhana.`
      )
      await person.sees(/build the assets again with npm run build/)
    }
  })
})
