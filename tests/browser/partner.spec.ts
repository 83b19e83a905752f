import { randomUUID } from 'node:crypto'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { ModuleRegistry } from '@karkhana/kernel'
import { TEST_PASSWORD } from '@karkhana/kernel/testing'
import type { Browser, BrowserContextOptions } from 'playwright'
import type User from '../../app/identity/models/user.ts'
import { grantAccess } from '../../app/partners/services/access.ts'
import { changeModule } from '../../app/partners/services/entitlements.ts'
import { measureUsage } from '../../app/partners/usage.ts'
import { makePartner, type TestPartner } from '../helpers/partner.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { lookAt, prepareLooking } from './support/look_at.ts'
import { followMail } from './support/mailbox.ts'
import { Person } from './support/person.ts'
import { READERS } from './support/readers.ts'

/** Somebody of the partner at a screen, who has signed in and sees the organisations. */
async function atPartner(
  browser: Browser,
  partner: TestPartner,
  window: BrowserContextOptions = { viewport: VIEWPORTS.desk }
) {
  const person = await Person.at(browser, window)
  const user = await partner.user()
  await person.page.goto('/login')
  await person.fill('E-mail', user.email)
  await person.fillSecret('Password', TEST_PASSWORD)
  await person.press('Sign in')
  await person.heading('Organisations')
  return person
}

async function atWork(browser: Browser, user: User) {
  const person = await Person.at(browser, { viewport: VIEWPORTS.desk })
  await person.signIn(user.email, TEST_PASSWORD)
  return person
}

const jobCards = (person: Person) =>
  person.page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Job cards', exact: true })

test.group('A partner', () => {
  test('gives and takes a module of one organisation, and the other notices nothing', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const partner = await makePartner()
    const [mine, other] = [
      await partner.workshop({ organisationName: 'Alpha Garage' }),
      await partner.workshop({ organisationName: 'Beta Garage' }),
    ]
    const registry = await app.container.make(ModuleRegistry)
    const scope = await partner.scope()
    for (const { organisationId } of [mine, other]) {
      const out = { to: 'withdrawn' as const, shown: ['jobcards'] }
      await changeModule(scope, registry, organisationId, 'jobcards', out)
    }
    const owner = await atWork(browser, await mine.user())
    const neighbour = await atWork(browser, await other.user())
    const manager = await atPartner(browser, partner)
    for (const each of [owner, neighbour, manager]) cleanup(() => each.page.context().close())

    await owner.step('The owner reads that job cards are not in the plan', async () => {
      assert.equal(await jobCards(owner).count(), 0)
      await owner.page.goto('/settings/modules')
      await owner.sees('Not in your plan')
      const button = owner.page.getByRole('button', { name: 'Switch on Job cards' })
      assert.equal(await button.getAttribute('aria-disabled'), 'true')
      await owner.page.goto('/tickets')
    })

    await manager.step('The partner adds them to the plan and switches them on', async () => {
      await manager.follow('Alpha Garage')
      await manager.heading('Alpha Garage')
      await manager.follow('Plan and modules')
      await manager.press('Add to the plan: Job cards')
      const adding = await manager.dialog('Add to the plan: Job cards?')
      await adding.sees('The owner may switch Job cards on.')
      await adding.press('Add to the plan: Job cards')
      await manager.told('Job cards is in the plan now.')
      await manager.press('Switch on Job cards')
      const on = await manager.dialog('Switch on Job cards?')
      await on.press('Switch on Job cards')
      await manager.told('Job cards is switched on.')
    })

    await owner.step('They are there with the owner’s next click', async () => {
      await owner.goTo('Contacts')
      await jobCards(owner).waitFor()
      await owner.goTo('Job cards')
    })

    await neighbour.step('and the neighbour has none', async () => {
      await neighbour.goTo('Contacts')
      assert.equal(await jobCards(neighbour).count(), 0)
      assert.equal((await neighbour.page.goto('/jobcards'))?.status(), 404)
    })

    await manager.step(
      'The partner reads what goes off with tickets, and takes them out',
      async () => {
        await manager.press('Take out Tickets')
        const dialog = await manager.dialog('Take out of the plan: Tickets?')
        await dialog.sees('Job cards goes off too, because it needs Tickets.')
        await dialog.press('Take out of the plan: Tickets')
        await manager.told('Tickets is no longer in the plan.')
      }
    )

    await owner.step('The owner’s next click finds neither', async () => {
      assert.equal((await owner.page.goto('/tickets'))?.status(), 404)
      await owner.page.goto('/contacts')
      assert.equal(await jobCards(owner).count(), 0)
    })
    assert.deepEqual(manager.troubles, [])
  }).timeout(180_000)

  test('creates an organisation, and its owner comes by the link of the mail', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const partner = await makePartner()
    const plan = await partner.plan(undefined, 'Workshop')
    const email = `sneha-${randomUUID()}@example.com`
    const manager = await atPartner(browser, partner)
    const owner = await Person.at(browser, { viewport: VIEWPORTS.phone })
    for (const each of [owner, manager]) cleanup(() => each.page.context().close())

    await manager.step('The partner creates it with a plan', async () => {
      await manager.follow('New organisation')
      await manager.heading('New organisation')
      await manager.fill('Organisation name', 'Konkan Motors')
      await manager.fill('GSTIN', '27AAPFU0939F1ZV')
      await manager.fill('Address', '3 Station Road')
      await manager.fill('City', 'Ratnagiri')
      await manager.fill('PIN code', '415612')
      await manager.choose('Plan', plan.name)
      await manager.fill('Owner’s name', 'Sneha Patil')
      await manager.fill('Owner’s e-mail', email)
      await manager.press('Create and invite the owner')
      await manager.told(`Konkan Motors is ready. ${email} is invited.`)
      await manager.heading('Konkan Motors')
      await manager.sees('Owner not joined yet')
    })

    await owner.step('The owner follows the mail and signs up', async () => {
      await followMail(owner, email, 'Join Konkan Motors')
      await owner.heading('Konkan Motors')
      assert.equal(await owner.fact('Role'), 'Owner')
      await owner.fill('Your name', 'Sneha Patil')
      await owner.fillSecret('Choose a password', 'violet ladder umbrella')
      await owner.press('Join Konkan Motors')
      await owner.told('Welcome to Konkan Motors. You are Owner here.')
      await owner.heading(/^Good (morning|afternoon|evening), Sneha$/)
    })

    await manager.step('The partner sees that the owner has come', async () => {
      await manager.page.reload()
      await manager.sees('Fine')
      assert.equal(await manager.page.getByText('Owner not joined yet').count(), 0)
    })
    assert.deepEqual(manager.troubles, [])
    assert.deepEqual(owner.troubles, [])
  }).timeout(180_000)

  test('looks in when invited, and the owner sees every page and ends it', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop({ organisationName: 'Alpha Garage' })
    const owner = await atWork(browser, await workshop.user())
    const manager = await atPartner(browser, partner)
    for (const each of [owner, manager]) cleanup(() => each.page.context().close())

    await owner.step('The owner lets them in for four hours', async () => {
      await owner.page.goto('/settings/partner-access')
      await owner.press('Let the partner in')
      const dialog = await owner.dialog(`Let ${partner.name} in?`)
      await dialog.choose('As', 'Manager')
      await dialog.choose('For', '4 hours')
      await dialog.fill('What for', 'The due dates look wrong.')
      await dialog.press('Let them in')
      await owner.told('Your partner may look in now.')
    })

    await manager.step('The partner looks at tickets and can change nothing', async () => {
      await manager.follow('Alpha Garage')
      await manager.heading('Alpha Garage')
      await manager.follow('Access')
      await manager.sees('The due dates look wrong.')
      await manager.press('Look into Alpha Garage')
      await manager.heading(/^Good (morning|afternoon|evening), Meera$/)
      await manager.sees(/Nothing can be changed, and every page you open is noted\./)
      await manager.goTo('Tickets')
    })

    await owner.step('The owner sees both pages and ends it', async () => {
      await owner.page.reload()
      await owner.sees('Home')
      await owner.sees('Tickets')
      await owner.press('End now: access as Manager')
      const dialog = await owner.dialog('End the access now?')
      await dialog.press('End the access')
      await owner.told('Your partner’s access has ended.')
    })

    await manager.step('The partner’s next click leads away and says why', async () => {
      await manager.page
        .getByRole('navigation', { name: 'Main' })
        .getByRole('link', { name: 'Contacts', exact: true })
        .click()
      await manager.heading('Organisations')
      await manager.told('Your access to this organisation has ended.')
    })
    assert.deepEqual(owner.troubles, [])
  }).timeout(180_000)
})

test.group('Pages of a partner', () => {
  for (const { language, locale, window, fits } of READERS) {
    test(`are whole and readable by everybody in ${language}, dark and light`, async ({
      assert,
      browser,
      cleanup,
    }) => {
      const partner = await makePartner()
      const workshop = await partner.workshop({ organisationName: 'Alpha Garage' })
      const plan = await partner.plan()
      await measureUsage(workshop.organisationId)
      const registry = await app.container.make(ModuleRegistry)
      await grantAccess(await workshop.scope(), registry, {
        role: 'manager',
        reason: 'The due dates look wrong.',
        hours: 4,
      })
      const manager = await atPartner(browser, partner, window)
      await (await partner.user()).merge({ locale }).save()
      cleanup(() => manager.page.context().close())
      await prepareLooking(manager.page.context())
      const one = `/partner/organisations/${workshop.organisationId}`
      const pages = [
        '/partner/organisations',
        '/partner/organisations/create',
        one,
        ...['/modules', '/brand', '/access', '/history'].map((part) => `${one}${part}`),
        '/partner/plans',
        '/partner/plans/create',
        `/partner/plans/${plan.id}`,
        '/partner/brand',
        '/partner/members',
      ]
      const problems: Record<string, string[]> = {}
      for (const path of pages) {
        const found = await lookAt(manager.page, path, { fits })
        if (found.length > 0) problems[path] = found
      }
      assert.deepEqual(problems, {})
      assert.deepEqual(manager.troubles, [])
    }).timeout(240_000)
  }
})
