import { test } from '@japa/runner'
import {
  makeWorkshop,
  registeredRoutes,
  TEST_PASSWORD,
  type Workshop,
} from '@karkhana/kernel/testing'
import { fillEverything } from '../helpers/fill_workshop.ts'
import { Program } from '../helpers/program.ts'
import { READERS } from './support/readers.ts'
import { lookAt, prepareLooking } from './support/look_at.ts'
import { first, pathsOf } from './support/looked_at.ts'
import { Person } from './support/person.ts'

/** Ends of addresses that answer data, a file or paper, not a page. */
const NO_PAGE =
  /^\/(records|lists)\/|^\/documents\/prints\/:id$|\/(account\/data|lookup|pdf|plan|export|preview|template|failures|download|file|__transmit\/events|inbox\/count|shell\/\w+|fonts\.css|samples)$/

/** Windows open at the same time. */
const AT_ONCE = 2

/** Every page behind sign-in, from the routes, so that a new page is looked at by existing; some in a second state. */
async function pages(program: Program, workshop: Workshop): Promise<string[]> {
  const patterns = registeredRoutes
    // The pages of partners are looked at in partner.spec.ts.
    .filter(({ method, surface, audience, pattern }) => {
      const page = method === 'GET' && surface === 'web' && !NO_PAGE.test(pattern)
      return page && audience !== 'partner'
    })
    .map(({ pattern }) => pattern)
  const paths = await pathsOf(patterns, program, workshop)
  const finished = [
    `/jobcards/${await first(program, '/jobcards?status=delivered')}`,
    `/invoicing/${await first(program, '/invoicing?status=draft')}`,
  ]
  return [...paths, ...finished, '/dev/mail']
}

test.group('Every page', (group) => {
  let workshop: Workshop
  let making: Promise<string[]> | undefined
  group.setup(async () => {
    workshop = await makeWorkshop()
    await fillEverything(workshop, 12)
  })

  for (const { language, locale, window, fits } of READERS) {
    test(`is whole and readable by everybody in ${language}, dark and light`, async ({
      assert,
      browser,
      cleanup,
      client,
    }) => {
      const token = await workshop.token()
      making ??= pages(new Program(client, token), workshop)
      const paths = await making
      assert.isAbove(paths.length, 40)
      const user = await workshop.user()
      await user.merge({ locale }).save()
      const reader = await Person.at(browser, window)
      cleanup(() => reader.page.context().close())
      await prepareLooking(reader.page.context())
      const problems: string[] = []
      await reader.signIn(user.email, TEST_PASSWORD)

      const queue = [...paths]
      const looking = Array.from({ length: AT_ONCE }, async () => {
        const other = await reader.another()
        for (let path = queue.shift(); path; path = queue.shift()) {
          const found = await lookAt(other.page, path, { fits })
          problems.push(...[...found, ...other.troubles.splice(0)].map((each) => `${path} ${each}`))
        }
      })
      await Promise.all(looking)
      assert.deepEqual([...reader.troubles, ...problems], [])
    }).timeout(900_000)
  }
})
