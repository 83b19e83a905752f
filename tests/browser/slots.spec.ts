import { fileURLToPath } from 'node:url'
import { test } from '@japa/runner'
import { slotFaults } from '@karkhana/kernel'
import { makeWorkshop, TEST_PASSWORD, type Workshop } from '@karkhana/kernel/testing'
import loyalty from '../fixtures/two_plugins/loyalty/module.ts'
import { card } from '../fixtures/two_plugins/loyalty/card_data.ts'
import warranty from '../fixtures/two_plugins/warranty/module.ts'
import { setModuleState } from '../helpers/fixture_server.ts'
import { Program } from '../helpers/program.ts'
import { rajKumar } from '../helpers/repair.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { withModules } from '../helpers/with_modules.ts'
import { becomes } from './support/becomes.ts'
import { Person } from './support/person.ts'
import { buildPagesWith, type PluginPages } from './support/plugin_pages.ts'

const FOLDER = fileURLToPath(new URL('../fixtures/two_plugins', import.meta.url))

test.group('Two plugins in one slot', (group) => {
  let pages: PluginPages
  let mine: Workshop
  let contact: string

  group.setup(async () => {
    const takeOut = await withModules([loyalty, warranty])
    pages = await buildPagesWith(FOLDER)
    return async () => {
      takeOut()
      await pages.remove()
    }
  })
  group.each.setup(async ({ context }) => {
    card.points = 120
    mine = await makeWorkshop()
    for (const id of ['loyalty', 'warranty']) await setModuleState(mine, id, 'enabled')
    const program = new Program(context.client, await mine.token())
    const { id } = await program.create('/contacts', { kind: 'customer', ...rajKumar() })
    contact = `/contacts/${id}`
  })

  async function signedIn(
    browser: Parameters<typeof Person.at>[0],
    unless?: (file: string) => boolean
  ) {
    const person = await Person.at(browser, { viewport: VIEWPORTS.desk })
    await pages.serveTo(person.page.context(), unless)
    await person.signIn((await mine.user()).email, TEST_PASSWORD)
    return person
  }
  /** The faults that the admin sees, once the page has told of them. */
  async function faults(atLeast = 1) {
    for (let tries = 0; ; tries++) {
      const found = await slotFaults(await mine.scope())
      if (found.length >= atLeast || tries > 50) return found
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  const CARDS = ['Loyalty', 'Warranty', 'Vehicles', 'Tickets']
  /** Waits until these cards stand there, in this order and no others. */
  const shows = (person: Person, cards: string[]) =>
    becomes(
      async () =>
        (await person.page.locator('main h2').allInnerTexts()).filter((each) =>
          CARDS.includes(each)
        ),
      cards
    )

  test('both are shown in order; one throws and the other stands, the page lives, the fault is told', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const owner = await signedIn(browser)
    cleanup(() => owner.page.context().close())
    await owner.step('Both cards stand beside the contact', async () => {
      await owner.page.goto(contact)
      await owner.sees('120 points of this contact')
      await owner.sees('Until 31 March for 36 letters of an id')
      await shows(owner, CARDS)
      assert.deepEqual(owner.troubles, [])
    })

    await owner.step('One throws while it is drawn', async () => {
      card.points = -1
      await owner.page.reload()
      await owner.sees(/This part comes from “loyalty” and could not be shown/)
      await owner.sees('Until 31 March for 36 letters of an id')
      await shows(owner, ['Warranty', 'Vehicles', 'Tickets'])
      const [fault, ...more] = await faults()
      assert.lengthOf(more, 0)
      assert.containsSubset(fault, {
        module: 'loyalty',
        slot: 'contacts.contact.aside',
        component: 'loyalty::card',
        message: 'There are no points below zero',
      })
    })

    await owner.step('The page of the module tells of it', async () => {
      await owner.page.goto('/settings/modules/loyalty')
      await owner.sees('There are no points below zero')
      await owner.sees(/contacts\.contact\.aside.*once/s)
      await owner.page.goBack()
    })

    await owner.step('The page goes on working, and the card comes back', async () => {
      await owner.page.getByRole('link', { name: 'Edit', exact: true }).click()
      await owner.heading(/Edit/)
      card.points = 7
      await owner.page.goBack()
      await owner.page.reload()
      await owner.sees('7 points of this contact')
    })

    await owner.step('A click that fails leaves the card where it is', async () => {
      await owner.press('Spend points')
      await owner.sees(/That did not work: “loyalty” made a mistake/)
      await owner.sees('7 points of this contact')
      const told = await faults(2)
      assert.includeMembers(
        told.map(({ module, message }) => `${module}: ${message}`),
        ['loyalty: the till is closed']
      )
    })
  })

  test('a card of the start page that throws leaves the others', async ({
    assert,
    browser,
    cleanup,
  }) => {
    card.points = -1
    const owner = await signedIn(browser)
    cleanup(() => owner.page.context().close())
    await owner.sees(/This part comes from “loyalty” and could not be shown/)
    await owner.sees('Open tickets')
    assert.containsSubset(await faults(), [{ module: 'loyalty', slot: 'loyalty.points' }])
    card.points = 12
    await owner.page.reload()
    await owner.sees('12 points')
  })

  test('a part whose file cannot be fetched is told, and can be tried again', async ({
    assert,
    browser,
    cleanup,
  }) => {
    let broken = true
    const owner = await signedIn(browser, (file) => broken && /^card-/.test(file))
    cleanup(() => owner.page.context().close())
    await owner.page.goto(contact)
    await owner.page.getByText('This part comes from “loyalty”').waitFor()
    await owner.page.getByText('This part comes from “warranty”').waitFor()
    await owner.sees('Vehicles of this contact stand here.')
    broken = false
    assert.isAbove((await faults(2)).length, 1)
    await owner.page.reload()
    await owner.sees('120 points of this contact')
  })
})
