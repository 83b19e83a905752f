import { test } from '@japa/runner'
import { makeWorkshop, timelineOf } from '@karkhana/kernel/testing'
import { createVehicle, getVehicle, updateVehicle } from '../../services/vehicles.ts'
import { makeOwner } from '../support/owner.ts'
import { pageOf } from '../support/page_of.ts'

const ATHER = { registration: 'MH12AB1234', make: 'Ather', model: '450X', fuel: 'ev' } as const

test.group('Vehicle pages', () => {
  test('the form starts with the owner it was opened for, adds and leads to the page', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const contactId = await makeOwner(await workshop.scope())
    const user = await workshop.user('manager')
    const form = await client.get(`/vehicles/create?contact=${contactId}`).loginAs(user)
    assert.containsSubset(pageOf(form).props.owner, { id: contactId, label: 'Raj Kumar' })
    const saved = await client
      .post('/vehicles')
      .loginAs(user)
      .withCsrfToken()
      .redirects(0)
      .form({ ...ATHER, contactId, vin: '', odometerKm: '8420' })
    saved.assertStatus(303)
    const page = pageOf(await client.get(saved.header('location')!).loginAs(user))
    assert.equal(page.component, 'vehicles::show')
    assert.containsSubset(page.props.record, { odometerKm: 8420, vin: null })
    assert.equal(page.props.owner.label, 'Raj Kumar')
  })

  test('the timeline tells owners and readings with their reasons', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const raj = await makeOwner(scope)
    const meera = await makeOwner(scope, { name: 'Meera Joshi', phone: '+919822000000' })
    const { id } = await createVehicle(scope, { ...ATHER, contactId: raj, odometerKm: 8420 })
    await updateVehicle(scope, id, {
      ...ATHER,
      contactId: meera,
      odometerKm: 12,
      odometerReason: 'Cluster replaced',
      version: 1,
    })
    const entries = await timelineOf(scope, 'vehicles_vehicles', id)
    const titles = entries.map((entry) => entry.title)
    assert.sameMembers(titles, ['Odometer', 'Owner', 'Odometer', 'Added'])
    const detailOf = (title: string) => entries.find((entry) => entry.title === title)!.detail
    assert.equal(detailOf('Owner'), 'Owner: Raj Kumar → Meera Joshi')
    assert.sameMembers(
      entries.filter(({ title }) => title === 'Odometer').map(({ detail }) => detail),
      ['12 km\nLess than before\nCluster replaced', '8,420 km']
    )
  })

  test('pages of another organisation are not there, and forms need their permission', async ({
    client,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const scope = await mine.scope()
    const { id } = await createVehicle(scope, { ...ATHER, contactId: await makeOwner(scope) })
    for (const path of [`/vehicles/${id}`, `/vehicles/${id}/edit`]) {
      ;(await client.get(path).loginAs(await mine.user())).assertStatus(200)
      ;(await client.get(path).loginAs(await other.user())).assertStatus(404)
    }
    const technician = await mine.user('technician')
    ;(await client.get('/vehicles').loginAs(technician)).assertStatus(200)
    ;(await client.get('/vehicles/create').loginAs(technician)).assertStatus(403)
    ;(await client.get(`/vehicles/${id}/edit`).loginAs(technician)).assertStatus(403)
  })

  test('other modules read vehicles and note readings by contract', async ({ assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const scope = await mine.scope('technician')
    const contactId = await makeOwner(scope)
    const { id } = await createVehicle(scope, { ...ATHER, contactId, odometerKm: 100 })
    const registry = await scope.need('vehicles.registry@1')
    await registry.recordOdometer(scope, id, { km: 150 })
    await registry.recordOdometer(scope, id, { km: 150 })
    assert.containsSubset(await registry.get(scope, id), { ...ATHER, contactId, odometerKm: 150 })
    assert.equal((await getVehicle(scope, id)).version, 2, 'the same reading is no change')
    await assert.rejects(
      () => registry.recordOdometer(scope, id, { km: 149 }),
      /150 km; 149 km is less/
    )

    const foreign = await other.scope()
    assert.isNull(await registry.find(foreign, id))
    await assert.rejects(() => registry.get(foreign, id), 'This vehicle does not exist.')
    await assert.rejects(
      () => registry.recordOdometer(foreign, id, { km: 200 }),
      'This vehicle does not exist.'
    )
  })
})
