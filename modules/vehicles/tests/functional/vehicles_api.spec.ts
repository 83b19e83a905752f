import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import type { ApiClient } from '@japa/api-client'
import { randomUUID } from 'node:crypto'
import { makeOwner } from '../support/owner.ts'

const URL = '/api/v1/vehicles'
const ATHER = { registration: 'MH12AB1234', make: 'Ather', model: '450X', fuel: 'ev' }

type Json = Record<string, unknown>
const post = (client: ApiClient, token: string, body: Json, path = URL) =>
  client.post(path).bearerToken(token).json(body)
const put = (client: ApiClient, token: string, id: string, body: Json) =>
  client.put(`${URL}/${id}`).bearerToken(token).json(body)
const get = (client: ApiClient, token: string, path: string) =>
  client.get(`${URL}${path}`).bearerToken(token)

/** A workshop with an owner of vehicles, and the manager's token. */
async function setUp() {
  const workshop = await makeWorkshop()
  const scope = await workshop.scope()
  return {
    workshop,
    scope,
    token: await workshop.token('manager'),
    contactId: await makeOwner(scope),
  }
}

test.group('Vehicles by API', () => {
  test('a vehicle is kept under its owner, with the plate in one spelling', async ({
    client,
    assert,
  }) => {
    const { token, contactId } = await setUp()
    const response = await post(client, token, {
      ...ATHER,
      registration: 'mh-12 ab 1234',
      vin: 'mat44512345678901',
      odometerKm: 8420,
      contactId,
    })
    response.assertStatus(201)
    const { data } = response.body()
    assert.containsSubset(data, {
      contactId,
      registration: 'MH12AB1234',
      vin: 'MAT44512345678901',
      odometerKm: 8420,
      variant: null,
      version: 1,
    })
    assert.deepEqual((await get(client, token, `/${data.id}`)).body().data, data)
  })

  test('bad input is answered at the field and nothing is saved: {0}')
    .with([
      ['registration', { registration: 'XX12AB1234' }, 'No state'],
      ['registration', { registration: 'hello' }, 'MH 12 AB 1234'],
      ['registration', { registration: 12 }],
      ['registration', { registration: 'x'.repeat(100) }],
      ['registration', { registration: null }, 'chassis number'],
      ['vin', { vin: 'MAT4451234567890O' }, 'no O'],
      ['make', { make: '' }],
      ['model', { model: { like: '%' } }],
      ['fuel', { fuel: 'steam' }],
      ['odometerKm', { odometerKm: -1 }],
      ['odometerKm', { odometerKm: 10.5 }],
      ['odometerKm', { odometerKm: 1e12 }],
      ['odometerKm', { odometerKm: 'far' }],
      ['contactId', { contactId: 'raj' }],
      ['contactId', { contactId: randomUUID() }, 'does not exist'],
      ['notes', { notes: 'x'.repeat(200_000) }],
    ] as [string, Json, string?][])
    .run(async ({ client, assert }, [field, change, words]) => {
      const { token, contactId } = await setUp()
      const response = await post(client, token, { ...ATHER, contactId, ...change })
      response.assertStatus(422)
      const errors = response.body().errors as { field: string; message: string }[]
      assert.deepEqual(
        errors.map((error) => error.field),
        [field]
      )
      assert.isNotEmpty(errors[0].message)
      if (words) assert.include(errors[0].message, words)
      assert.lengthOf((await get(client, token, '')).body().data, 0)
    })

  test('10 MB of text are refused, and the next request is served', async ({ client, assert }) => {
    const { token, contactId } = await setUp()
    const body = { ...ATHER, contactId, notes: 'x'.repeat(10_000_000) }
    ;(await post(client, token, body)).assertStatus(413)
    assert.lengthOf((await get(client, token, '')).body().data, 0)
  })

  test('the owner is a contact of the same organisation that is in use', async ({
    client,
    assert,
  }) => {
    const { scope, token } = await setUp()
    const foreign = await makeOwner(await (await makeWorkshop()).scope())
    const archived = await makeOwner(scope, { name: 'Old Fleet', archived: true })
    for (const [contactId, words] of [
      [foreign, 'does not exist'],
      [archived, 'Old Fleet is archived'],
    ]) {
      const response = await post(client, token, { ...ATHER, contactId })
      response.assertStatus(422)
      assert.equal(response.body().errors[0].field, 'contactId')
      assert.include(response.body().errors[0].message, words)
    }
  })

  test('an unregistered vehicle is known by its chassis number', async ({ client, assert }) => {
    const { token, contactId } = await setUp()
    const body = { ...ATHER, contactId, registration: null, vin: 'ERK-00123' }
    const response = await post(client, token, body)
    assert.containsSubset(response.body().data, { registration: null, vin: 'ERK00123' })
    const { id } = response.body().data
    // The plate arrives and takes the place of the chassis number; without both it has no name.
    const registered = await put(client, token, id, { ...ATHER, contactId, vin: null, version: 1 })
    assert.containsSubset(registered.body().data, { registration: 'MH12AB1234', vin: null })
    const nameless = await put(client, token, id, { ...body, vin: null, version: 2 })
    nameless.assertStatus(422)
    assert.equal(nameless.body().code, 'E_VEHICLE_UNIDENTIFIED')
  })

  test('a vehicle is recorded once, also when two are saved at once', async ({
    client,
    assert,
  }) => {
    const { token, contactId } = await setUp()
    const spellings = ['MH12AB0007', 'MH 12 AB 7', 'mh-12-ab-0007']
    const answers = await Promise.all(
      spellings.map((registration) => post(client, token, { ...ATHER, contactId, registration }))
    )
    assert.deepEqual(answers.map((answer) => answer.status()).sort(), [201, 422, 422])
    const refused = answers.find((answer) => answer.status() === 422)!.body()
    assert.equal(refused.code, 'E_VEHICLE_EXISTS')
    assert.equal(refused.errors[0].field, 'registration')
    assert.include(refused.errors[0].message, 'MH 12 AB 0007 of Raj Kumar')
  })

  test('the odometer does not fall without a reason', async ({ client, assert }) => {
    const { token, contactId } = await setUp()
    const body = { ...ATHER, contactId, odometerKm: 8420 }
    const { id } = (await post(client, token, body)).body().data
    const fallen = await put(client, token, id, { ...body, odometerKm: 842, version: 1 })
    fallen.assertStatus(422)
    assert.equal(fallen.body().code, 'E_ODOMETER_FELL')
    assert.equal(fallen.body().errors[0].field, 'odometerKm')
    assert.include(fallen.body().errors[0].message, '8,420 km')
    const reasoned = await put(client, token, id, {
      ...body,
      odometerKm: 842,
      odometerReason: 'Cluster replaced',
      version: 1,
    })
    assert.equal(reasoned.body().data.odometerKm, 842)
    // Emptying the field is no reading: what was noted stays.
    const left = await put(client, token, id, { ...body, odometerKm: null, version: 2 })
    assert.equal(left.body().data.odometerKm, 842)
  })

  test('a change on an old version is refused', async ({ client, assert }) => {
    const { token, contactId } = await setUp()
    const body = { ...ATHER, contactId }
    const { id } = (await post(client, token, body)).body().data
    ;(await put(client, token, id, { ...body, variant: 'Pro', version: 1 })).assertStatus(200)
    const late = await put(client, token, id, { ...body, variant: 'Apex', version: 1 })
    late.assertStatus(409)
    assert.equal(late.body().code, 'E_VERSION_CONFLICT')
    assert.equal((await get(client, token, `/${id}`)).body().data.variant, 'Pro')
  })

  test('an archived vehicle leaves list and pickers and comes back', async ({ client, assert }) => {
    const { token, contactId } = await setUp()
    const body = { ...ATHER, contactId }
    const { id } = (await post(client, token, body)).body().data
    const count = async (path: string) => (await get(client, token, path)).body().data.length
    ;(await post(client, token, {}, `${URL}/${id}/archive`)).assertStatus(200)
    assert.equal(await count(''), 0)
    assert.equal(await count('/lookup?q=1234'), 0)
    assert.equal(await count('?archived=only'), 1)
    const changed = await put(client, token, id, { ...body, version: 2 })
    assert.equal(changed.body().code, 'E_VEHICLE_ARCHIVED')
    const twin = await post(client, token, body)
    assert.include(twin.body().errors[0].message, 'Restore that vehicle')
    ;(await post(client, token, {}, `${URL}/${id}/restore`)).assertStatus(200)
    assert.equal(await count(''), 1)
    assert.equal(await count('?archived=only'), 0)
  })

  test('nothing of a vehicle is seen or changed from another organisation', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await setUp(), await setUp()]
    const { id } = (await post(client, mine.token, { ...ATHER, contactId: mine.contactId })).body()
      .data
    const change = { ...ATHER, contactId: other.contactId, version: 1 }
    ;(await get(client, other.token, `/${id}`)).assertStatus(404)
    ;(await put(client, other.token, id, change)).assertStatus(404)
    ;(await post(client, other.token, {}, `${URL}/${id}/archive`)).assertStatus(404)
    ;(await post(client, other.token, {}, `${URL}/${id}/restore`)).assertStatus(404)
    assert.lengthOf((await get(client, other.token, '?search=1234')).body().data, 0)
    const lookup = await get(client, other.token, `/lookup?contact=${mine.contactId}`)
    assert.lengthOf(lookup.body().data, 0)
    // The same plate may stand in the books of both: the customer went elsewhere.
    const theirs = await post(client, other.token, { ...ATHER, contactId: other.contactId })
    theirs.assertStatus(201)
    assert.equal((await get(client, mine.token, `/${id}`)).body().data.version, 1)
  })

  test('an id that is none answers 404', async ({ client }) => {
    const { token, contactId } = await setUp()
    ;(await get(client, token, '/not-an-id')).assertStatus(404)
    ;(await put(client, token, 'not-an-id', { ...ATHER, contactId, version: 1 })).assertStatus(404)
  })

  test('a technician reads vehicles and changes none', async ({ client }) => {
    const { workshop, token, contactId } = await setUp()
    const body = { ...ATHER, contactId }
    const { id } = (await post(client, token, body)).body().data
    const technician = await workshop.token('technician')
    ;(await get(client, technician, `/${id}`)).assertStatus(200)
    ;(await get(client, technician, '/lookup?q=1234')).assertStatus(200)
    ;(await post(client, technician, body)).assertStatus(403)
    ;(await put(client, technician, id, { ...body, version: 1 })).assertStatus(403)
    ;(await post(client, technician, {}, `${URL}/${id}/archive`)).assertStatus(403)
  })

  test('without contacts there are no vehicles', async ({ client, assert }) => {
    const { workshop } = await setUp()
    const owner = await workshop.token()
    const refused = await client
      .get('/api/v1/settings/modules/contacts/plan?to=archived')
      .bearerToken(owner)
    assert.include(JSON.stringify(refused.body()), 'vehicles')
  })
})
