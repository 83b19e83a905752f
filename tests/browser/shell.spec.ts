import { test } from '@japa/runner'
import type { Browser } from 'playwright'
import { makeWorkshop, TEST_PASSWORD, type Workshop } from '@karkhana/kernel/testing'
import { openJob } from '../helpers/jobs.ts'
import { Program } from '../helpers/program.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { Person } from './support/person.ts'
import { until } from './support/until.ts'

test.group('The shell', (group) => {
  let workshop: Workshop
  const people: Person[] = []

  group.each.setup(async () => {
    workshop = await makeWorkshop()
    return async () => {
      for (const person of people.splice(0)) await person.page.context().close()
    }
  })

  async function signedIn(
    browser: Browser,
    {
      role = 'owner',
      ...options
    }: { role?: 'owner' | 'technician' } & Partial<Parameters<typeof Person.at>[1]> = {}
  ) {
    const person = await Person.at(browser, { viewport: VIEWPORTS.desk, ...options })
    people.push(person)
    await person.signIn((await workshop.user(role)).email, TEST_PASSWORD)
    return person
  }
  const palette = ({ page }: Person) => ({
    box: page.getByRole('combobox', { name: 'Go to or create' }),
    options: page.getByRole('listbox', { name: 'Commands' }).getByRole('option'),
  })

  test('the palette acts on the open record and knows what was opened lately, by keyboard', async ({
    assert,
    browser,
    client,
  }) => {
    const { ticket, job, number } = await openJob(new Program(client, await workshop.token()))
    const person = await signedIn(browser)
    const { page } = person
    const { box, options } = palette(person)
    await page.goto(job)
    await person.heading(`Job card ${number}`)
    await until(page, "Object.keys(localStorage).some((key) => key.includes('recent'))")
    await page.goto(ticket)
    await page.getByRole('heading', { level: 1, name: /^Ticket/ }).waitFor()

    await page.keyboard.press('Control+k')
    await box.and(page.locator(':focus')).waitFor()
    await options.filter({ hasText: `Job card ${number}` }).waitFor()
    await page.keyboard.type('assign')
    await options.first().filter({ hasText: 'Assign' }).waitFor()
    await page.keyboard.press('Enter')
    await person.dialog(/^Assign/)
    assert.deepEqual(person.troubles, [])
  })

  test('a typed prefix looks among one kind', async ({ assert, browser, client }) => {
    await openJob(new Program(client, await workshop.token()))
    const person = await signedIn(browser)
    const { page } = person
    const { box, options } = palette(person)
    await page.keyboard.press('Control+k')
    await box.fill('veh: 1234')
    await options.filter({ hasText: 'MH 12 AB 1234' }).waitFor()
    const texts = await options.allInnerTexts()
    assert.lengthOf(
      texts.filter((text) => text.includes('1234') && !text.startsWith('Everything')),
      1
    )
  })

  test('the palette is fetched before it is asked for, and opens without the server', async ({
    browser,
  }) => {
    const person = await signedIn(browser)
    const { page } = person
    const { box } = palette(person)
    await page.waitForLoadState('networkidle')
    await page.context().setOffline(true)
    await page.keyboard.press('Control+k')
    await box.and(page.locator(':focus')).waitFor()
    await page.keyboard.type('tickets')
    await page.getByRole('option', { name: /Tickets/, selected: true }).waitFor()
    await page.context().setOffline(false)
  })

  test('the question mark lists the shortcuts, and help tells what changed', async ({
    assert,
    browser,
  }) => {
    const person = await signedIn(browser)
    const { page } = person
    await page.keyboard.press('?')
    const sheet = await person.dialog('Keyboard shortcuts')
    await sheet.sees('Command palette')
    await page.keyboard.press('Escape')
    await person.press('Help')
    await page.getByRole('menuitem', { name: 'What changed' }).click()
    const news = await person.dialog('What changed')
    await news.sees('Tickets')
    await news.sees('New')
    assert.deepEqual(person.troubles, [])
  })

  test('the menu shows how much waits, and the inbox what is new', async ({
    assert,
    browser,
    client,
  }) => {
    const program = new Program(client, await workshop.token())
    const { ticket } = await openJob(program)
    const technician = await signedIn(browser, { role: 'technician' })
    const { page } = technician
    const subscribed = page.waitForResponse(
      (answer) =>
        answer.url().endsWith('/__transmit/subscribe') &&
        /\/members\//.test(answer.request().postData() ?? '')
    )
    await page.goto('/')
    await subscribed
    const { id } = (await workshop.member('technician')).membership
    const { version, number } = await program.get(ticket)
    await program.change(`${ticket}/assignee`, { assigneeId: id, version })
    await page.getByRole('link', { name: /^Inbox, 1 unread/ }).click()
    await technician.heading('Inbox')
    await page.getByRole('link', { name: new RegExp(`put you in charge of ${number}`) }).click()
    await technician.heading(`Ticket ${number}`)
    await page.getByRole('link', { name: 'Inbox', exact: true }).waitFor()

    const owner = await signedIn(browser)
    const entry = owner.page
      .getByRole('navigation', { name: 'Main', exact: true })
      .getByRole('link', { name: 'Tickets' })
    await entry.filter({ hasText: '1' }).waitFor()
    assert.deepEqual([...technician.troubles, ...owner.troubles], [])
  })

  test('a phone has Home, work, create, inbox and more in reach of the thumb', async ({
    assert,
    browser,
  }) => {
    const person = await signedIn(browser, { viewport: { width: 360, height: 740 } })
    const bar = person.page.getByRole('navigation', { name: 'Main', exact: true })
    await bar.getByRole('link', { name: 'Home' }).waitFor()
    const names = await bar.locator('a, button').allInnerTexts()
    assert.deepEqual(names.map((name) => name.trim()).filter(Boolean), [
      'Home',
      'Tickets',
      'Job cards',
      'Inbox',
      'More',
    ])
    assert.isFalse(
      await person.page.evaluate('document.documentElement.scrollWidth > window.innerWidth')
    )
    await bar.getByRole('link', { name: 'Inbox' }).click()
    await person.heading('Inbox')
    assert.deepEqual(person.troubles, [])
  })

  test('is installable, shows a page without connection, keeps no data, and goes with the reader', async ({
    assert,
    browser,
  }) => {
    const person = await signedIn(browser, { serviceWorkers: 'allow' })
    const { page } = person
    await page.evaluate('navigator.serviceWorker.ready')
    const manifest = (await (await page.request.get('/manifest.webmanifest')).json()) as {
      icons: { src: string; sizes: string }[]
    }
    for (const { src } of manifest.icons) {
      assert.equal((await page.request.get(src)).status(), 200, src)
    }
    assert.includeMembers(
      manifest.icons.map(({ sizes }) => sizes),
      ['192x192', '512x512']
    )
    await page.reload()
    await until(page, 'navigator.serviceWorker.controller !== null')
    await page.goto('/tickets')
    await person.heading('Tickets')

    await page.context().setOffline(true)
    await page.goto('/contacts').catch(() => null)
    await person.heading('No connection')
    await page.context().setOffline(false)
    await page.goto('/tickets')
    await person.heading('Tickets')

    const kept = await page.evaluate<string[]>(`(async () => {
      const names = await caches.keys()
      const all = await Promise.all(
        names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url))
      )
      return all.flat().map((url) => new URL(url).pathname)
    })()`)
    assert.isAbove(kept.length, 2)
    const foreign = kept.filter((path) => !/^\/(assets|icons)\/|^\/offline\.html$/.test(path))
    assert.isEmpty(foreign)

    await page.getByRole('button', { name: /Account menu/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.waitForURL('**/login')
    await until(
      page,
      `(async () =>
      (await caches.keys()).length === 0 &&
      (await navigator.serviceWorker.getRegistrations()).length === 0)()`
    )
  })

  test('a new release waits until the reader lets it in', async ({ browser }) => {
    const person = await signedIn(browser, { serviceWorkers: 'allow' })
    const { page } = person
    await page.evaluate('navigator.serviceWorker.ready')
    await page.reload()
    await until(page, 'navigator.serviceWorker.controller !== null')
    await page.goto('/contacts/create')
    await person.fill('Name', 'Raj Kumar')
    // Another address of the same worker is to the browser what another text is: a new release.
    await page.evaluate("navigator.serviceWorker.register('/service_worker.js?next')")
    await person.sees('A new version is ready.')
    await person.press('Later')
    const name = page.getByRole('textbox', { name: 'Name', exact: true })
    if ((await name.inputValue()) !== 'Raj Kumar') throw new Error('The form was lost.')
  })
})
