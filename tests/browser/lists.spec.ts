import { test } from '@japa/runner'
import { makeWorkshop, TEST_PASSWORD, type Workshop } from '@karkhana/kernel/testing'
import type { ApiClient } from '@japa/api-client'
import type { Browser } from 'playwright'
import { Program } from '../helpers/program.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { Person } from './support/person.ts'

/** A workshop with `count` open tickets, and its owner at the list. */
async function atTickets(
  { browser, client }: { browser: Browser; client: ApiClient },
  count: number,
  viewport = VIEWPORTS.desk
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

async function signedIn(browser: Browser, workshop: Workshop, viewport = VIEWPORTS.desk) {
  const person = await Person.at(browser, { viewport })
  await person.signIn((await workshop.user()).email, TEST_PASSWORD)
  return person
}

const rows = (person: Person) => person.page.locator('[data-row]')

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
    assert.equal(await rows(owner).count(), 2)
    await choice.page.getByRole('checkbox', { name: /all others/ }).check()
    await owner.page.waitForURL(/priority=%21P1|priority=!P1/)
    await owner.page.keyboard.press('Escape')
    const colleague = await owner.another()
    await colleague.page.goto(owner.page.url())
    await colleague.page
      .getByRole('button', { name: /^Remove the filter Priority: not P1/ })
      .waitFor()
    assert.equal(await rows(colleague).count(), 2)
    assert.deepEqual([...owner.troubles, ...colleague.troubles], [])
  })
})
