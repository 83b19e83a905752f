import { test } from '@japa/runner'
import { systemScope } from '@karkhana/kernel'
import {
  makeWorkshop,
  registeredRoutes,
  TEST_PASSWORD,
  type Workshop,
} from '@karkhana/kernel/testing'
import Membership from '../../app/identity/models/membership.ts'
import { fillWorkshop } from '../helpers/fill_workshop.ts'
import { readyJob } from '../helpers/jobs.ts'
import { Program } from '../helpers/program.ts'
import { LINES } from '../helpers/repair.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { lookAt, prepareLooking } from './support/look_at.ts'
import { Person } from './support/person.ts'

/** Ends of addresses that answer data or paper, not a page. */
const NO_PAGE = /\/(lookup|pdf|plan|export|preview|template|failures)$/

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
  const records = await recordsOf(program, patterns, workshop)
  const paths = patterns.map((pattern) =>
    pattern.replace(/:.+?(?=\/edit|$)/, records.get(pattern) ?? '')
  )
  const finished = [
    `/jobcards/${await first(program, '/jobcards?status=delivered')}`,
    `/invoicing/${await first(program, '/invoicing?status=draft')}`,
  ]
  return [...paths, ...finished, '/dev/mail']
}

/** The id that each pattern with one is looked at with. */
async function recordsOf(
  program: Program,
  patterns: string[],
  workshop: Workshop
): Promise<Map<string, string>> {
  const special = new Map([
    ['/invoicing/from-job/:jobId', await readyJob(program)],
    ['/invoicing/:id', await first(program, '/invoicing?status=issued')],
    ['/invoicing/:id/edit', await draft(program)],
    ['/settings/members/:id/edit', (await workshop.member('technician')).membership.id],
    ['/settings/roles/:id/edit', await workshop.role({ name: 'Front desk', base: 'technician' })],
    ['/settings/custom-fields/create/:table', 'vehicles_vehicles'],
    ['/settings/custom-fields/:id/edit', await customField(program)],
    ['/settings/tokens/accounts/:id/edit', await serviceAccount(workshop)],
    ['/transfer/imports/:id', await uploaded(workshop)],
    ['/settings/audit/records/:table/:id', `tickets_tickets/${await first(program, '/tickets')}`],
  ])
  const records = new Map<string, string>()
  for (const pattern of patterns.filter((each) => each.includes('/:'))) {
    const [list] = pattern.split('/:')
    records.set(pattern, special.get(pattern) ?? (await first(program, list)))
  }
  return records
}

/** A record of a list. What is new is open, so that lists of open things show it. */
async function first(program: Program, list: string): Promise<string> {
  const [row] = (await program.get(list)) as unknown as { id: string }[]
  if (!row) throw new Error(`There is nothing at ${list} to look at`)
  return row.id
}

/** A field of the organisation's own, with everything that its form has. */
async function customField(program: Program): Promise<string> {
  const { id } = await program.create('/settings/custom-fields', {
    record: 'vehicles_vehicles',
    label: 'Insurer',
    kind: 'choice',
    options: [{ label: 'Bharat' }, { label: 'Himalaya' }],
    showInList: true,
    filterable: true,
  })
  return id
}

/** A file that waits for its columns to be chosen. */
async function uploaded(workshop: Workshop): Promise<string> {
  const path = '/api/v1/transfer/importers/contacts.contacts/imports?name=customers.csv'
  const response = await fetch(`${process.env.APP_URL}${path}`, {
    method: 'POST',
    body: 'Name,Phone\nRaj Kumar,98220 12345',
    headers: {
      'authorization': `Bearer ${await workshop.token()}`,
      'content-type': 'text/csv',
    },
  })
  const { data } = (await response.json()) as { data: { id: string } }
  return data.id
}

/** An account that programs work through. */
async function serviceAccount({ organisationId }: Workshop): Promise<string> {
  const scope = await systemScope(organisationId, 'test')
  return scope.work(async (unit) => {
    const account = await Membership.create(
      { organisationId, kind: 'service', name: 'Website', role: 'technician', active: true },
      { client: unit.trx }
    )
    return account.id
  })
}

/** A draft invoice; the history of a filled workshop has only issued ones. */
async function draft(program: Program): Promise<string> {
  const contactId = await first(program, '/contacts')
  const { date } = await program.get('/accounting/trial-balance')
  return (await program.create('/invoicing', { contactId, date, lines: LINES })).id
}

test.group('Every page', (group) => {
  let workshop: Workshop
  let paths: string[] | undefined
  group.setup(async () => {
    workshop = await makeWorkshop()
    await fillWorkshop(workshop, 12)
  })

  for (const [name, viewport] of Object.entries(VIEWPORTS)) {
    test(`is whole and readable by everybody at ${viewport.width} pixels, dark and light`, async ({
      assert,
      browser,
      cleanup,
      client,
    }) => {
      paths ??= await pages(new Program(client, await workshop.token()), workshop)
      assert.isAbove(paths.length, 40)
      const reader = await Person.at(browser, { viewport, isMobile: name === 'phone' })
      cleanup(() => reader.page.context().close())
      await prepareLooking(reader.page.context())
      const problems: string[] = []
      for (const path of ['/login', '/register']) {
        problems.push(...(await lookAt(reader.page, path)).map((each) => `${path} ${each}`))
      }
      await reader.signIn((await workshop.user()).email, TEST_PASSWORD)

      const queue = [...paths]
      const looking = Array.from({ length: AT_ONCE }, async () => {
        const window = await reader.another()
        for (let path = queue.shift(); path; path = queue.shift()) {
          const found = await lookAt(window.page, path)
          problems.push(
            ...[...found, ...window.troubles.splice(0)].map((each) => `${path} ${each}`)
          )
        }
      })
      await Promise.all(looking)
      assert.deepEqual([...reader.troubles, ...problems], [])
    }).timeout(180_000)
  }
})
