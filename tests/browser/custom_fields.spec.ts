import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { Program } from '../helpers/program.ts'
import { VIEWPORTS } from '../helpers/screens.ts'
import { signedIn } from './support/signed_in.ts'

test.group('Custom fields', () => {
  test('the owner adds a fleet number to vehicles at a desk, a manager fills it in on a phone', async ({
    assert,
    browser,
    cleanup,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const program = new Program(client, await workshop.token())
    const contact = await program.create('/contacts', { kind: 'customer', name: 'Raj Kumar' })
    const { id } = await program.create('/vehicles', {
      contactId: contact.id,
      registration: 'MH12AB1234',
      make: 'Ather',
      model: '450X',
      fuel: 'ev',
    })
    const owner = await signedIn({ browser, cleanup }, workshop)

    await owner.step('The field is described, with the input beside it', async () => {
      await owner.goTo('Settings')
      await owner.goTo('Custom fields')
      await owner.page.getByRole('tab', { name: 'Vehicles' }).click()
      await owner.sees('Vehicles have no field of your own yet')
      await owner.follow('New field')
      await owner.heading('New field of a vehicle')
      await owner.fill('Label', 'Fleet number')
      await owner.fill('Help', 'On the left door.')
      await owner.page.getByRole('textbox', { name: 'Fleet number', exact: true }).fill('F-1')
      await owner.sees('On the left door.')
      await owner.fill('Written as', 'F-[99')
      await owner.page.getByRole('switch', { name: 'Column in lists' }).click()
      await owner.page.getByRole('switch', { name: 'Filter and search' }).click()
      await owner.press('Add field')
      await owner.sees(/Each \[ needs its \]/)
      await owner.fill('Written as', 'F-99[9]')
      await owner.press('Add field')
      await owner.told('Fleet number added.')
      await owner.sees(/not filled in yet$/)
    })

    await owner.step('A choice beside it, moved to the front by its button', async () => {
      await owner.follow('New field')
      await owner.fill('Label', 'Insurer')
      await owner.choose('Kind', 'Choice')
      await owner.fill('Option 1', 'Bharat')
      await owner.fill('Option 2', 'Himalaya')
      await owner.press('Add field')
      await owner.told('Insurer added.')
      await owner.press('Move Insurer up')
      await owner.told('The fields stand in their new order.')
      const fields = (await program.get(
        '/settings/custom-fields?record=vehicles_vehicles'
      )) as unknown as { key: string }[]
      assert.deepEqual(
        fields.map(({ key }) => key),
        ['insurer', 'fleet_number']
      )
    })

    const manager = await signedIn({ browser, cleanup }, workshop, {
      role: 'manager',
      viewport: VIEWPORTS.phone,
    })

    await manager.step(
      'The manager is told at the field what is wrong, and corrects it',
      async () => {
        await manager.page.goto(`/vehicles/${id}/edit`)
        await manager.heading('Edit MH 12 AB 1234')
        await manager.fill('Fleet number', 'G-1')
        await manager.press('Save vehicle')
        await manager.sees(/It looks like F-111/)
        await manager.fill('Fleet number', 'F-204')
        await manager.choose('Insurer', 'Bharat')
        await manager.press('Save vehicle')
        await manager.told('MH 12 AB 1234 saved.')
      }
    )

    await manager.step('It stands on the page and in its history', async () => {
      assert.equal(await manager.fact('Fleet number'), 'F-204')
      assert.equal(await manager.fact('Insurer'), 'Bharat')
      await manager.sees(/Fleet number\s*–.*F-204/)
    })

    await manager.step('It is a column of the list, and the list is narrowed by it', async () => {
      await manager.page.goto('/vehicles')
      await manager.sees('F-204')
      await manager.press('Fleet number')
      const dialog = await manager.dialog('Fleet number')
      await dialog.fill('Is', 'F-999')
      await dialog.press('Show')
      await manager.sees('Nothing matches')
      await manager.press('Remove the filter Fleet number: F-999')
      await manager.press('Fleet number')
      const again = await manager.dialog('Fleet number')
      await again.fill('Is', 'F-204')
      await again.press('Show')
      await manager.page.waitForURL(/custom\.fleet_number=F-204/)
      await manager.sees('MH 12 AB 1234')
      const found = await program.ask('GET', '/vehicles?custom.fleet_number=F-204')
      assert.deepEqual(found.body().data[0].custom, { insurer: 'bharat', fleet_number: 'F-204' })
    })

    await manager.step('Many filters share one button', async () => {
      const more = { record: 'vehicles_vehicles', kind: 'integer', filterable: true }
      await program.create('/settings/custom-fields', { ...more, label: 'Seats' })
      await program.create('/settings/custom-fields', { ...more, label: 'Doors' })
      await program.change(`/vehicles/${id}`, {
        ...(await program.get(`/vehicles/${id}`)),
        odometerKm: null,
        custom: { seats: 5 },
      })
      await manager.page.goto('/vehicles')
      await manager.press('More filters')
      await manager.page.getByRole('menuitem', { name: 'Seats' }).click()
      const dialog = await manager.dialog('Seats')
      await dialog.fill('From', '6')
      await dialog.press('Show')
      await manager.sees('Nothing matches')
      await manager.press('Remove the filter Seats: from 6')
      await manager.sees('F-204')
    })

    await owner.step('The owner sees what a change would mean before it is made', async () => {
      await owner.page.goto('/settings/custom-fields?record=vehicles_vehicles')
      await owner.sees(/filled in for 1 vehicle$/)
      await owner.follow('Fleet number')
      await owner.heading('Edit Fleet number')
      await owner.fill('Written as', '9999')
      await owner.sees(/1 vehicle has a value that no longer fits\./)
    })
    const expected = /status of 422/
    assert.deepEqual(
      [...owner.troubles, ...manager.troubles].filter((trouble) => !expected.test(trouble)),
      []
    )
  })
})
