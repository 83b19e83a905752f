import { test } from '@japa/runner'
import type { Scope } from '@karkhana/kernel'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { createContact } from '../../services/contacts.ts'

/** Three people and a firm, in an order that no list has by accident. */
async function fill(scope: Scope) {
  const people = [
    { kind: 'vendor', name: 'Zenith Spares', gstin: '29AAGCB7383J1Z4', company: 'Zenith & Co' },
    { kind: 'customer', name: 'Raj Kumar', phone: '9822012345', city: 'Pune' },
    { kind: 'both', name: 'asha Motors', phone: '9890011223', email: 'shop@asha.example' },
    { kind: 'customer', name: '100%_Electric', phone: '9890099887' },
  ] as const
  for (const person of people) await createContact(scope, person)
}

test.group('Contact list', () => {
  test('{0} finds {1}')
    .with([
      ['raj', 'Raj Kumar'],
      ['98220 12345', 'Raj Kumar'],
      ['09822012', 'Raj Kumar'],
      ['+91 98220', 'Raj Kumar'],
      ['29aagcb', 'Zenith Spares'],
      ['Zenith & co', 'Zenith Spares'],
      ['shop@asha', 'asha Motors'],
      ['100%_', '100%_Electric'],
      ['%', '100%_Electric'],
      ['nobody', ''],
      ["'; drop table users; --", ''],
    ])
    .run(async ({ client, assert }, [search, name]) => {
      const workshop = await makeWorkshop()
      await fill(await workshop.scope())
      const token = await workshop.token()
      for (const path of [`?search=`, `/lookup?q=`]) {
        const response = await client
          .get(`/api/v1/contacts${path}${encodeURIComponent(search)}`)
          .bearerToken(token)
        response.assertStatus(200)
        const rows = response.body().data as { name?: string; label?: string }[]
        assert.deepEqual(
          rows.map((row) => row.name ?? row.label),
          name ? [name] : [],
          path
        )
      }
    })

  test('pages follow each other without gap or repetition', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    await fill(await workshop.scope())
    const token = await workshop.token()
    for (const [sort, expected] of [
      ['name', ['100%_Electric', 'asha Motors', 'Raj Kumar', 'Zenith Spares']],
      ['newest', ['100%_Electric', 'asha Motors', 'Raj Kumar', 'Zenith Spares']],
    ] as const) {
      const names: string[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const response = await client
          .get(`/api/v1/contacts?limit=1&sort=${sort}${cursor && `&cursor=${cursor}`}`)
          .bearerToken(token)
        response.assertStatus(200)
        names.push(...(response.body().data as { name: string }[]).map((row) => row.name))
        cursor = response.body().nextCursor
      }
      assert.deepEqual(names, [...expected], sort)
    }
  })

  test('customers and vendors are told apart, and those that are both are in either', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    await fill(await workshop.scope())
    const token = await workshop.token()
    for (const [path, names] of [
      ['?kind=vendor', ['asha Motors', 'Zenith Spares']],
      ['?kind=customer', ['100%_Electric', 'asha Motors', 'Raj Kumar']],
      ['/lookup?kind=vendor&q=e', ['Zenith Spares', 'asha Motors'].reverse()],
    ] as const) {
      const response = await client.get(`/api/v1/contacts${path}`).bearerToken(token)
      const rows = response.body().data as { name?: string; label?: string }[]
      assert.deepEqual(
        rows.map((row) => row.name ?? row.label),
        [...names],
        path
      )
    }
  })

  test('the picker shows the phone and no more than twenty', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    await fill(scope)
    for (let number = 0; number < 21; number++) {
      await createContact(scope, { kind: 'customer', name: `Fleet ${number}` })
    }
    const token = await workshop.token()
    const raj = await client.get('/api/v1/contacts/lookup?q=raj').bearerToken(token)
    assert.containsSubset(raj.body().data[0], {
      label: 'Raj Kumar',
      hint: '+91 98220 12345 · Pune',
    })
    const fleet = await client.get('/api/v1/contacts/lookup?q=fleet').bearerToken(token)
    assert.lengthOf(fleet.body().data, 20)
    const all = await client.get('/api/v1/contacts/lookup').bearerToken(token)
    assert.lengthOf(all.body().data, 20)
  })

  test('a parameter that the list does not know is named', async ({ client, assert }) => {
    const token = await (await makeWorkshop()).token()
    for (const [query, field] of [
      ['colour=red', 'colour'],
      ['sort=shoe', 'sort'],
      ['cursor=nonsense', 'cursor'],
      ['limit=100000', 'limit'],
    ]) {
      const response = await client.get(`/api/v1/contacts?${query}`).bearerToken(token)
      response.assertStatus(422)
      assert.equal(response.body().errors[0].field, field)
    }
    ;(await client.get('/api/v1/contacts/lookup?kind=friend').bearerToken(token)).assertStatus(422)
  })
})
