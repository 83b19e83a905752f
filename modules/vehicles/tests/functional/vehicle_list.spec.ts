import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { createVehicle } from '../../services/vehicles.ts'
import { makeOwner } from '../support/owner.ts'

/** Two owners and four vehicles, one of them without plate. */
async function setUp() {
  const workshop = await makeWorkshop()
  const scope = await workshop.scope()
  const raj = await makeOwner(scope)
  const fleet = await makeOwner(scope, { name: 'Green Fleet', phone: '+918041234567' })
  for (const vehicle of [
    { contactId: raj, registration: 'MH12AB1234', make: 'Ather', model: '450X', fuel: 'ev' },
    { contactId: fleet, registration: 'KA01C1200', make: 'ather', model: 'Rizta', fuel: 'ev' },
    { contactId: fleet, registration: 'MH14ZZ0001', make: 'Tata', model: 'Nexon', fuel: 'petrol' },
    { contactId: fleet, vin: 'ERK00123', make: 'Mahindra', model: 'Treo', fuel: 'ev' },
  ] as const) {
    await createVehicle(scope, vehicle)
  }
  return { raj, token: await workshop.token() }
}

type Row = { registration: string | null; vin: string | null; model: string; label: string }

test.group('Vehicle list', () => {
  test('{0} finds {1}')
    .with([
      ['1234', ['450X']],
      ['mh 12-ab 1234', ['450X']],
      ['MH12', ['450X']],
      ['0001', ['Nexon']],
      ['erk-00123', ['Treo']],
      ['ather riz', ['Rizta']],
      ['green', ['Nexon', 'Rizta', 'Treo']],
      ['98220 12345', ['450X']],
      ['---', []],
      ['%', []],
      ["'; --", []],
    ] as [string, string[]][])
    .run(async ({ client, assert }, [search, models]) => {
      const { token } = await setUp()
      for (const path of ['?search=', '/lookup?q=']) {
        const response = await client
          .get(`/api/v1/vehicles${path}${encodeURIComponent(search)}`)
          .bearerToken(token)
        response.assertStatus(200)
        const found = (response.body().data as Row[]).map((row) => row.model).sort()
        assert.deepEqual(found, models, path)
      }
    })

  test('pages follow each other in any order, also past vehicles without plate', async ({
    client,
    assert,
  }) => {
    const { token } = await setUp()
    for (const [sort, expected] of [
      ['newest', ['Treo', 'Nexon', 'Rizta', '450X']],
      ['registration', ['Treo', 'Rizta', '450X', 'Nexon']],
      ['make', ['450X', 'Rizta', 'Treo', 'Nexon']],
    ] as const) {
      const models: string[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const response = await client
          .get(`/api/v1/vehicles?limit=1&sort=${sort}${cursor && `&cursor=${cursor}`}`)
          .bearerToken(token)
        response.assertStatus(200)
        models.push(...(response.body().data as Row[]).map((row) => row.model))
        cursor = response.body().nextCursor
      }
      assert.deepEqual(models, [...expected], sort)
    }
  })

  test('filters narrow the list, whatever the spelling of the make', async ({ client, assert }) => {
    const { token } = await setUp()
    for (const [query, models] of [
      ['fuel=petrol', ['Nexon']],
      ['fuel=steam', []],
      ['make=Ather', ['450X', 'Rizta']],
      ['make=Ather&search=riz', ['Rizta']],
    ] as const) {
      const response = await client.get(`/api/v1/vehicles?${query}`).bearerToken(token)
      response.assertStatus(200)
      assert.deepEqual((response.body().data as Row[]).map((row) => row.model).sort(), [...models])
    }
    const unknown = await client.get('/api/v1/vehicles?colour=red').bearerToken(token)
    unknown.assertStatus(422)
    assert.equal(unknown.body().errors[0].field, 'colour')
  })

  test('a picker sees the vehicles of one owner, the plate that ends so first', async ({
    client,
    assert,
  }) => {
    const { raj, token } = await setUp()
    const own = await client.get(`/api/v1/vehicles/lookup?contact=${raj}`).bearerToken(token)
    assert.lengthOf(own.body().data, 1)
    assert.containsSubset(own.body().data[0], {
      label: 'MH 12 AB 1234',
      hint: 'Ather 450X · Raj Kumar',
      contactId: raj,
    })
    const ending = await client.get('/api/v1/vehicles/lookup?q=12').bearerToken(token)
    assert.lengthOf(ending.body().data, 3)
    const exact = await client.get('/api/v1/vehicles/lookup?q=00').bearerToken(token)
    assert.equal(exact.body().data[0].model, 'Rizta')
    const bad = await client.get('/api/v1/vehicles/lookup?contact=raj').bearerToken(token)
    bad.assertStatus(422)
  })
})
