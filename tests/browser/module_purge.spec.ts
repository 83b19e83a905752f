import { test } from '@japa/runner'
import { makeWorkshop, runEnvelope, TEST_PASSWORD } from '@karkhana/kernel/testing'
import db from '@adonisjs/lucid/services/db'
import purgeModule from '../../app/modules/jobs/purge_module.ts'
import { switchModule } from '../../app/modules/switching.ts'
import { fillWorkshop } from '../helpers/fill_workshop.ts'
import { registryOf, removeExports, takeExport } from '../helpers/modules.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { lookAt, prepareLooking } from './support/look_at.ts'
import { Person } from './support/person.ts'

test.group('Settings → Modules: deleting the data of a module', (group) => {
  group.teardown(removeExports)

  test('takes an owner who asks, an admin who confirms, and both type the name', async ({
    assert,
    browser,
    cleanup,
  }) => {
    const registry = await registryOf()
    const workshop = await makeWorkshop()
    await fillWorkshop(workshop)
    const second = await workshop.memberWith({ role: 'admin', name: 'Ravi Menon' })
    const owner = await Person.at(browser, { viewport: VIEWPORTS.desk })
    const admin = await Person.at(browser, { viewport: VIEWPORTS.desk })
    for (const each of [owner, admin]) cleanup(() => each.page.context().close())
    await owner.signIn((await workshop.user()).email, TEST_PASSWORD)
    await admin.signIn(second.user.email, TEST_PASSWORD)
    const remove = async (person: Person) => {
      await person.page.goto('/settings/modules/invoicing')
      await person.heading('Invoicing')
      await person.press('More actions')
      await person.page.getByRole('menuitem', { name: 'Delete the data' }).click()
      return person.dialog('Delete the data of Invoicing?')
    }

    await owner.step('The owner reads what has to be done before', async () => {
      const dialog = await remove(owner)
      await dialog.sees('Invoicing is not archived.')
      await dialog.press('Leave as it is')
      await switchModule(await workshop.scope(), registry, 'invoicing', 'archived')
      const next = await remove(owner)
      await next.sees('There is no verified export with the data of Invoicing.')
      await next.press('Leave as it is')
      await takeExport(await workshop.scope(), registry, ['invoicing'])
    })

    await owner.step('reads what would go, types the name and asks', async () => {
      const dialog = await remove(owner)
      await dialog.sees(/rows of Invoicing in \d tables are deleted for good\./)
      await dialog.sees('invoicing_lines')
      await dialog.fill('Type Invoicing to confirm', 'invoice')
      const verb = owner.page
        .getByRole('dialog')
        .getByRole('button', { name: 'Delete the data of Invoicing' })
      assert.equal(await verb.getAttribute('aria-disabled'), 'true')
      await dialog.fill('Type Invoicing to confirm', 'Invoicing')
      await dialog.press('Delete the data of Invoicing')
      await owner.told('Asked for. Somebody else has to confirm it within seven days.')
      const confirm = owner.page.getByRole('button', { name: 'Confirm the deletion' })
      assert.equal(await confirm.getAttribute('aria-disabled'), 'true', 'not by the same person')
    })

    await admin.step('The admin sees who asked, and confirms', async () => {
      await admin.goTo('Modules')
      await admin.follow('Look at it')
      await admin.sees(/has asked to delete all data of Invoicing/)
      await admin.press('Confirm the deletion')
      const dialog = await admin.dialog('Delete the data of Invoicing?')
      await dialog.sees('You are the second person. It cannot be taken back.')
      await dialog.fill('Type Invoicing to confirm', 'Invoicing')
      await dialog.press('Delete the data of Invoicing')
      await admin.told('The data of Invoicing is being deleted.')
    })

    await admin.step('reads the note of it when the rows are gone', async () => {
      const { rows } = await db.rawQuery(
        `select id, data from pgboss.job where data ->> 'job' = ? and data ->> 'organisationId' = ?`,
        [purgeModule.name, workshop.organisationId]
      )
      assert.lengthOf(rows, 1)
      await runEnvelope(new Map([[purgeModule.name, purgeModule]]), rows[0].data, {
        id: rows[0].id,
        attempt: 1,
      })
      await prepareLooking(admin.page.context())
      assert.deepEqual(await lookAt(admin.page, '/settings/modules/invoicing'), [])
      await admin.sees('Asked for by Asha Kulkarni, confirmed by Ravi Menon.')
      await admin.sees('Data deleted')
    })
    assert.deepEqual([...owner.troubles, ...admin.troubles], [])
  }).timeout(180_000)
})
