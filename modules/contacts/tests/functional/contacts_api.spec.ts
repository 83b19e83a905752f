import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import type { ApiClient } from '@japa/api-client'

const URL = '/api/v1/contacts'
const RAJ = { kind: 'customer', name: 'Raj Kumar', phone: '98220 12345' }
const BENGALURU = { kind: 'customer', name: 'Bengaluru Fleet', gstin: '29AAGCB7383J1Z4' }

type Json = Record<string, unknown>
const post = (client: ApiClient, token: string, body: Json, path = URL) =>
  client.post(path).bearerToken(token).json(body)
const put = (client: ApiClient, token: string, id: string, body: Json) =>
  client.put(`${URL}/${id}`).bearerToken(token).json(body)
const get = (client: ApiClient, token: string, path: string) =>
  client.get(`${URL}${path}`).bearerToken(token)

test.group('Contacts by API', () => {
  test('everything that is sent is kept, changed, and emptied', async ({ client, assert }) => {
    const token = await (await makeWorkshop()).token()
    const full = {
      kind: 'both',
      name: 'Bengaluru Fleet',
      company: 'Fleet Services Private Limited',
      phone: '+918041234567',
      email: 'office@example.com',
      gstin: '29AAGCB7383J1Z4',
      stateCode: '29',
      addressLine1: '4 Residency Road',
      addressLine2: 'Shanthala Nagar',
      city: 'Bengaluru',
      postalCode: '560025',
      notes: 'Asks for one invoice per vehicle.',
    }
    const { data } = (await post(client, token, full)).body()
    assert.containsSubset(data, full)
    const changed = { ...full, addressLine1: '5 Residency Road', addressLine2: 'Ground floor' }
    const after = await put(client, token, data.id, { ...changed, version: 1 })
    assert.containsSubset(after.body().data, changed)
    const empty = Object.fromEntries(Object.keys(full).map((key) => [key, null]))
    const bare = { ...empty, kind: 'customer', name: 'Bengaluru Fleet' }
    const last = await put(client, token, data.id, { ...bare, version: 2 })
    assert.containsSubset(last.body().data, bare)
  })

  test('a customer is kept with the phone in one spelling', async ({ client, assert }) => {
    const token = await (await makeWorkshop()).token('manager')
    const response = await post(client, token, {
      ...RAJ,
      name: '  Raj   Kumar ',
      email: 'Raj@Example.com',
      stateCode: '27',
      postalCode: '411004',
    })
    response.assertStatus(201)
    const { data } = response.body()
    assert.containsSubset(data, {
      name: 'Raj Kumar',
      phone: '+919822012345',
      email: 'raj@example.com',
      stateCode: '27',
      gstin: null,
      version: 1,
      archived: false,
    })
    assert.deepEqual((await get(client, token, `/${data.id}`)).body().data, data)
  })

  test('the state follows from the GSTIN, and goes with another GSTIN', async ({
    client,
    assert,
  }) => {
    const token = await (await makeWorkshop()).token()
    const made = await post(client, token, { ...BENGALURU, gstin: ' 29aagcb7383j1z4 ' })
    assert.containsSubset(made.body().data, { gstin: '29AAGCB7383J1Z4', stateCode: '29' })
    const id = made.body().data.id
    const moved = await put(client, token, id, {
      ...BENGALURU,
      gstin: '24AAACC1206D1ZM',
      version: 1,
    })
    assert.equal(moved.body().data.stateCode, '24')
    const bare = await put(client, token, id, { ...BENGALURU, gstin: null, version: 2 })
    assert.containsSubset(bare.body().data, { gstin: null, stateCode: '24', version: 3 })
  })

  test('bad input is answered at the field and nothing is saved: {0}')
    .with([
      ['gstin', { ...BENGALURU, gstin: '29AAGCB7383J1Z5' }, 'last character should be 4'],
      ['gstin', { ...BENGALURU, gstin: '29AAGCB' }, '15 characters'],
      ['gstin', { ...BENGALURU, gstin: { $gt: '' } }],
      ['stateCode', { ...BENGALURU, stateCode: '27' }, 'another state'],
      ['stateCode', { ...RAJ, stateCode: '00' }, 'not known'],
      ['stateCode', { ...RAJ, stateCode: 'Maharashtra' }],
      ['phone', { ...RAJ, phone: '12345' }, 'ten digits'],
      ['phone', { ...RAJ, phone: 9822012345 }],
      ['postalCode', { ...RAJ, stateCode: '27', postalCode: '041100' }, 'six digits'],
      ['email', { ...RAJ, email: 'raj' }],
      ['kind', { ...RAJ, kind: 'friend' }],
      ['name', { kind: 'customer' }],
      ['name', { ...RAJ, name: '   ' }],
      ['name', { ...RAJ, name: ['Raj'] }],
      ['name', { ...RAJ, name: 'x'.repeat(101) }],
      ['notes', { ...RAJ, notes: 'x'.repeat(200_000) }],
    ] as [string, Json, string?][])
    .run(async ({ client, assert }, [field, body, words]) => {
      const token = await (await makeWorkshop()).token()
      const response = await post(client, token, body)
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
    const token = await (await makeWorkshop()).token()
    const response = await post(client, token, { ...RAJ, notes: 'x'.repeat(10_000_000) })
    response.assertStatus(413)
    assert.lengthOf((await get(client, token, '')).body().data, 0)
  })

  test('a text that cannot be stored is an input error', async ({ client }) => {
    const token = await (await makeWorkshop()).token()
    ;(await post(client, token, { ...RAJ, name: 'Raj\u0000Kumar' })).assertStatus(422)
  })

  test('a second contact with the phone is refused with the name of the first', async ({
    client,
    assert,
  }) => {
    const token = await (await makeWorkshop()).token()
    const first = (await post(client, token, RAJ)).body().data
    const twin = { ...RAJ, name: 'Meera Kumar', phone: '+91-98220-12345' }
    const refused = await post(client, token, twin)
    refused.assertStatus(422)
    assert.equal(refused.body().code, 'E_CONTACT_PHONE')
    assert.equal(refused.body().errors[0].field, 'phone')
    assert.include(refused.body().errors[0].message, 'Raj Kumar')
    assert.equal(refused.body().meta.contact.id, first.id)
    // A family may share a phone, once somebody says so; saving again does not ask again.
    const shared = await post(client, token, { ...twin, sharedPhone: true })
    shared.assertStatus(201)
    const again = await put(client, token, shared.body().data.id, { ...twin, version: 1 })
    again.assertStatus(200)
  })

  test('a GSTIN belongs to one contact, also when two are saved at once', async ({
    client,
    assert,
  }) => {
    const token = await (await makeWorkshop()).token()
    const answers = await Promise.all(
      ['A', 'B', 'C'].map((name) => post(client, token, { ...BENGALURU, name, sharedPhone: true }))
    )
    const statuses = answers.map((answer) => answer.status()).sort()
    assert.deepEqual(statuses, [201, 422, 422])
    const refused = answers.find((answer) => answer.status() === 422)!
    assert.equal(refused.body().code, 'E_CONTACT_GSTIN')
    assert.equal(refused.body().errors[0].field, 'gstin')
  })

  test('a change on an old version is refused with the present values', async ({
    client,
    assert,
  }) => {
    const token = await (await makeWorkshop()).token()
    const { id } = (await post(client, token, RAJ)).body().data
    ;(await put(client, token, id, { ...RAJ, city: 'Pune', version: 1 })).assertStatus(200)
    const late = await put(client, token, id, { ...RAJ, city: 'Nashik', version: 1 })
    late.assertStatus(409)
    assert.equal(late.body().code, 'E_VERSION_CONFLICT')
    const { data } = (await get(client, token, `/${id}`)).body()
    assert.containsSubset(data, { city: 'Pune', version: 2 })
    ;(await put(client, token, id, RAJ)).assertStatus(422)
  })

  test('an archived contact leaves list and pickers, keeps its page, and comes back', async ({
    client,
    assert,
  }) => {
    const token = await (await makeWorkshop()).token('manager')
    const { id } = (await post(client, token, RAJ)).body().data
    const names = async (path: string) =>
      ((await get(client, token, path)).body().data as Json[]).map((row) => row.name ?? row.label)

    ;(await post(client, token, {}, `${URL}/${id}/archive`)).assertStatus(200)
    assert.deepEqual(await names(''), [])
    assert.deepEqual(await names('/lookup?q=raj'), [])
    assert.deepEqual(await names('?archived=only'), ['Raj Kumar'])
    assert.isTrue((await get(client, token, `/${id}`)).body().data.archived)

    const changed = await put(client, token, id, { ...RAJ, city: 'Pune', version: 2 })
    changed.assertStatus(422)
    assert.equal(changed.body().code, 'E_CONTACT_ARCHIVED')
    const twin = await post(client, token, RAJ)
    assert.include(twin.body().errors[0].message, 'Restore that archived contact')

    ;(await post(client, token, {}, `${URL}/${id}/restore`)).assertStatus(200)
    assert.deepEqual(await names('?archived=only'), [])
    assert.deepEqual(await names('?archived=with'), ['Raj Kumar'])
    assert.deepEqual(await names(''), ['Raj Kumar'])
  })

  test('nothing of a contact is seen or changed from another organisation', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const [token, foreign] = [await mine.token(), await other.token()]
    const { id } = (await post(client, token, { ...RAJ, ...BENGALURU })).body().data

    ;(await get(client, foreign, `/${id}`)).assertStatus(404)
    ;(await put(client, foreign, id, { ...RAJ, version: 1 })).assertStatus(404)
    ;(await post(client, foreign, {}, `${URL}/${id}/archive`)).assertStatus(404)
    ;(await post(client, foreign, {}, `${URL}/${id}/restore`)).assertStatus(404)
    assert.lengthOf((await get(client, foreign, '?search=Bengaluru')).body().data, 0)
    assert.lengthOf((await get(client, foreign, '/lookup?q=9822012345')).body().data, 0)
    // Neither phone nor GSTIN of the one is taken in the other.
    ;(await post(client, foreign, { ...RAJ, ...BENGALURU })).assertStatus(201)

    const { data } = (await get(client, token, `/${id}`)).body()
    assert.containsSubset(data, { name: 'Bengaluru Fleet', version: 1, archived: false })
  })

  test('an id that is none answers 404', async ({ client }) => {
    const token = await (await makeWorkshop()).token()
    ;(await get(client, token, '/not-an-id')).assertStatus(404)
    ;(await put(client, token, 'not-an-id', { ...RAJ, version: 1 })).assertStatus(404)
  })

  test('a technician reads contacts and changes none', async ({ client }) => {
    const workshop = await makeWorkshop()
    const { id } = (await post(client, await workshop.token(), RAJ)).body().data
    const token = await workshop.token('technician')
    ;(await get(client, token, `/${id}`)).assertStatus(200)
    ;(await get(client, token, '/lookup?q=raj')).assertStatus(200)
    ;(await post(client, token, RAJ)).assertStatus(403)
    ;(await put(client, token, id, { ...RAJ, version: 1 })).assertStatus(403)
    ;(await post(client, token, {}, `${URL}/${id}/archive`)).assertStatus(403)
    // The accountant corrects contacts but does not put them away.
    const accountant = await workshop.token('accountant')
    ;(await put(client, accountant, id, { ...RAJ, version: 1 })).assertStatus(200)
    ;(await post(client, accountant, {}, `${URL}/${id}/archive`)).assertStatus(403)
  })
})
