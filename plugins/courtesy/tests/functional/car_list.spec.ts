import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { addCar, withCars } from '../support/cars.ts'
import type { Program } from '../../../../tests/helpers/program.ts'

const PATH = '/courtesy/cars'

/** Three cars, one of them lent. */
async function fill(program: Program) {
  const borrower = await program.create('/contacts', { kind: 'customer', name: 'Raj Kumar' })
  await addCar(program, { plate: 'MH 12 AB 0001', dayRate: 90000, insuredUntil: '2026-06-30' })
  await addCar(program, {
    plate: 'MH 12 AB 0002',
    model: 'Nexon EV',
    state: 'lent',
    borrowerId: borrower.id,
  })
  await addCar(program, { plate: 'MH 12 AB 0003', state: 'broken', insuredUntil: null })
  return borrower.id
}

const plates = async (program: Program, query: string) =>
  ((await program.get(`${PATH}?${query}`)) as unknown as { plate: string }[]).map(({ plate }) =>
    plate.slice(-1)
  )

test.group('List of a resource', () => {
  test('is searched, filtered and ordered as its fields say', async ({ assert, client }) => {
    const program = await withCars(client, await makeWorkshop())
    const borrower = await fill(program)
    assert.deepEqual(await plates(program, ''), ['3', '2', '1'])
    assert.deepEqual(await plates(program, 'search=nexon'), ['2'])
    assert.deepEqual(await plates(program, 'search=AB%200003'), ['3'])
    assert.deepEqual(await plates(program, 'state=free,broken'), ['3', '1'])
    assert.deepEqual(await plates(program, 'state=!free'), ['3', '2'])
    assert.deepEqual(await plates(program, `borrowerId=${borrower}`), ['2'])
    assert.deepEqual(await plates(program, 'insuredUntil=2026-04-01..2026-07-31'), ['1'])
    assert.deepEqual(await plates(program, 'insuredUntil=-'), ['3'])
    assert.deepEqual(await plates(program, 'sort=insuredUntil'), ['1', '2', '3'])
    assert.deepEqual(await plates(program, 'sort=plate'), ['1', '2', '3'])
    assert.deepEqual(await plates(program, 'sort=dayRate&limit=1'), ['1'])
    const refused = await program.ask('GET', `${PATH}?colour=red`)
    refused.assertBodyContains({ code: 'E_LIST_PARAMETER' })
  })

  test('pages follow each other without gap or repetition', async ({ assert, client }) => {
    const program = await withCars(client, await makeWorkshop())
    await fill(program)
    for (const sort of ['newest', 'plate', 'dayRate', 'insuredUntil']) {
      const seen: string[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const answer = await program.ask(
          'GET',
          `${PATH}?sort=${sort}&limit=1&cursor=${cursor}`.replace(/&cursor=$/, '')
        )
        const page = answer.body() as { data: { id: string }[]; nextCursor: string | null }
        seen.push(...page.data.map(({ id }) => id))
        cursor = page.nextCursor
      }
      assert.lengthOf(new Set(seen), 3, sort)
      assert.lengthOf(seen, 3, sort)
    }
  })

  test('has saved views, a count, a change in place and a bulk archive', async ({
    assert,
    client,
  }) => {
    const program = await withCars(client, await makeWorkshop())
    await fill(program)
    const lists = '/lists/courtesy.cars'
    const saved = await program.create(`${lists}/views`, {
      name: 'To be had',
      shared: false,
      defaultFor: [],
      state: { search: '', sort: 'plate', filters: { state: 'free' } },
    })
    const views = (await program.get(`${lists}/views`)) as unknown as { id: string }[]
    assert.deepEqual(
      views.map(({ id }) => id),
      [saved.id]
    )
    assert.containsSubset(await program.get(`${lists}/count?state=free`), { count: 1, more: false })
    const [broken] = (await program.get(`${PATH}?state=broken`)) as unknown as { id: string }[]
    const edited = await program.change(`${lists}/rows/${broken.id}`, {
      field: 'state',
      value: 'free',
      version: 1,
    })
    assert.containsSubset(edited, { state: 'free', version: 2 })
    await program.create(`${lists}/runs`, {
      key: randomUUID(),
      action: 'archive',
      ids: [broken.id],
    })
    assert.deepEqual(await plates(program, ''), ['2', '1'])
    assert.deepEqual(await plates(program, 'archived=only'), ['3'])
  })

  test('is exported as it is shown', async ({ assert, client }) => {
    const workshop = await makeWorkshop()
    const program = await withCars(client, workshop)
    await fill(program)
    const csv = await program.ask('GET', '/lists/courtesy.cars/export?format=csv&state=lent')
    assert.equal(csv.status(), 200)
    const [head, ...lines] = csv
      .text()
      .replace(/^\uFEFF/, '')
      .trim()
      .split(/\r?\n/)
    assert.equal(head, 'Plate,Model,State,Lent to,Day rate,Insured until')
    assert.lengthOf(lines, 1)
    assert.match(lines[0], /MH 12 AB 0002,Nexon EV,Lent,Raj Kumar,1200\.00,/)
    const xlsx = await program.ask('GET', '/lists/courtesy.cars/export?format=xlsx')
    assert.match(xlsx.header('content-type') as string, /spreadsheet/)
  })

  test('is found by the search of the shell and by pickers', async ({ assert, client }) => {
    const program = await withCars(client, await makeWorkshop())
    await fill(program)
    const found = (await program.get('/search?q=nexon')) as unknown as {
      groups: { id: string; hits: { title: string; href: string }[] }[]
    }
    const group = found.groups.find(({ id }) => id === 'courtesy.cars')
    assert.deepEqual(
      group?.hits.map(({ title }) => title),
      ['MH 12 AB 0002']
    )
    const options = (await program.get(`${PATH}/lookup?q=0003`)) as unknown as object[]
    assert.containsSubset(options, [{ label: 'MH 12 AB 0003', hint: 'Tiago EV' }])
  })

  test('tells in the timeline who changed what, with comments and files', async ({
    assert,
    client,
  }) => {
    const program = await withCars(client, await makeWorkshop())
    const { id } = await addCar(program)
    await program.change(`${PATH}/${id}`, {
      version: 1,
      state: 'lent',
      notes: 'Scratch on the door',
    })
    await program.create(`/records/courtesy_cars/${id}/comments`, {
      body: 'Handed over',
      mentions: [],
    })
    await program.act(`${PATH}/${id}/archive`)
    const lines = (await program.get(`/records/courtesy_cars/${id}/timeline`)) as unknown as {
      title: string
      detail?: string
    }[]
    assert.deepEqual(
      lines.map(({ title }) => title),
      ['Archived', 'Comment', 'State, Notes', 'Added']
    )
    assert.equal(lines[2].detail, 'State: Free → Lent\nNotes changed')
  })

  test('and its records are described for programs', async ({ assert, client }) => {
    const program = await withCars(client, await makeWorkshop())
    const { paths } = (await program.ask('GET', '/openapi.json')).body() as {
      paths: Record<string, Record<string, { summary: string; requestBody?: object }>>
    }
    const { get, post } = paths['/courtesy/cars']
    assert.equal(get.summary, 'List courtesy cars')
    assert.containsSubset(post, {
      'summary': 'Create a courtesy car',
      'x-permission': 'courtesy.cars.create',
      'requestBody': {
        content: {
          'application/json': {
            schema: {
              required: ['plate', 'model', 'state'],
              properties: { dayRate: { type: ['integer', 'null'], minimum: 0 } },
            },
          },
        },
      },
    })
  })
})
