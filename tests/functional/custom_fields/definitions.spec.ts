import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type { CustomFieldView } from '../../../app/custom_fields/views.ts'
import { addField, addVehicle, FIELDS, open, setState, VEHICLES } from './support.ts'

const fieldsOf = (answer: unknown) => answer as CustomFieldView[]
const FLEET = { label: 'Fleet number', kind: 'text' } as const

test.group('Custom fields in the settings', () => {
  test('a field is named after its label, and keeps that name', async ({ client, assert }) => {
    const { program } = await open(client)
    const first = await addField(program, FLEET)
    assert.deepInclude(first, { key: 'fleet_number', position: 0, required: false, version: 1 })
    const renamed = await program.change(`${FIELDS}/${first.id}`, {
      ...FLEET,
      label: 'Fleet no.',
      version: 1,
    })
    assert.deepInclude(renamed, { key: 'fleet_number', label: 'Fleet no.', version: 2 })
    const second = await addField(program, FLEET)
    assert.equal(second.key, 'fleet_number_2')
    assert.equal((await addField(program, { label: 'बेड़ा', kind: 'text' })).key, 'field')
    assert.equal(
      (await addField(program, { label: 'Constructor', kind: 'text' })).key,
      'constructor_field'
    )
    const twin = await program.ask('POST', FIELDS, {
      record: VEHICLES,
      ...FLEET,
      label: 'FLEET NO.',
    })
    assert.equal(twin.body().code, 'E_CUSTOM_FIELD_LABEL')
  })

  test('what makes no field is refused at its input: {0}')
    .with([
      ['label', { kind: 'text', label: '' }],
      ['kind', { kind: 'colour', label: 'Colour' }],
      ['options', { kind: 'choice', label: 'Colour', options: [] }],
      [
        'options',
        { kind: 'choice', label: 'Colour', options: [{ label: 'Red' }, { label: 'red' }] },
      ],
      ['max', { kind: 'integer', label: 'Seats', min: 9, max: 2 }],
      ['min', { kind: 'integer', label: 'Seats', min: 1.5 }],
      ['max', { kind: 'text', label: 'Code', max: 9000 }],
      ['mask', { kind: 'text', label: 'Code', mask: 'F-[99' }],
      ['mask', { kind: 'text', label: 'Code', mask: 'no place' }],
      ['example', { kind: 'text', label: 'Code', mask: 'F-99', example: 'G-1' }],
      ['record', { kind: 'text', label: 'Code', record: 'users' }],
      ['record', { kind: 'text', label: 'Code', record: 'jobcards_lines' }],
    ] as [string, object][])
    .run(async ({ client, assert }, [field, body]) => {
      const { program } = await open(client)
      const refused = await program.ask('POST', FIELDS, { record: VEHICLES, ...body })
      refused.assertStatus(422)
      assert.equal(refused.body().errors[0].field, field)
      assert.lengthOf(fieldsOf(await program.get(`${FIELDS}?record=${VEHICLES}`)), 0)
    })

  test('a kind of record has 40 fields at most, also when they are added at once', async ({
    client,
    assert,
  }) => {
    const { program, workshop } = await open(client)
    for (let count = 1; count <= 38; count++) {
      await addField(program, { label: `Field ${count}`, kind: 'text' })
    }
    const added = await Promise.all(
      [39, 40, 41, 42].map((count) =>
        program.ask('POST', FIELDS, { record: VEHICLES, label: `Field ${count}`, kind: 'text' })
      )
    )
    assert.sameMembers(
      added.map((answer) => answer.status()),
      [201, 201, 422, 422]
    )
    const full = added.find((answer) => answer.status() === 422)!
    assert.equal(full.body().code, 'E_CUSTOM_FIELD_LIMIT')
    const fields = fieldsOf(await program.get(`${FIELDS}?record=${VEHICLES}`))
    assert.deepEqual(
      fields.map(({ position }) => position),
      Array.from({ length: 40 }, (_, index) => index)
    )
    // An archived one makes room, and comes back only while there is some.
    await program.act(`${FIELDS}/${fields[0].id}/archive`)
    await addField(program, { label: 'One more', kind: 'text' })
    const back = await program.ask('POST', `${FIELDS}/${fields[0].id}/restore`, {})
    assert.equal(back.body().code, 'E_CUSTOM_FIELD_LIMIT')
    assert.lengthOf(await (await workshop.scope()).read((unit) => unit.from('custom_fields')), 41)
  })

  test('fields stand in the order that somebody gave them', async ({ client, assert }) => {
    const { program } = await open(client)
    const ids: string[] = []
    for (const label of ['One', 'Two', 'Three']) {
      ids.push((await addField(program, { label, kind: 'text' })).id)
    }
    await program.act(`${FIELDS}/order`, { record: VEHICLES, ids: [ids[2], ids[0], ids[1]] })
    const labels = fieldsOf(await program.get(`${FIELDS}?record=${VEHICLES}`)).map(
      ({ label }) => label
    )
    assert.deepEqual(labels, ['Three', 'One', 'Two'])
    const partial = await program.ask('POST', `${FIELDS}/order`, {
      record: VEHICLES,
      ids: [ids[0]],
    })
    assert.equal(partial.body().code, 'E_CUSTOM_FIELD_ORDER')
  })

  test('somebody who saves over a newer version is told', async ({ client, assert }) => {
    const { program } = await open(client)
    const { id } = await addField(program, FLEET)
    await program.change(`${FIELDS}/${id}`, { ...FLEET, help: 'On the door.', version: 1 })
    const late = await program.ask('PUT', `${FIELDS}/${id}`, { ...FLEET, version: 1 })
    late.assertStatus(409)
    assert.equal((await program.get(`${FIELDS}/${id}`)).help, 'On the door.')
  })
})

test.group('A change of a field that records have values in', () => {
  const COLOUR = {
    label: 'Colour',
    kind: 'choice' as const,
    options: [{ label: 'Dark blue' }, { label: 'Red' }],
  }

  test('to a kind that the values are none of is refused, and to one they fit is made', async ({
    client,
    assert,
  }) => {
    const { program } = await open(client)
    const { id, version } = await addField(program, FLEET)
    await addVehicle(program, { fleet_number: 'F-12' })
    const body = { ...FLEET, kind: 'integer', version }
    const asked = await program.act(`${FIELDS}/${id}/impact`, body)
    assert.deepInclude((asked.refused as unknown[])[0] as object, {
      field: 'kind',
      message: '1 vehicle has a value that would not fit this kind.',
    })
    const refused = await program.ask('PUT', `${FIELDS}/${id}`, body)
    refused.assertStatus(422)
    assert.equal(refused.body().code, 'E_CUSTOM_FIELD_KIND')
    const kept = await program.change(`${FIELDS}/${id}`, { ...FLEET, kind: 'multiline', version })
    assert.equal(kept.kind, 'multiline')
    assert.isFalse(kept.filterable)
  })

  test('while no record has a value, any kind will do', async ({ client, assert }) => {
    const { program } = await open(client)
    const { id, version } = await addField(program, FLEET)
    await addVehicle(program)
    const changed = await program.change(`${FIELDS}/${id}`, { ...FLEET, kind: 'date', version })
    assert.equal(changed.kind, 'date')
  })

  test('takes no option away that a record has; archived, it is kept and offered no more', async ({
    client,
    assert,
  }) => {
    const { program } = await open(client)
    const field = await addField(program, COLOUR)
    assert.deepEqual(
      field.options.map(({ value }) => value),
      ['dark_blue', 'red']
    )
    const vehicle = await addVehicle(program, { colour: 'dark_blue' })
    const [blue, red] = field.options
    const change = (options: object[], version = 1) => ({ ...COLOUR, options, version })
    const refused = await program.ask('PUT', `${FIELDS}/${field.id}`, change([red]))
    assert.equal(refused.body().code, 'E_CUSTOM_FIELD_OPTION_USED')
    assert.equal(refused.body().errors[0].field, 'options')
    assert.include(refused.body().title, '1 vehicle has "Dark blue"')

    const archived = change([{ ...blue, archived: true }, red])
    const told = await program.act(`${FIELDS}/${field.id}/impact`, archived)
    assert.deepEqual(told.notices, ['1 vehicle keeps "Dark blue".'])
    await program.change(`${FIELDS}/${field.id}`, archived)
    const other = await program.ask('PUT', `/vehicles/${vehicle.id}`, {
      ...vehicle,
      odometerKm: null,
      custom: { colour: 'dark_blue' },
    })
    other.assertStatus(200)
    const taken = await program.ask('POST', '/vehicles', {
      ...vehicle,
      registration: 'MH12CD4321',
      custom: { colour: 'dark_blue' },
    })
    assert.equal(taken.body().errors[0].field, 'custom.colour')
  })

  test('says how many records lack what becomes required, and how many no longer fit', async ({
    client,
    assert,
  }) => {
    const { program } = await open(client)
    const field = await addField(program, { label: 'Seats', kind: 'integer' })
    await addVehicle(program, { seats: 2 })
    await addVehicle(program, { seats: 7 })
    await addVehicle(program)
    const { notices } = await program.act(`${FIELDS}/${field.id}/impact`, {
      label: 'Seats',
      kind: 'integer',
      required: true,
      max: 5,
    })
    assert.deepEqual(notices, [
      '1 vehicle has no value. It is asked for when one of them is next edited.',
      '1 vehicle has a value that no longer fits. It stays until it is changed.',
    ])
    // Nothing was saved by asking.
    assert.isFalse((await program.get(`${FIELDS}/${field.id}`)).required)
  })
})

test.group('Whose fields they are', () => {
  test('another organisation neither sees nor changes them, and may use the key for another kind', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await open(client), await open(client)]
    const field = await addField(mine.program, FLEET)
    const theirs = await addField(other.program, { label: 'Fleet number', kind: 'integer' })
    assert.equal(theirs.key, field.key)
    const answers = await Promise.all([
      other.program.ask('GET', `${FIELDS}/${field.id}`),
      other.program.ask('PUT', `${FIELDS}/${field.id}`, { ...FLEET, version: 1 }),
      other.program.ask('POST', `${FIELDS}/${field.id}/impact`, FLEET),
      other.program.ask('POST', `${FIELDS}/${field.id}/archive`, {}),
      other.program.ask('POST', `${FIELDS}/${field.id}/restore`, {}),
    ])
    assert.deepEqual(
      answers.map((answer) => answer.status()),
      [404, 404, 404, 404, 404]
    )
    await addVehicle(mine.program, { fleet_number: 'F-12' })
    const vehicle = await addVehicle(other.program, { fleet_number: 12 })
    assert.deepEqual(vehicle.custom, { fleet_number: 12 })
    assert.deepEqual(
      fieldsOf(await mine.program.get(`${FIELDS}?record=${VEHICLES}`)).map(({ kind }) => kind),
      ['text']
    )
  })

  test('only who may manage them does, and nobody who only looks', async ({ client, assert }) => {
    const { workshop, program } = await open(client)
    const { id } = await addField(program, FLEET)
    const manager = await workshop.token('manager')
    const body = { record: VEHICLES, label: 'Other', kind: 'text' }
    for (const request of [
      client.get(`/api/v1${FIELDS}`),
      client.post(`/api/v1${FIELDS}`).json(body),
      client.put(`/api/v1${FIELDS}/${id}`).json({ ...FLEET, version: 1 }),
      client.post(`/api/v1${FIELDS}/${id}/archive`),
    ]) {
      ;(await request.bearerToken(manager)).assertStatus(403)
    }
    const viewed = await client
      .post(FIELDS)
      .header('accept', 'application/json')
      .loginAs(await workshop.user())
      .withSession({ view_as: { organisationId: workshop.organisationId, role: 'admin' } })
      .withCsrfToken()
      .json(body)
    viewed.assertStatus(403)
    assert.equal(viewed.body().code, 'E_READ_ONLY')
    const branch = await workshop.branch('TWO')
    const limited = await workshop.memberWith({ role: 'admin', branchIds: [branch.id] })
    const { createCustomField } = await import('../../../app/custom_fields/manage.ts')
    const scope = await limited.scope()
    await assert.rejects(
      () => createCustomField(scope, VEHICLES, FLEET),
      'Adding and changing fields concerns every branch.'
    )
    assert.lengthOf(fieldsOf(await program.get(`${FIELDS}?record=${VEHICLES}`)), 1)
  })

  test('while their module is off they are not there; in an archive they are read only', async ({
    client,
    assert,
  }) => {
    const [on, off] = [await open(client), await open(client)]
    const field = await addField(off.program, FLEET)
    await addField(on.program, FLEET)
    await setState(off.workshop, 'vehicles', 'paused')
    const kinds = async (who: typeof on) => {
      const answer = await who.program.ask('GET', `${FIELDS}?record=contacts_contacts`)
      return (answer.body().records as { table: string }[]).map(({ table }) => table)
    }
    assert.notInclude(await kinds(off), VEHICLES)
    assert.include(await kinds(on), VEHICLES)
    ;(await off.program.ask('GET', `${FIELDS}/${field.id}`)).assertStatus(404)
    ;(await off.program.ask('GET', `${FIELDS}?record=${VEHICLES}`)).assertStatus(422)
    ;(await off.program.ask('POST', FIELDS, { record: VEHICLES, ...FLEET })).assertStatus(422)
    const { customFieldsOf } = await import('@karkhana/kernel')
    assert.lengthOf(await customFieldsOf(await off.workshop.scope(), VEHICLES), 0)
    assert.lengthOf(await customFieldsOf(await on.workshop.scope(), VEHICLES), 1)

    await setState(off.workshop, 'vehicles', 'archived')
    assert.lengthOf(fieldsOf(await off.program.get(`${FIELDS}?record=${VEHICLES}`)), 1)
    const refused = await off.program.ask('POST', `${FIELDS}/${field.id}/archive`, {})
    assert.equal(refused.body().code, 'E_MODULE_ARCHIVED')

    await setState(off.workshop, 'vehicles', 'enabled')
    await off.program.change(`${FIELDS}/${field.id}`, { ...FLEET, required: true, version: 1 })
  })
})

test.group('Records that may have custom fields', () => {
  test('without an index no filter is promised, and the author is told what to add', async ({
    client,
    assert,
  }) => {
    const { workshop } = await open(client)
    const { ensureIndexed, recordKindOr404 } = await import('../../../app/custom_fields/records.ts')
    const scope = await workshop.scope()
    const vehicles = await recordKindOr404(scope, VEHICLES)
    await scope.read((unit) => ensureIndexed(unit, vehicles))
    const bare = { ...vehicles, table: 'vehicles_odometer_readings' }
    const error = await scope
      .read((unit) => ensureIndexed(unit, bare))
      .catch((thrown: { code: string; next: string }) => thrown)
    assert.equal(error!.code, 'E_CUSTOM_FIELDS_NOT_INDEXED')
    assert.include(error!.next, "indexCustomFields('vehicles_odometer_readings')")
  })

  test('are found by them in lists: each table keeps its index', async ({ client, assert }) => {
    const { program } = await open(client)
    const answer = await program.ask('GET', FIELDS)
    const tables = (answer.body().records as { table: string }[]).map(({ table }) => table)
    assert.includeMembers(tables, [
      'contacts_contacts',
      'vehicles_vehicles',
      'catalog_items',
      'tickets_tickets',
      'jobcards_jobs',
      'invoicing_invoices',
    ])
    for (const table of tables) {
      const { rows } = await db.rawQuery(
        `select count(*)::int as triggers from pg_trigger t
          where t.tgrelid = ?::regclass and t.tgfoid = 'kernel_index_custom'::regproc`,
        [table]
      )
      assert.equal(
        rows[0].triggers,
        3,
        `${table} has custom fields: add indexCustomFields('${table}') to a migration of its module`
      )
    }
  })
})
