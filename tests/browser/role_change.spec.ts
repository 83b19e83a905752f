import { test } from '@japa/runner'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import { VIEWPORTS } from '../helpers/screens.ts'
import { Person } from './support/person.ts'

test.group('A changed role', () => {
  test('counts with the next click, up and down', async ({ assert, browser, cleanup }) => {
    const workshop = await makeWorkshop()
    const imran = await workshop.memberWith({ role: 'technician', name: 'Imran Shaikh' })
    const owner = await Person.at(browser, { viewport: VIEWPORTS.desk })
    cleanup(() => owner.page.context().close())
    const technician = await Person.at(browser, { viewport: VIEWPORTS.desk })
    cleanup(() => technician.page.context().close())
    const invoices = technician.page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: 'Invoices', exact: true })

    /** The owner gives Imran another role by the form. */
    const change = async (role: string) => {
      await owner.page.goto('/settings/members')
      await owner.follow(/^Imran Shaikh/)
      await owner.heading('Imran Shaikh')
      await owner.choose('Role', role)
      await owner.press('Save member')
      await owner.told('Imran Shaikh saved.')
    }

    await owner.signIn((await workshop.user()).email, TEST_PASSWORD)
    await technician.signIn(imran.user.email, TEST_PASSWORD)
    await technician.step('The technician has no invoices', async () => {
      await technician.goTo('Tickets')
      assert.equal(await invoices.count(), 0)
      assert.equal((await technician.page.goto('/invoicing'))?.status(), 403)
    })

    await owner.step('The owner makes him a manager', () => change('Manager'))
    await technician.step('With the next click he has them', async () => {
      await technician.page.goto('/')
      await technician.goTo('Tickets')
      await invoices.waitFor()
      await technician.goTo('Invoices')
    })

    await owner.step('The owner makes him a technician again', () => change('Technician'))
    await technician.step('The next click on them is refused', async () => {
      await technician.page
        .getByRole('navigation', { name: 'Main' })
        .getByRole('link', { name: 'Invoices', exact: true })
        .click()
      await technician.sees('E_FORBIDDEN')
      await invoices.waitFor({ state: 'detached' })
      assert.equal((await technician.page.goto('/invoicing'))?.status(), 403)
    })
    assert.deepEqual(owner.troubles, [])
  }).timeout(120_000)
})
