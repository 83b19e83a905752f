import { test } from '@japa/runner'
import { runList } from '@karkhana/kernel/lists'
import { vehicleList } from '../../../modules/vehicles/lists/vehicles.ts'
import { pageProps } from '../../helpers/page_props.ts'
import type { Program } from '../../helpers/program.ts'
import { addField, addVehicle, FIELDS, open } from './support.ts'

async function found(program: Program, query: string): Promise<unknown[]> {
  const answer = await program.ask('GET', `/vehicles?${query}`)
  if (answer.status() !== 200) throw new Error(answer.text())
  return (answer.body().data as { custom: Record<string, unknown> }[])
    .map(({ custom }) => custom.fleet ?? custom.seats ?? custom.until ?? null)
    .sort()
}

test.group('Lists and custom fields', () => {
  test('a list is narrowed by what stands in a field, by ranges, and by what is missing', async ({
    client,
    assert,
  }) => {
    const { program } = await open(client)
    await addField(program, { label: 'Fleet', kind: 'text', filterable: true })
    await addField(program, { label: 'Seats', kind: 'integer', filterable: true })
    await addField(program, { label: 'Until', kind: 'date', filterable: true })
    await addVehicle(program, { fleet: 'F-1', seats: 2, until: '2026-01-31' })
    await addVehicle(program, { fleet: 'F-2', seats: 10, until: '2026-12-31' })
    await addVehicle(program)
    assert.deepEqual(await found(program, 'custom.fleet=F-1'), ['F-1'])
    assert.deepEqual(await found(program, 'custom.fleet=F'), [])
    assert.deepEqual(await found(program, 'custom.fleet=-'), [null])
    assert.deepEqual(await found(program, 'custom.seats=10'), ['F-2'])
    assert.deepEqual(await found(program, 'custom.seats=3..'), ['F-2'])
    assert.deepEqual(await found(program, 'custom.seats=..9'), ['F-1'])
    assert.deepEqual(await found(program, 'custom.until=2026-01-01..2026-06-30'), ['F-1'])
    assert.deepEqual(await found(program, 'custom.seats=2&custom.fleet=F-2'), [])
    assert.deepEqual(await found(program, 'search=f-2'), ['F-2'])
    assert.deepEqual(await found(program, 'search=ather'), ['F-1', 'F-2', null])
  })

  test('a value that does not fit, and a field that is no filter, are refused at the parameter', async ({
    client,
    assert,
  }) => {
    const { program } = await open(client)
    await addField(program, { label: 'Seats', kind: 'integer', filterable: true })
    await addField(program, { label: 'Hidden', kind: 'text' })
    for (const [query, field] of [
      ['custom.seats=many', 'custom.seats'],
      ['custom.hidden=x', 'custom.hidden'],
      ['custom.constructor=x', 'custom.constructor'],
      ['unknown=x', 'unknown'],
    ]) {
      const refused = await program.ask('GET', `/vehicles?${query}`)
      refused.assertStatus(422)
      assert.equal(refused.body().errors[0].field, field)
    }
  })

  test('a value that changes or goes is found as it is now', async ({ client, assert }) => {
    const { program, workshop } = await open(client)
    await addField(program, { label: 'Fleet', kind: 'text', filterable: true })
    const vehicle = await addVehicle(program, { fleet: 'F-1' })
    const put = (version: number, fleet: string | null) =>
      program.change(`/vehicles/${vehicle.id}`, {
        ...vehicle,
        odometerKm: null,
        version,
        custom: { fleet },
      })
    await put(1, 'F-2')
    assert.deepEqual(await found(program, 'custom.fleet=F-1'), [])
    assert.deepEqual(await found(program, 'custom.fleet=F-2'), ['F-2'])
    await put(2, null)
    assert.deepEqual(await found(program, 'custom.fleet=F-2'), [])
    await put(3, 'F-3')
    const scope = await workshop.scope()
    const kept = () => scope.read((unit) => unit.from('custom_values').count('* as rows'))
    assert.equal((await kept())[0].rows, '1')
    await scope.work((unit) => unit.from('vehicles_vehicles').where('id', vehicle.id).delete())
    assert.equal((await kept())[0].rows, '0')
  })

  test('a page gets the columns and filters of the organisation, and nobody else’s', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await open(client), await open(client)]
    await addField(mine.program, {
      label: 'Fleet',
      kind: 'text',
      filterable: true,
      showInList: true,
    })
    await addField(mine.program, { label: 'Secret', kind: 'text' })
    await addVehicle(mine.program, { fleet: 'F-1', secret: 'x' })
    await addVehicle(other.program)
    const page = async ({ workshop }: typeof mine) =>
      pageProps<{ list: Record<string, never> & { rows: object[]; filters: { key: string }[] } }>(
        await client.get('/vehicles').loginAs(await workshop.user())
      ).list
    const shown = await page(mine)
    assert.deepInclude(shown.rows[0], { custom: { fleet: 'F-1' } })
    assert.include(
      shown.filters.map(({ key }) => key),
      'custom.fleet'
    )
    const theirs = await page(other)
    assert.notProperty(theirs, 'customFields')
    assert.notProperty(theirs.rows[0], 'custom')
    assert.notInclude(
      theirs.filters.map(({ key }) => key),
      'custom.fleet'
    )
    const refused = await other.program.ask('GET', '/vehicles?custom.fleet=F-1')
    refused.assertStatus(422)
  })

  test('paging goes on within a filter', async ({ client, assert }) => {
    const { program } = await open(client)
    await addField(program, { label: 'Fleet', kind: 'text', filterable: true })
    for (let count = 0; count < 3; count++) await addVehicle(program, { fleet: 'F-1' })
    await addVehicle(program, { fleet: 'F-2' })
    const first = (await program.ask('GET', '/vehicles?custom.fleet=F-1&limit=2')).body()
    assert.lengthOf(first.data, 2)
    const second = await program.ask(
      'GET',
      `/vehicles?custom.fleet=F-1&limit=2&cursor=${first.nextCursor}`
    )
    assert.lengthOf(second.body().data, 1)
    assert.isNull(second.body().nextCursor)
  })

  test('equality is answered from the index, under row-level security', async ({
    client,
    assert,
  }) => {
    const { program, workshop } = await open(client)
    await addField(program, { label: 'Fleet', kind: 'text', filterable: true })
    await addVehicle(program, { fleet: 'F-1' })
    const scope = await workshop.scope()
    await scope.work((unit) =>
      unit.rows(
        `insert into vehicles_vehicles (organisation_id, id, contact_id, vin, make, model, fuel, custom)
         select v.organisation_id, gen_random_uuid(), v.contact_id, 'VIN' || n, v.make, v.model, v.fuel,
                jsonb_build_object('fleet', 'F-' || (n + 10))
           from vehicles_vehicles v, generate_series(1, 2000) n`
      )
    )
    const input = { filters: { 'custom.fleet': 'F-77' } }
    const plan = await scope.read(async (unit) => {
      const sql: { sql: string; bindings: unknown[] }[] = []
      const listen = (query: { sql: string; bindings: unknown[] }) => sql.push(query)
      unit.trx.knexClient.on('query', listen)
      const { rows } = await runList(scope, vehicleList(input), input)
      unit.trx.knexClient.removeListener('query', listen)
      assert.lengthOf(rows, 1)
      const { sql: text, bindings } = sql.find((query) => query.sql.includes('custom_values'))!
      // What PostgreSQL would choose for many rows; the table of a test is small.
      await unit.rows('set local enable_seqscan = off')
      const lines = await unit.trx.knexClient.raw(
        `explain ${text.replace(/\$\d+/g, '?')}`,
        bindings as never[]
      )
      return (lines.rows as Record<string, string>[]).map((row) => row['QUERY PLAN']).join('\n')
    })
    assert.match(plan, /Index (Only )?Scan.* using custom_values_pkey/)
    assert.match(plan, /Index Cond:.*value = 'F-77'/)
  })

  test('an archived field is no column, no filter, and is not searched', async ({
    client,
    assert,
  }) => {
    const { program } = await open(client)
    const field = await addField(program, { label: 'Fleet', kind: 'text', filterable: true })
    await addVehicle(program, { fleet: 'F-1' })
    await program.act(`${FIELDS}/${field.id}/archive`)
    ;(await program.ask('GET', '/vehicles?custom.fleet=F-1')).assertStatus(422)
    assert.deepEqual(await found(program, 'search=F-1'), [])
    assert.notProperty((await program.ask('GET', '/vehicles')).body().data[0], 'custom')
  })
})
