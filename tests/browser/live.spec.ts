import { test } from '@japa/runner'
import type { Browser, Page, Request, Response, Route } from 'playwright'
import { makeWorkshop, TEST_PASSWORD, type Workshop } from '@karkhana/kernel/testing'
import { openJob } from '../helpers/jobs.ts'
import { Program } from '../helpers/program.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { Person } from './support/person.ts'

/** Milliseconds in which a window that did not rest would have asked. */
const LONG = 2_000

test.group('Two people at one workshop', (group) => {
  let workshop: Workshop
  const people: Person[] = []

  group.each.setup(async () => {
    workshop = await makeWorkshop()
    return async () => {
      for (const person of people.splice(0)) await person.page.context().close()
    }
  })

  async function signedIn(browser: Browser, name: string) {
    const { user } = await workshop.memberWith({ role: 'manager', name })
    const person = await Person.at(browser, { viewport: VIEWPORTS.desk })
    people.push(person)
    await person.signIn(user.email, TEST_PASSWORD)
    return person
  }

  test('a change of one is seen by the other without a reload, and its row glows once', async ({
    assert,
    browser,
    client,
  }) => {
    const program = new Program(client, await workshop.token())
    const { ticket } = await openJob(program)
    const { number, contact } = await program.get(ticket)
    const [asha, ravi] = [await signedIn(browser, 'Asha'), await signedIn(browser, 'Ravi')]
    const rows = ravi.page.locator('tr[data-row]')

    await opensListening(ravi, '/tickets')
    await rows.first().waitFor()
    await asha.step('Asha assigns the ticket to herself', async () => {
      await asha.page.goto(ticket)
      await asha.heading(`Ticket ${number}`)
      await asha.press('Assign')
      const dialog = await asha.dialog()
      await dialog.choose('In charge', 'Asha')
      await dialog.press('Assign')
    })
    const row = rows.filter({ hasText: String(number) })
    await row.filter({ hasText: 'Asha' }).and(ravi.page.locator('.k-glow')).waitFor()
    await ravi.page.locator('tr.k-glow').waitFor({ state: 'detached' })

    await ravi.step('A new ticket comes into the list', async () => {
      const made = await program.create('/tickets', {
        contactId: (contact as { id: string }).id,
        complaint: 'Horn does not work',
        priority: 'P2',
      })
      await rows.filter({ hasText: made.number }).waitFor()
    })
    assert.deepEqual([...asha.troubles, ...ravi.troubles], [])
  })

  test('the page of a record says who is editing it, and shows what was saved', async ({
    assert,
    browser,
    client,
  }) => {
    const { ticket } = await openJob(new Program(client, await workshop.token()))
    const [asha, ravi] = [await signedIn(browser, 'Asha'), await signedIn(browser, 'Ravi')]
    await opensListening(ravi, ticket)
    await ravi.page.getByRole('heading', { level: 1 }).waitFor()

    await asha.page.goto(`${ticket}/edit`)
    await ravi.page.getByText('Asha is editing').waitFor()
    await asha.page.getByText('Ravi is here, too').waitFor()

    await asha.fill('Complaint', 'Squeals when braking downhill')
    await asha.press('Save ticket')
    await ravi.page.getByText('Squeals when braking downhill').waitFor()
    await ravi.page.getByText('Asha is editing').waitFor({ state: 'detached' })
    assert.deepEqual([...asha.troubles, ...ravi.troubles], [])
  })

  test('a hidden window rests, and shows what it missed when it is seen again', async ({
    assert,
    browser,
    client,
  }) => {
    const program = new Program(client, await workshop.token())
    const { ticket } = await openJob(program)
    const ravi = await signedIn(browser, 'Ravi')
    await opensListening(ravi, '/tickets')
    await ravi.page.locator('tr[data-row]').first().waitFor()
    const show = (state: 'hidden' | 'visible') =>
      ravi.page.evaluate(`
        Object.defineProperty(document, 'hidden', {
          value: ${state === 'hidden'}, configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))`)
    const changed = ravi.page.locator('tr[data-row]', { hasText: 'Meena' })

    await show('hidden')
    const { id } = (await workshop.memberWith({ role: 'manager', name: 'Meena' })).membership
    const { version } = await program.get(ticket)
    await program.change(`${ticket}/assignee`, { assigneeId: id, version })
    await ravi.page.waitForTimeout(LONG)
    assert.equal(await changed.count(), 0)

    await show('visible')
    await changed.waitFor()
  })

  test('on a weak line nothing is missed: neither before the server knows who listens, nor by who comes back at once', async ({
    browser,
    client,
  }) => {
    const program = new Program(client, await workshop.token())
    const { ticket } = await openJob(program)
    const ravi = await signedIn(browser, 'Ravi')
    const { page } = ravi
    const assign = async (name: string) => {
      const { id } = (await workshop.memberWith({ role: 'manager', name })).membership
      const { version } = await program.get(ticket)
      await program.change(`${ticket}/assignee`, { assigneeId: id, version })
    }
    const rows = page.locator('tr[data-row]')
    const held = heldBack(page)

    await ravi.step('What changes before the server knows', async () => {
      const subscribing = await held('subscribe', () => page.goto('/tickets'))
      await rows.first().waitFor()
      await assign('Meena')
      await page.waitForTimeout(LONG)
      await subscribing()
      await rows.filter({ hasText: 'Meena' }).waitFor()
    })

    await ravi.step('What changes after a look at the record and back', async () => {
      const leaving = await held('unsubscribe', () =>
        rows.first().getByRole('link').first().click()
      )
      await ravi.heading(/^Ticket /)
      await page.goBack()
      await ravi.heading('Tickets')
      const back = page.waitForResponse(hears)
      await leaving()
      await back
      await assign('Sunita')
      await rows.filter({ hasText: 'Sunita' }).waitFor()
    })
  })

  test('a page asks by itself while there is no stream', async ({ browser, client }) => {
    const program = new Program(client, await workshop.token())
    const { ticket } = await openJob(program)
    const ravi = await signedIn(browser, 'Ravi')
    await ravi.page.route('**/__transmit/events**', (route) => route.abort())
    await ravi.page.goto('/tickets')
    await ravi.page.locator('tr[data-row]').first().waitFor()
    const { id } = (await workshop.memberWith({ role: 'manager', name: 'Meena' })).membership
    const { version } = await program.get(ticket)
    await program.change(`${ticket}/assignee`, { assigneeId: id, version })
    await ravi.page.locator('tr[data-row]', { hasText: 'Meena' }).waitFor({ timeout: 30_000 })
  })
})

/** Opens a page and waits until it listens. */
async function opensListening({ page }: Person, path: string) {
  const subscribed = page.waitForResponse(hears)
  await page.goto(path)
  await subscribed
}

/** Whether this is the answer after which the page is told of changes of its list or its record. */
const hears = (answer: Response) =>
  answer.url().endsWith('/__transmit/subscribe') && isOfRows(answer.request())

const isOfRows = (request: Request) => /\/(tables|records)\//.test(request.postData() ?? '')

/** Holds back the next word to the server about rows that `work` brings, until what it answers is called. */
const heldBack =
  (page: Page) => async (word: 'subscribe' | 'unsubscribe', work: () => Promise<unknown>) => {
    const address = `**/__transmit/${word}`
    const holding = Promise.withResolvers<Route>()
    let held = false
    const hold = (route: Route) => {
      if (held || !isOfRows(route.request())) return route.continue()
      held = true
      holding.resolve(route)
    }
    await page.route(address, hold)
    await work()
    const route = await holding.promise
    return async () => {
      await route.continue()
      await page.unroute(address, hold)
    }
  }
