import { test } from '@japa/runner'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import { Program } from '../helpers/program.ts'
import { scrollsSideways, VIEWPORTS } from '../helpers/screens.ts'
import { lookAt, prepareLooking } from './support/look_at.ts'
import { Person } from './support/person.ts'

/** Pages of a day in the workshop, all of them in both languages. */
const PAGES = [
  '/',
  '/tickets',
  '/tickets/create',
  '/jobcards',
  '/contacts',
  '/vehicles',
  '/invoicing',
]
const PHONE = { width: 360, height: 740 }

test.group('Languages', () => {
  test('the page speaks Hindi as soon as it is chosen, and keeps what was typed', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const workshop = await makeWorkshop()
    const manager = await Person.at(browser, { viewport: VIEWPORTS.desk })
    cleanup(() => manager.page.context().close())
    await manager.signIn((await workshop.user('manager')).email, TEST_PASSWORD)
    const { page } = manager
    await page.goto('/tickets/create')
    await manager.heading('New ticket')
    await manager.fill('Complaint', 'Brakes squeal')

    await manager.step('Hindi is chosen in the account menu', async () => {
      await page.getByRole('button', { name: /Account menu/i }).click()
      await page.getByRole('menuitem', { name: 'हिन्दी' }).click()
      await manager.heading('नया टिकट')
      await page.locator('html[lang="hi"]').waitFor({ state: 'attached' })
    })

    await manager.step('What was typed is still there, under its Hindi label', async () => {
      const complaint = page.getByRole('textbox', { name: 'शिकायत' })
      assert.equal(await complaint.inputValue(), 'Brakes squeal')
      await page.getByRole('navigation').getByRole('link', { name: 'जॉब कार्ड' }).first().waitFor()
    })

    await manager.step('What is missing is said in Hindi', async () => {
      await page.getByRole('button', { name: 'टिकट बनाएँ' }).click()
      await manager.sees(/यह ख़ाली है। कृपया भरें।/)
    })

    await manager.step(
      'It stays after a reload, without a flash of English or of keys',
      async () => {
        await page.goto('/tickets')
        assert.equal(await manager.heading(/./), 'टिकट')
        assert.equal(await page.locator('html').getAttribute('lang'), 'hi')
      }
    )

    await manager.step('English is one choice away', async () => {
      await page.getByRole('button', { name: /खाता मेनू/ }).click()
      await page.getByRole('menuitem', { name: 'English' }).click()
      await manager.heading('Tickets')
    })
    assert.deepEqual(manager.troubles, [])
  }).timeout(120_000)

  test('pages in Hindi fit a phone, are accessible in both themes, and show no key', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const program = new Program(client, await workshop.token())
    const contact = await program.create('/contacts', { kind: 'customer', name: 'राज कुमार' })
    const { id } = await program.create('/tickets', {
      contactId: contact.id,
      complaint: 'सुबह गाड़ी चालू नहीं होती',
      priority: 'P2',
    })
    const user = await workshop.user('manager')
    await user.merge({ locale: 'hi-IN' }).save()
    const manager = await Person.at(browser, { viewport: PHONE })
    cleanup(() => manager.page.context().close())
    await prepareLooking(manager.page.context())
    await manager.signIn(user.email, TEST_PASSWORD)
    const problems: string[] = []
    for (const path of [...PAGES, `/tickets/${id}`]) {
      for (const problem of await lookAt(manager.page, path)) problems.push(`${path}: ${problem}`)
      const words = await manager.page.locator('body').innerText()
      const keys = words.match(/\b(shell|list|form|record|ui|home|live)\.[a-z_]+\b/g)
      if (keys) problems.push(`${path}: ${keys.join(', ')}`)
      if (!/[ऀ-ॿ]/.test(words)) problems.push(`${path}: nothing in Hindi`)
      if (await scrollsSideways(manager.page)) problems.push(`${path}: scrolls sideways`)
    }
    assert.deepEqual(problems, [])
    assert.deepEqual(manager.troubles, [])
  }).timeout(300_000)
})
