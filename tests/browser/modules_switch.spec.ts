import { test } from '@japa/runner'
import type { Route } from 'playwright'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import { openJob } from '../helpers/jobs.ts'
import { Program } from '../helpers/program.ts'
import { COMPLAINT } from '../helpers/repair.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { Person } from './support/person.ts'
import { SETTLED } from './support/settled.ts'

/** What the palette finds for these letters. */
async function paletteFinds(person: Person, typed: string): Promise<string[]> {
  await person.page.keyboard.press('Control+k')
  const box = person.page.getByRole('combobox', { name: 'Go to or create' })
  await box.fill(typed)
  const options = person.page.getByRole('listbox', { name: 'Commands' }).getByRole('option')
  const nothing = person.page.getByText(/Nothing is called/)
  await options.first().or(nothing).waitFor()
  const found = await options.allInnerTexts()
  await person.page.keyboard.press('Escape')
  await box.waitFor({ state: 'detached' })
  return found.map((text) => text.split('\n')[0].trim())
}

test.group('Settings → Modules', () => {
  test('job cards go for one organisation and come back with their data, untouched elsewhere', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const [program, others] = [
      new Program(client, await mine.token()),
      new Program(client, await other.token()),
    ]
    const { job, ticket, number } = await openJob(program)
    const kept = await openJob(others)
    const [owner, neighbour] = [
      await Person.at(browser, { viewport: VIEWPORTS.desk }),
      await Person.at(browser, { viewport: VIEWPORTS.desk }),
    ]
    cleanup(() => owner.page.context().close())
    cleanup(() => neighbour.page.context().close())
    await owner.signIn((await mine.user()).email, TEST_PASSWORD)
    await neighbour.signIn((await other.user()).email, TEST_PASSWORD)
    const menuEntry = (person: Person) =>
      person.page
        .getByRole('navigation', { name: 'Main' })
        .getByRole('link', { name: 'Job cards', exact: true })

    const before = await program.get(job)
    await owner.step('The owner finds the job card in the menu and beside its ticket', async () => {
      await owner.goTo('Job cards')
      await owner.follow(number)
      await owner.heading(`Job card ${number}`)
      await owner.page.goto(ticket)
      await owner.page.getByRole('link', { name: number }).waitFor()
    })

    await owner.step('cannot switch off tickets while job cards need them', async () => {
      await owner.goTo('Modules')
      await owner.press('Switch off Tickets')
      const dialog = await owner.dialog('Switch off Tickets?')
      await dialog.sees('Tickets is needed by: Job cards.')
      const order = owner.page.getByRole('dialog').getByRole('listitem')
      assert.deepEqual(
        (await order.allInnerTexts()).map((text) => text.split('\n')[1]),
        ['Job cards', 'Tickets']
      )
      const verb = owner.page
        .getByRole('button', { name: 'Switch off Tickets', exact: true })
        .last()
      assert.equal(await verb.getAttribute('aria-disabled'), 'true')
      await dialog.press('Leave as it is')
      await owner.page.getByRole('dialog').waitFor({ state: 'detached' })
    })

    await owner.step('is shown no plan that comes late in the place of another', async () => {
      const { page } = owner
      const asked = Promise.withResolvers<Route>()
      const isLate = (url: URL) => url.pathname.endsWith('/tickets/plan')
      await page.route(isLate, (route) => asked.resolve(route), { times: 1 })
      await owner.press('Switch off Tickets')
      await (await owner.dialog('Switch off Tickets?')).press('Leave as it is')
      await owner.press('Switch off Job cards')
      const dialog = await owner.dialog('Switch off Job cards?')
      await dialog.sees('All data stays as it is. Nothing is deleted.')
      const late = page.waitForResponse((answer) => isLate(new URL(answer.url())))
      await (await asked.promise).continue()
      await (await late).finished()
      await page.evaluate(SETTLED)
      assert.equal(await page.getByText(/^Tickets is needed by/).count(), 0)
      await dialog.press('Leave as it is')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    })

    await owner.step('switches off job cards after reading the plan', async () => {
      assert.include(await paletteFinds(owner, 'job card'), 'Job cards')
      await owner.press('Switch off Job cards')
      const dialog = await owner.dialog('Switch off Job cards?')
      await dialog.sees(/^Pages of Job cards disappear for everybody here, with 1 menu entry/)
      await dialog.sees('All data stays as it is. Nothing is deleted.')
      await dialog.press('Switch off Job cards')
      await owner.told('Job cards is switched off.')
    })

    await owner.step('no longer finds them anywhere', async () => {
      await owner.follow('Back to work')
      await owner.page.getByRole('navigation', { name: 'Main' }).waitFor()
      await menuEntry(owner).waitFor({ state: 'detached' })
      assert.deepEqual(await paletteFinds(owner, 'job card'), [])
      for (const address of ['/jobcards', job]) {
        const gone = await program.ask('GET', address)
        gone.assertStatus(404)
      }
      const settings = '/settings/modules/jobcards/settings'
      for (const address of ['/jobcards', job, '/jobcards/create', settings]) {
        const answer = await owner.page.goto(address)
        assert.equal(answer?.status(), 404, address)
        await owner.heading('Nothing is here')
      }
      await owner.page.goto(ticket, { waitUntil: 'networkidle' })
      await owner.sees(COMPLAINT)
      assert.equal(await owner.page.getByText('Job cards').count(), 0, 'also not beside the ticket')
    })

    await neighbour.step('The neighbour keeps them', async () => {
      await neighbour.page.reload()
      await neighbour.goTo('Job cards')
      await neighbour.follow(kept.number)
      await neighbour.heading(`Job card ${kept.number}`)
      assert.include(await paletteFinds(neighbour, 'job card'), 'Job cards')
      assert.containsSubset(await others.get(kept.job), { number: kept.number })
    })

    await owner.step('The owner switches them on again and everything is back', async () => {
      await owner.goTo('Modules')
      await owner.press('Switch on Job cards')
      await (await owner.dialog('Switch on Job cards?')).press('Switch on Job cards')
      await owner.told('Job cards is switched on.')
      await owner.follow('Back to work')
      await menuEntry(owner).waitFor()
      await owner.page.goto(job)
      await owner.heading(`Job card ${number}`)
      await owner.sees(COMPLAINT)
      assert.deepEqual(await program.get(job), before)
    })

    await owner.step('archives them: they are read under Archive, and nothing more', async () => {
      await owner.goTo('Modules')
      await owner.press('More about Job cards')
      await owner.page.getByRole('menuitem', { name: 'Archive' }).click()
      const dialog = await owner.dialog('Archive Job cards?')
      await dialog.sees(/^Job cards can only be read, printed and exported/)
      await dialog.press('Archive Job cards')
      await owner.told('Job cards is archived.')
      await owner.follow('Back to work')
      const archive = owner.page
        .getByRole('navigation', { name: 'Main' })
        .locator('section', { has: owner.page.getByRole('heading', { name: 'Archive' }) })
      await archive.getByRole('link', { name: 'Job cards', exact: true }).click()
      await owner.heading('Job cards')
      await owner.sees(/is archived: read only/)
      assert.equal(await owner.page.getByRole('link', { name: 'New job card' }).count(), 0)
      await owner.follow(number)
      await owner.heading(`Job card ${number}`)
      assert.equal(await owner.page.getByRole('button', { name: 'Edit' }).count(), 0)
      const changed = await program.ask('POST', `${job}/transitions`, { transition: 'diagnose' })
      changed.assertStatus(409)
      const { version, totalPaise } = before
      assert.containsSubset(await program.get(job), { number, version, totalPaise })
    })

    await owner.step('and switches off tickets with all that needs them, at once', async () => {
      await owner.goTo('Modules')
      await owner.press('Switch on Job cards')
      await (await owner.dialog('Switch on Job cards?')).press('Switch on Job cards')
      await owner.told('Job cards is switched on.')
      await owner.press('Switch off Tickets')
      const dialog = await owner.dialog('Switch off Tickets?')
      await owner.page.getByRole('switch', { name: 'Do all of this' }).click()
      await dialog.press('Switch off Tickets and 1 more')
      await owner.told('Job cards, Tickets: switched off.')
      await owner.page.getByRole('tab', { name: /^Off/ }).click()
      await owner.page.getByRole('button', { name: 'Switch on Tickets' }).waitFor()
    })

    assert.deepEqual(neighbour.troubles, [])
  })
})
