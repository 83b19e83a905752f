import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import type { Browser, Page } from 'playwright'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { createVehicle } from '../../modules/vehicles/services/vehicles.ts'
import { fillWorkshop } from '../helpers/fill_workshop.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { Person } from './support/person.ts'
import { signedIn } from './support/signed_in.ts'
import { confirmSignUp, fillSignUp } from './support/sign_up.ts'

/** Clicks of a newcomer between the first page and the first invoice; typing is none. */
const MOST_CLICKS = 35

/** Counts what the reader presses from now on, across pages. */
async function countClicks(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(`addEventListener('pointerdown', () => {
    const before = Number(sessionStorage.getItem('pressed') ?? 0)
    sessionStorage.setItem('pressed', String(before + 1))
  }, true)`)
  await page.reload()
  return () => page.evaluate<number>(`Number(sessionStorage.getItem('pressed'))`)
}

async function newcomer(browser: Browser, cleanup: (close: () => Promise<void>) => void) {
  const person = await Person.at(browser, { viewport: VIEWPORTS.desk })
  cleanup(() => person.page.context().close())
  const email = `asha-${randomUUID()}@example.com`
  await fillSignUp(person, email)
  await confirmSignUp(person, email)
  return person
}

const done = (person: Person) => person.page.getByRole('progressbar', { name: 'First steps' })

test.group('Getting started', () => {
  test('a newcomer is led by the list to the first invoice, and it tells how far they are', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const owner = await newcomer(browser, cleanup)
    const clicks = await countClicks(owner.page)
    const onward = async (step: string) => {
      const menu = owner.page.getByRole('navigation', { name: 'Main', exact: true })
      await menu.getByRole('link', { name: 'Home', exact: true }).click()
      await owner.heading(/^Good /)
      await owner.follow(`Do this now: ${step}`)
    }

    await owner.step('lands on the list', async () => {
      await owner.heading('Getting started')
      assert.equal(await done(owner).getAttribute('aria-valuenow'), '1')
      await owner.page.getByRole('link', { name: /^Enter address and GSTIN.* Done/ }).waitFor()
    })
    await owner.step('adds a customer', async () => {
      await owner.follow('Add your first customer')
      await owner.fill('Name', 'Raj Kumar')
      await owner.press('Save contact')
      await owner.heading('Raj Kumar')
    })
    await owner.step('adds their vehicle', async () => {
      await onward('Add a vehicle of the customer')
      await owner.pick('Owner', 'Raj', /Raj Kumar/)
      await owner.fill('Registration no.', 'mh 12 ab 1234')
      await owner.fill('Make', 'Ather')
      await owner.fill('Model', '450X')
      await owner.choose('Fuel', 'Electric')
      await owner.press('Save vehicle')
      await owner.heading('MH 12 AB 1234')
    })
    await owner.step('adds an item', async () => {
      await onward('Add a part or service with its GST rate')
      await owner.choose('Kind', 'Service')
      await owner.fill('Code', 'LABOUR')
      await owner.fill('Name', 'Repair labour')
      await owner.fill('Price before tax', '600')
      await owner.fill('SAC', '998714')
      await owner.press('Save')
      await owner.heading('Repair labour')
    })
    await owner.step('writes down a complaint', async () => {
      await onward('Write down the first complaint')
      await owner.pick('Customer', 'Raj', /Raj Kumar/)
      await owner.pick('Vehicle', 'MH12', /MH\s?12\s?AB\s?1234/)
      await owner.fill('Complaint', 'Brakes squeal')
      await owner.press('Create ticket')
      await owner.heading(/^Ticket /)
    })
    await owner.step('opens a job card', async () => {
      await onward('Open the first job card')
      await owner.pick('Vehicle', 'MH12', /MH\s?12\s?AB\s?1234/)
      await owner.fill('Complaint', 'Brakes squeal')
      await owner.press('Open job card')
      await owner.heading(/^Job card /)
    })
    await owner.step('issues an invoice', async () => {
      await onward('Issue your first invoice')
      await owner.pick('Customer', 'Raj', /Raj Kumar/)
      await owner.pick('Item or work, line 1', 'Repair', /Repair labour/)
      await owner.press('Save draft')
      await owner.heading('Draft for Raj Kumar')
      await owner.press('Issue invoice')
      await (await owner.dialog(/₹708\.00/)).press('Issue invoice')
      await owner.heading(/^Invoice /)
    })
    const pressed = await clicks()
    assert.isAbove(pressed, 10, 'the count works')
    assert.isAtMost(pressed, MOST_CLICKS)
    await owner.step('finds all but the payment done', async () => {
      await owner.page.goto('/getting-started')
      const bar = done(owner)
      const [now, most] = await Promise.all(
        ['aria-valuenow', 'aria-valuemax'].map((name) => bar.getAttribute(name))
      )
      assert.equal(Number(now), Number(most) - 1)
      await owner.page.getByRole('link', { name: 'Record the first payment' }).first().waitFor()
    })
    assert.deepEqual(owner.troubles, [])
  }).timeout(180_000)

  test('the first steps are put away, brought back by Help, and praised once at the end', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const workshop = await makeWorkshop()
    const owner = await signedIn({ browser, cleanup }, workshop)
    const told = owner.page.waitForResponse((answer) => {
      return answer.url().endsWith('/getting-started') && answer.request().method() === 'PUT'
    })
    await owner.page.reload()
    await told
    await owner.press('Put the first steps away; Help brings them back')
    await done(owner).waitFor({ state: 'detached' })
    await owner.press('Help')
    await owner.page.getByRole('menuitem', { name: 'Getting started' }).click()
    await owner.heading('Getting started')
    await owner.press('Show on the start page')
    await owner.page
      .getByRole('button', { name: 'Show on the start page' })
      .waitFor({ state: 'detached' })
    await owner.page.goto('/')
    await done(owner).waitFor()
    await fillWorkshop(workshop)
    const praised = owner.page.waitForResponse((answer) => {
      return answer.url().endsWith('/getting-started') && answer.request().method() === 'PUT'
    })
    await owner.page.reload()
    await owner.sees(/^Everything is set up\./)
    await praised
    await owner.page.reload()
    await owner.heading(/^Good /)
    assert.equal(await owner.page.getByText('Everything is set up.').count(), 0)
    assert.equal(await done(owner).count(), 0)
    assert.deepEqual(owner.troubles, [])
  }).timeout(120_000)

  test('an empty list offers sample data, says that it shows it, and removes it', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const workshop = await makeWorkshop()
    const owner = await signedIn({ browser, cleanup }, workshop)
    await owner.step('every list of records offers it', async () => {
      for (const path of [
        '/contacts',
        '/vehicles',
        '/catalog',
        '/tickets',
        '/jobcards',
        '/invoicing',
      ]) {
        await owner.page.goto(path)
        await owner.page.getByRole('button', { name: 'Try with sample data' }).waitFor()
      }
    })
    await owner.step('tries it', async () => {
      await owner.page.goto('/tickets')
      await owner.press('Try with sample data')
      await owner.sees('SAMPLE-0001')
      await owner.sees(/^You see sample data\./)
    })
    const vehicle = await owner.step('builds something real on a sample', async () => {
      const scope = await workshop.scope()
      const [contact] = await scope.read((unit) =>
        unit.rows<{ id: string }>('select id from contacts_contacts limit 1')
      )
      return createVehicle(scope, {
        contactId: contact.id,
        registration: 'MH 12 AB 1234',
        make: 'Tata',
        model: 'Nexon',
        fuel: 'ev',
      })
    })
    await owner.step('is told what needs it, and removes the rest', async () => {
      await owner.press('Remove')
      const dialog = await owner.dialog('Remove sample data')
      const needing = owner.page.getByRole('dialog').getByRole('link')
      await needing.waitFor()
      assert.equal(await needing.getAttribute('href'), `/vehicles/${vehicle.id}`)
      await dialog.press('Remove the rest')
      await owner.sees('No open ticket')
      await owner.page.goto('/vehicles')
      await owner.sees(/MH\s?12\s?AB\s?1234/)
      assert.equal(await owner.page.getByText('You see sample data.').count(), 0)
    })
    assert.deepEqual(owner.troubles, [])
  }).timeout(120_000)
})
