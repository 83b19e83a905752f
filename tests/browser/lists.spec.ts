import { test } from '@japa/runner'
import { makeWorkshop, TEST_PASSWORD, type Workshop } from '@karkhana/kernel/testing'
import type { ApiClient } from '@japa/api-client'
import type { Browser, Page } from 'playwright'
import { Program, type Answer } from '../helpers/program.ts'
import { manyTickets } from '../functional/lists/support/many_tickets.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { Person } from './support/person.ts'

/** A workshop with `count` open tickets, and its owner at the list. */
async function atTickets(
  { browser, client }: { browser: Browser; client: ApiClient },
  count: number,
  viewport: { width: number; height: number } = VIEWPORTS.desk
) {
  const workshop = await makeWorkshop()
  const program = new Program(client, await workshop.token())
  const contact = await program.create('/contacts', { kind: 'customer', name: 'Raj Kumar' })
  for (let index = 0; index < count; index++) {
    await program.create('/tickets', {
      contactId: contact.id,
      complaint: `Noise ${index + 1}`,
      priority: index % 2 === 0 ? 'P3' : 'P1',
    })
  }
  const owner = await signedIn(browser, workshop, viewport)
  await owner.page.goto('/tickets')
  await owner.heading('Tickets')
  return { workshop, program, owner }
}

async function signedIn(
  browser: Browser,
  workshop: Workshop,
  viewport: { width: number; height: number } = VIEWPORTS.desk
) {
  const person = await Person.at(browser, { viewport })
  await person.signIn((await workshop.user()).email, TEST_PASSWORD)
  return person
}

/** Waits until something holds that no locator can tell. */
async function eventually(holds: () => Promise<boolean>) {
  for (let look = 0; look < 100; look++) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('It did not come to hold within 10 seconds.')
}

const rows = (person: Person) => person.page.locator('[data-row]')

/** The address is new before the rows are. */
const shows = (person: Person, count: number) =>
  eventually(async () => (await rows(person).count()) === count)

/** The next action on rows is under way until the answer is called. */
async function longRun(page: Page) {
  const end = Promise.withResolvers<void>()
  await page.route(
    '**/lists/*/runs',
    async (route) => {
      const response = await route.fetch()
      const { data } = (await response.json()) as { data: object }
      await route.fulfill({ response, json: { data: { ...data, state: 'running' } } })
    },
    { times: 1 }
  )
  await page.route('**/lists/*/runs/*', async (route) => {
    await end.promise
    await route.continue()
  })
  return end.resolve
}

test.group('Lists', () => {
  test('a link shows a colleague the same rows: filters live in the address', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const { owner } = await atTickets({ browser, client }, 4)
    cleanup(() => owner.page.context().close())
    await owner.press('Priority')
    const choice = await owner.dialog('Priority')
    await choice.page.getByRole('checkbox', { name: /^P1/ }).check()
    await owner.page.waitForURL(/priority=P1/)
    await shows(owner, 2)
    await choice.page.getByRole('checkbox', { name: /all others/ }).check()
    await owner.page.waitForURL(/priority=%21P1|priority=!P1/)
    await owner.page.keyboard.press('Escape')
    const colleague = await owner.another()
    await colleague.page.goto(owner.page.url())
    await colleague.page
      .getByRole('button', { name: /^Remove the filter Priority: not P1/ })
      .waitFor()
    await shows(colleague, 2)
    assert.deepEqual([...owner.troubles, ...colleague.troubles], [])
  })

  test('a saved view keeps filters and columns, says when it was changed, and is begun with', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const { owner } = await atTickets({ browser, client }, 4)
    cleanup(() => owner.page.context().close())
    const { page } = owner
    await page.goto('/tickets?priority=P1')
    await owner.press('Save view')
    const form = await owner.dialog('Save view')
    await form.fill('Name', 'Urgent')
    await form.page.getByRole('switch', { name: /^Share/ }).click()
    await form.page.getByRole('checkbox', { name: 'Owner' }).check()
    await form.press('Save')
    const tab = page.getByRole('navigation', { name: 'Saved views' }).getByRole('button', {
      name: /^Urgent/,
    })
    await tab.and(page.locator('[aria-current="true"]')).waitFor()

    await owner.step('It says that it was changed, and goes back', async () => {
      await owner.press('Clear all')
      await page.goto('/tickets')
      await tab.and(page.locator('[aria-current="true"]')).waitFor()
      await page.waitForURL(/view=.*priority=P1/)
      await owner.press('Order')
      await page.getByRole('menuitem', { name: 'Due first' }).click()
      await owner.sees('Changed')
      await owner.press('Reset')
      await page.getByText('Changed', { exact: true }).waitFor({ state: 'detached' })
    })
    await owner.step('The whole list is one press away, and stays over a reload', async () => {
      await page.getByRole('button', { name: 'All', exact: true }).click()
      await page.waitForURL(/view=all/)
      await page.reload()
      await shows(owner, 4)
    })
    assert.deepEqual(owner.troubles, [])
  })

  test('columns, their width and density are kept on the server, for another device', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const { owner, workshop } = await atTickets({ browser, client }, 1)
    cleanup(() => owner.page.context().close())
    const { page } = owner
    const kept = (what: RegExp) =>
      page.waitForResponse(
        (answer) =>
          answer.url().endsWith('/lists/tickets.tickets/settings') &&
          what.test(answer.request().postData() ?? '')
      )
    await page.getByRole('separator', { name: 'Width of Customer' }).focus()
    const resized = kept(/"width":\d/)
    await page.keyboard.press('ArrowRight')
    await resized
    await owner.press('Columns and export')
    await page.getByRole('menuitem', { name: 'Columns', exact: true }).click()
    const dialog = await owner.dialog('Columns')
    await dialog.page.getByRole('checkbox', { name: 'Vehicle' }).uncheck()
    await dialog.page.getByRole('checkbox', { name: 'Opened' }).check()
    await dialog.press('Move Customer up')
    const stored = kept(/"density":"compact"/)
    await dialog.press('Compact')
    await stored
    const other = await signedIn(browser, workshop)
    cleanup(() => other.page.context().close())
    await other.page.goto('/tickets')
    await other.page.locator('[data-row]').waitFor()
    const heads = await other.page.getByRole('columnheader').allInnerTexts()
    assert.include(heads, 'Opened')
    assert.notInclude(heads, 'Vehicle')
    assert.deepEqual(heads.slice(1, 3), ['No.', 'Customer'])
    assert.isBelow((await rows(other).first().boundingBox())!.height, 42)
    assert.deepEqual([...owner.troubles, ...other.troubles], [])
  })

  test('keys: j and k move, x selects, Shift with an arrow extends, e edits, Enter opens, back returns', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const { owner } = await atTickets({ browser, client }, 12)
    cleanup(() => owner.page.context().close())
    const { page } = owner
    const key = (name: string) => page.keyboard.press(name)
    const active = page.locator('[data-row="4"][class*="inset_2px"]')
    for (const name of ['j', 'j', 'j', 'k', 'x']) await key(name)
    await owner.sees('1 selected')
    await key('Shift+ArrowDown')
    await key('Shift+ArrowDown')
    await owner.sees('3 selected')
    await key('e')
    const menu = page.getByRole('menu')
    await menu.getByRole('menuitem', { name: /^P1/ }).waitFor()
    await key('Escape')
    await menu.waitFor({ state: 'detached' })
    await key('j')
    const number = await active.getByRole('link').first().innerText()
    await key('Enter')
    await owner.heading(new RegExp(number))
    await page.goBack()
    await owner.heading('Tickets')
    await owner.sees('3 selected')
    await active.waitFor()
    assert.deepEqual(owner.troubles, [])
  })

  test('the way back from a record leads to the filtered list, its row and its place, with the row as it is now', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const { owner, program } = await atTickets({ browser, client }, 30)
    cleanup(() => owner.page.context().close())
    const { page } = owner
    await page.goto('/tickets?priority=P3,P1')
    const row = page.locator('[data-row="22"]')
    await row.scrollIntoViewIfNeeded()
    const top = await page.evaluate<number>('window.scrollY')
    const link = row.getByRole('link').first()
    const number = await link.innerText()
    await link.click()
    await owner.heading(new RegExp(number))
    const id = new URL(page.url()).pathname.split('/').pop()!
    const { version } = await program.get(`/tickets/${id}`)
    await program.change(`/lists/tickets.tickets/rows/${id}`, {
      field: 'priority',
      value: 'P1',
      version,
    })
    await page.getByRole('link', { name: 'Tickets' }).last().click()
    await owner.heading('Tickets')
    await page.waitForURL(/priority=/)
    const back = page.locator('[data-row="22"]').filter({ hasText: number })
    await back.filter({ hasText: 'P1' }).waitFor()
    await eventually(async () => Math.abs(Number(await page.evaluate('window.scrollY')) - top) < 60)
    assert.deepEqual(owner.troubles, [])
  })

  test('a field changed in the list shows at once, can be undone, and goes back when refused', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const { owner } = await atTickets({ browser, client }, 2)
    cleanup(() => owner.page.context().close())
    const { page } = owner
    const cell = () =>
      page.locator('[data-row="0"]').getByRole('button', { name: /^Change Priority/ })
    const pick = async (option: RegExp) => {
      await cell().click()
      await page.getByRole('menuitem', { name: option }).click()
    }
    await owner.step('It is changed and undone', async () => {
      assert.include(await cell().innerText(), 'P1')
      await pick(/^P2/)
      await cell().filter({ hasText: 'P2' }).waitFor()
      await owner.sees('Priority changed')
      await page.getByRole('button', { name: 'Undo' }).click()
      await cell().filter({ hasText: 'P1' }).waitFor()
    })
    await owner.step(
      'Somebody was quicker: the old value is back, and the reason is told',
      async () => {
        await page.route('**/lists/*/rows/*', async (route) => {
          const body = route.request().postDataJSON() as { version: number }
          await route.continue({ postData: { ...body, version: body.version + 5 } })
        })
        await pick(/^P4/)
        await owner.sees('Priority was not changed')
        await owner.sees(/Somebody else changed this record/)
        await cell().filter({ hasText: 'P1' }).waitFor()
      }
    )
  })

  test('an action on all that match tells its progress, what was left and why, and tries only that again', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const { owner, program } = await atTickets({ browser, client }, 6)
    cleanup(() => owner.page.context().close())
    const { page } = owner
    const all = (await program.get('/tickets')) as unknown as Answer[]
    assert.lengthOf(all, 6)
    await page.getByRole('checkbox', { name: 'Select all rows shown' }).check()
    await owner.sees('6 selected')
    // Closed meanwhile: its priority can no longer be set.
    const [gone] = all
    await program.act(`/tickets/${gone.id}/transitions`, { transition: 'cancel', reason: 'Sold' })
    await owner.press('Set priority')
    const dialog = await owner.dialog('Set priority')
    await dialog.choose('Priority', 'P2 high')
    const chosen = await longRun(page)
    await dialog.press('Set priority')
    await page.getByRole('region', { name: 'Selected rows' }).waitFor({ state: 'detached' })
    await page.locator('[data-row="1"]').getByRole('checkbox').check()
    chosen()
    await owner.sees(/Done: 5 of 6/)
    await owner.sees('1 selected')
    await owner.sees('1 record was left')
    await owner.sees(new RegExp(gone.number))
    await owner.press('Try 1 again')
    await owner.sees(/Done: 5 of 6/)
    await page.locator('[data-row="1"]').filter({ hasText: 'P2' }).waitFor()
  })

  test('what is shown is exported: these filters, these columns', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const { owner } = await atTickets({ browser, client }, 4)
    cleanup(() => owner.page.context().close())
    const { page } = owner
    await page.goto('/tickets?priority=P1')
    await owner.press('Columns and export')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /^Export as CSV/ }).click(),
    ])
    const chunks: Buffer[] = []
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
    const lines = Buffer.concat(chunks).toString().trim().split(/\r?\n/)
    assert.lengthOf(lines, 3)
    assert.match(lines[0], /No\..*Customer.*Priority/)
    assert.notInclude(lines[0], 'Opened')
  })

  test('a phone has cards that can be selected and changed, without sideways scroll', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const { owner } = await atTickets({ browser, client }, 3, VIEWPORTS.phone)
    cleanup(() => owner.page.context().close())
    const { page } = owner
    await page
      .getByRole('checkbox', { name: /^Select / })
      .first()
      .check()
    await page
      .getByRole('checkbox', { name: /^Select / })
      .nth(1)
      .check()
    await owner.sees('2 selected')
    await page.getByRole('button', { name: 'Assign', exact: true }).waitFor()
    const wide = await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')
    assert.isTrue(wide)
    assert.deepEqual(owner.troubles, [])
  })

  test('a long list fetches rows ahead, draws only those near the window, and says how many there are', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const workshop = await makeWorkshop()
    await manyTickets(await workshop.scope(), 620)
    const owner = await signedIn(browser, workshop)
    cleanup(() => owner.page.context().close())
    const { page } = owner
    await page.goto('/tickets')
    await owner.sees('50 of 620 shown')
    for (const row of [140, 240, 340, 440, 540, 619]) {
      await eventually(async () => {
        await page.evaluate('window.scrollTo(0, document.documentElement.scrollHeight)')
        return (await page.locator(`[data-row="${row}"]`).count()) === 1
      })
      assert.isAtMost(await rows(owner).count(), 160)
    }
    await owner.sees('620 in all')
    const numbers = await page.locator('[data-row] a').allInnerTexts()
    assert.lengthOf(new Set(numbers), numbers.length)
    await page.evaluate('window.scrollTo(0, 0)')
    await page.locator('[data-row="0"]').waitFor()
    assert.deepEqual(owner.troubles, [])
  })
})
