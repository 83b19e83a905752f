import { test } from '@japa/runner'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import { Program } from '../helpers/program.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { Person } from './support/person.ts'

test.group('Drafts of forms', () => {
  test('what was typed and not saved is offered again after a crash, and restored with its picks', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const program = new Program(client, await workshop.token())
    await program.create('/contacts', { kind: 'customer', name: 'Raj Kumar' })
    const advisor = await Person.at(browser, { viewport: VIEWPORTS.desk })
    cleanup(() => advisor.page.context().close())
    await advisor.signIn((await workshop.user()).email, TEST_PASSWORD)

    await advisor.step('A ticket is half written when the browser goes away', async () => {
      await advisor.page.goto('/tickets/create')
      await advisor.pick('Customer', 'raj', /Raj Kumar/)
      await advisor.fill('Complaint', 'Scooter does not charge beyond 80 per cent')
      await kept(advisor, 'post /tickets', /80 per cent/)
    })

    const again = await advisor.another()
    await again.step('It is offered with its time, and comes back whole', async () => {
      await again.page.goto('/tickets/create')
      await again.sees(/You typed something here .+ that was not saved/)
      await again.press('Restore')
      const complaint = again.page.getByRole('textbox', { name: 'Complaint' })
      assert.equal(await complaint.inputValue(), 'Scooter does not charge beyond 80 per cent')
      const customer = again.page.getByRole('combobox', { name: 'Customer' })
      assert.equal(await customer.inputValue(), 'Raj Kumar')
    })

    await again.step('Saved, it is gone', async () => {
      await again.press('Create ticket')
      await again.heading(/^Ticket /)
      assert.isNull(await draft(again, 'post /tickets'))
    })
    assert.deepEqual([...advisor.troubles, ...again.troubles], [])
  })

  test('a form that is sent after the session ended comes back after signing in, and nothing is lost', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const workshop = await makeWorkshop()
    const { email } = await workshop.user()
    const advisor = await Person.at(browser, { viewport: VIEWPORTS.desk })
    cleanup(() => advisor.page.context().close())
    await advisor.signIn(email, TEST_PASSWORD)
    await advisor.page.goto('/contacts/create')
    await advisor.fill('Name', 'Meera Joshi')

    await advisor.step('The session is gone, and saying so keeps the form', async () => {
      await advisor.page.context().clearCookies()
      await advisor.press('Save contact')
      await advisor.page.waitForURL((url) => url.pathname === '/login')
      await advisor.sees('You were signed out')
      await advisor.fill('E-mail', email)
      await advisor.fillSecret('Password', TEST_PASSWORD)
      await advisor.press('Sign in')
    })

    await advisor.step('The form is there again with what was typed', async () => {
      await advisor.heading('New contact')
      await advisor.press('Restore')
      await advisor.press('Save contact')
      await advisor.heading('Meera Joshi')
    })
  })

  test('signing out takes the drafts of this device along', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const workshop = await makeWorkshop()
    const owner = await Person.at(browser, { viewport: VIEWPORTS.desk })
    cleanup(() => owner.page.context().close())
    await owner.signIn((await workshop.user()).email, TEST_PASSWORD)
    await owner.page.goto('/contacts/create')
    await owner.fill('Name', 'Meera Joshi')
    await kept(owner, 'post /contacts', /Meera Joshi/)
    await owner.page.goto('/')
    await owner.page.getByRole('button', { name: /[Aa]ccount menu/ }).click()
    await owner.page.getByRole('menuitem', { name: 'Sign out' }).click()
    await owner.page.waitForURL((url) => url.pathname === '/login')
    assert.deepEqual(await stored(owner), {})
  })
})

/** What lies in the storage of the browser as drafts, by its key. */
function stored(person: Person): Promise<Record<string, string>> {
  return person.page.evaluate(() =>
    Object.fromEntries(Object.entries(localStorage).filter(([key]) => key.includes(':draft:')))
  )
}

async function draft(person: Person, form: string): Promise<string | null> {
  const found = Object.entries(await stored(person)).find(([key]) => key.endsWith(`:${form}`))
  return found?.[1] ?? null
}

/** Waits until a draft of the form holds this. */
async function kept(person: Person, form: string, text: RegExp): Promise<void> {
  await person.page.waitForFunction(
    ([end, source]) =>
      Object.entries(localStorage).some(
        ([key, value]) => key.endsWith(`:${end}`) && new RegExp(source).test(String(value))
      ),
    [form, text.source] as const
  )
}
