import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import type { CatalogItem } from '../../contracts.ts'
import { addItem, CONTACTOR, LABOUR } from '../support/items.ts'

const API = '/api/v1/catalog'

test.group('Parts and services', () => {
  test('are added with the GST of today, which comes from the HSN', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const token = await workshop.token('manager')
    const made = await client
      .post(API)
      .bearerToken(token)
      .json({ ...CONTACTOR, code: ' con-48v ', hsn: '85 36' })
    made.assertStatus(201)
    const { data } = made.body()
    assert.deepInclude(data, { code: 'CON-48V', hsn: '8536', unitPrice: '2450.00', version: 1 })
    assert.deepInclude(data.rateToday, {
      known: true,
      rate: '18',
      decidedBy: 'law',
      since: '2017-11-15',
    })
    assert.isNotEmpty(data.rateToday.source)

    const scope = await workshop.scope()
    const contract = await scope.need('catalog.items@1')
    const item: CatalogItem = await contract.get(scope, data.id)
    assert.deepEqual(item, {
      ...CONTACTOR,
      id: data.id,
      unitPrice: '2450.00',
      flags: {},
    } as CatalogItem)
  })

  test('{0} is refused at {1}')
    .with([
      ['an HSN of five digits', 'hsn', { hsn: '85361' }],
      ['a SAC on a part', 'hsn', { hsn: '998714' }],
      ['an HSN on a service', 'hsn', { kind: 'service' }],
      ['an HSN with a letter', 'hsn', { hsn: '85O6' }],
      ['a unit that is none', 'unit', { unit: 'HRS' }],
      ['a negative price', 'unitPrice', { unitPrice: '-1' }],
      ['a price with three decimals', 'unitPrice', { unitPrice: '1.005' }],
      ['a price as a number without end', 'unitPrice', { unitPrice: '9'.repeat(40) }],
      ['a price that is an object', 'unitPrice', { unitPrice: {} }],
      ['no name', 'name', { name: '' }],
      ['a name of ten thousand letters', 'name', { name: 'x'.repeat(10_000) }],
      ['a code with a quote', 'code', { code: `x'; --` }],
      ['a treatment that is none', 'treatment', { treatment: 'free' }],
      ['battery charging as goods', 'evUse', { evUse: 'charging' }],
    ] as [string, string, object][])
    .run(async ({ client, assert }, [, field, change]) => {
      const workshop = await makeWorkshop()
      const token = await workshop.token()
      const response = await client
        .post(API)
        .bearerToken(token)
        .json({ ...CONTACTOR, ...change })
      response.assertStatus(422)
      assert.equal(response.body().errors[0].field, field)
      assert.isNotEmpty(response.body().errors[0].message)
      assert.isEmpty((await client.get(API).bearerToken(token)).body().data)
    })

  test('have each code once in an organisation', async ({ client, assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    await addItem(await mine.scope())
    const taken = await client
      .post(API)
      .bearerToken(await mine.token())
      .json(CONTACTOR)
    taken.assertStatus(422)
    assert.equal(taken.body().errors[0].field, 'code')
    ;(
      await client
        .post(API)
        .bearerToken(await other.token())
        .json(CONTACTOR)
    ).assertStatus(201)
  })

  test('are changed by one person at a time', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const item = await addItem(await workshop.scope())
    const token = await workshop.token()
    const put = (change: object) =>
      client
        .put(`${API}/${item.id}`)
        .bearerToken(token)
        .json({ ...CONTACTOR, version: 1, ...change })
    const saved = await put({ unitPrice: '2500' })
    saved.assertStatus(200)
    assert.deepInclude(saved.body().data, { unitPrice: '2500.00', version: 2 })
    ;(await put({ unitPrice: '1' })).assertStatus(409)
  })

  test('leave lists and pickers when they are archived, and come back', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const item = await addItem(await workshop.scope())
    const token = await workshop.token()
    const found = async (path: string) =>
      ((await client.get(`${API}${path}`).bearerToken(token)).body().data as unknown[]).length
    ;(await client.post(`${API}/${item.id}/archive`).bearerToken(token)).assertStatus(200)
    assert.deepEqual(
      [
        await found(''),
        await found('/lookup?q=con'),
        await found('?status=archived'),
        await found('?status=all'),
      ],
      [0, 0, 1, 1]
    )
    ;(await client.get(`${API}/${item.id}`).bearerToken(token)).assertStatus(200)
    ;(await client.post(`${API}/${item.id}/restore`).bearerToken(token)).assertStatus(200)
    assert.deepEqual([await found(''), await found('?status=archived')], [1, 0])
  })
})

test.group('Finding a part or service', () => {
  test('"{0}" finds {1}')
    .with([
      ['con-', 'Main contactor 48 V'],
      ['CONTACT', 'Main contactor 48 V'],
      ['8536', 'Main contactor 48 V'],
      ['repair lab', 'Diagnosis and repair labour'],
      ['99', 'Diagnosis and repair labour'],
      ['%', '100 % cotton rags'],
      ['nothing', ''],
      ["'; drop table catalog_items; --", ''],
    ])
    .run(async ({ client, assert }, [search, name]) => {
      const workshop = await makeWorkshop()
      const scope = await workshop.scope()
      await addItem(scope)
      await addItem(scope, LABOUR)
      await addItem(scope, { code: 'RAGS', name: '100 % cotton rags', hsn: '6310' })
      const token = await workshop.token('technician')
      for (const path of ['?search=', '/lookup?q=']) {
        const response = await client
          .get(`${API}${path}${encodeURIComponent(search)}`)
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

  test('gives a picker what a line takes over, and nothing of another organisation', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const scope = await mine.scope()
    const item = await addItem(scope)
    await addItem(scope, LABOUR)
    await addItem(await other.scope(), { name: 'Main contactor of others' })
    const response = await client
      .get(`${API}/lookup?q=main&kind=part`)
      .bearerToken(await mine.token('technician'))
    assert.deepEqual(response.body().data, [
      {
        id: item.id,
        label: 'Main contactor 48 V',
        hint: 'CON-48V · ₹2,450.00 per NOS',
        kind: 'part',
        code: 'CON-48V',
        hsn: '8536',
        unit: 'NOS',
        unitPrice: '2450.00',
        treatment: 'taxable',
        gstRate: '18',
      },
    ])
  })

  test('pages through a list without gap or repetition', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    for (const code of ['E', 'a', 'C', 'b', 'D']) {
      await addItem(scope, { code: code.toUpperCase(), name: `${code} fuse` })
    }
    const token = await workshop.token()
    const names: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const response = await client
        .get(`${API}?limit=2${cursor && `&cursor=${cursor}`}`)
        .bearerToken(token)
      names.push(...(response.body().data as { name: string }[]).map((row) => row.name))
      cursor = response.body().nextCursor
    }
    assert.deepEqual(names, ['a fuse', 'b fuse', 'C fuse', 'D fuse', 'E fuse'])
  })
})

test.group('The catalog', () => {
  test('is read by a technician and changed by the office', async ({ client }) => {
    const workshop = await makeWorkshop()
    const item = await addItem(await workshop.scope())
    const technician = await workshop.token('technician')
    ;(await client.get(`${API}/${item.id}`).bearerToken(technician)).assertStatus(200)
    ;(await client.post(API).bearerToken(technician).json(LABOUR)).assertStatus(403)
    ;(await client.post(`${API}/${item.id}/archive`).bearerToken(technician)).assertStatus(403)
    const accountant = await workshop.token('accountant')
    ;(await client.post(API).bearerToken(accountant).json(LABOUR)).assertStatus(201)
  })

  test('of one organisation is not there for another', async ({ client }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const item = await addItem(await mine.scope())
    const token = await other.token()
    for (const path of ['', '/rates']) {
      ;(await client.get(`${API}/${item.id}${path}`).bearerToken(token)).assertStatus(404)
    }
    const change = { ...CONTACTOR, version: 1 }
    ;(await client.put(`${API}/${item.id}`).bearerToken(token).json(change)).assertStatus(404)
    ;(await client.post(`${API}/${item.id}/archive`).bearerToken(token)).assertStatus(404)
  })

  test('opens as pages for the manager', async ({ client }) => {
    const workshop = await makeWorkshop()
    const item = await addItem(await workshop.scope())
    const user = await workshop.user('manager')
    for (const path of ['', '/create', `/${item.id}`, `/${item.id}/edit`, `/${item.id}/rates`]) {
      ;(await client.get(`/catalog${path}`).loginAs(user)).assertStatus(200)
    }
  })
})
