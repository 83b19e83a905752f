import { test } from '@japa/runner'
import { customFieldsOf, personalCustomKeys } from '@karkhana/kernel'
import { pageProps } from '../../helpers/page_props.ts'
import { openJob } from '../../helpers/jobs.ts'
import { addField, addVehicle, FIELDS, open, vehicleBody, VEHICLES } from './support.ts'

const EVERY_KIND = {
  note: { kind: 'text', good: 'Left door', bad: { nested: true } },
  story: { kind: 'multiline', good: 'Two\nlines', bad: ['a'] },
  seats: { kind: 'integer', good: 5, bad: 2.5 },
  range: { kind: 'number', good: '120.5', bad: 'far' },
  insured: { kind: 'money', good: 1250000, bad: 12.5 },
  insured_until: { kind: 'date', good: '2027-03-31', bad: '31-03-2027' },
  leased: { kind: 'switch', good: true, bad: 'maybe' },
  mail: { kind: 'email', good: 'fleet@example.com', bad: 'fleet' },
  driver: { kind: 'phone', good: '+919822012345', bad: '12' },
  site: { kind: 'url', good: 'https://example.com/a', bad: 'javascript:alert(1)' },
} as const

test.group('Values of custom fields', () => {
  test('of every kind come back as they were sent, typed', async ({ client, assert }) => {
    const { program } = await open(client)
    for (const [key, { kind }] of Object.entries(EVERY_KIND)) {
      await addField(program, { label: key.replace('_', ' '), kind })
    }
    const good = Object.fromEntries(
      Object.entries(EVERY_KIND).map(([key, { good: value }]) => [key, value])
    )
    const { id } = await addVehicle(program, good)
    assert.deepEqual((await program.get(`/vehicles/${id}`)).custom, good)
  })

  test('of the wrong type are refused at their field, all at once, and nothing is saved', async ({
    client,
    assert,
  }) => {
    const { program } = await open(client)
    for (const [key, { kind }] of Object.entries(EVERY_KIND)) {
      await addField(program, { label: key.replace('_', ' '), kind })
    }
    const bad = Object.fromEntries(
      Object.entries(EVERY_KIND).map(([key, { bad: value }]) => [key, value])
    )
    const refused = await program.ask('POST', '/vehicles', {
      ...(await vehicleBody(program)),
      custom: bad,
    })
    refused.assertStatus(422)
    assert.sameMembers(
      (refused.body().errors as { field: string }[]).map(({ field }) => field),
      Object.keys(EVERY_KIND).map((key) => `custom.${key}`)
    )
    assert.lengthOf((await program.ask('GET', '/vehicles')).body().data, 0)
    for (const custom of [[], 'x', null]) {
      const body = { ...(await vehicleBody(program)), custom }
      const answer = await program.ask('POST', '/vehicles', body)
      assert.equal(answer.body().errors[0].field, 'custom')
    }
  })

  test('of fields that are none are refused by name, also when the organisation has no fields', async ({
    client,
    assert,
  }) => {
    const { program } = await open(client)
    const body = await vehicleBody(program)
    const ask = () => program.ask('POST', '/vehicles', { ...body, custom: { colour: 'red' } })
    const none = await ask()
    none.assertStatus(422)
    assert.equal(none.body().errors[0].field, 'custom.colour')
    await addField(program, { label: 'Fleet number', kind: 'text' })
    assert.include((await ask()).body().errors[0].message, 'Its fields are fleet_number.')
  })

  test('that a change leaves out stay, and null empties', async ({ client, assert }) => {
    const { program } = await open(client)
    await addField(program, { label: 'One', kind: 'text' })
    await addField(program, { label: 'Two', kind: 'integer' })
    const body = await vehicleBody(program)
    const { id } = await program.create('/vehicles', { ...body, custom: { one: 'a', two: 2 } })
    const change = async (version: number, custom?: object) =>
      (await program.change(`/vehicles/${id}`, { ...body, version, ...(custom && { custom }) }))
        .custom
    assert.deepEqual(await change(1), { one: 'a', two: 2 })
    assert.deepEqual(await change(1, { one: 'b' }), { one: 'b', two: 2 })
    assert.deepEqual(await change(2, { two: null }), { one: 'b', two: null })
  })

  test('that are required are asked of new records and of those who empty them, not of other changes', async ({
    client,
    assert,
  }) => {
    const { program } = await open(client)
    const body = await vehicleBody(program)
    const { id } = await program.create('/vehicles', body)
    await addField(program, { label: 'Fleet number', kind: 'text', required: true })
    await addField(program, { label: 'Note', kind: 'text' })
    const second = { ...body, registration: 'MH14ZZ9999' }
    for (const custom of [undefined, {}, { fleet_number: '' }, { fleet_number: null }]) {
      const refused = await program.ask('POST', '/vehicles', { ...second, custom })
      assert.equal(refused.body().errors[0].field, 'custom.fleet_number')
    }
    const old = await program.change(`/vehicles/${id}`, {
      ...body,
      version: 1,
      custom: { note: 'x' },
    })
    assert.deepEqual(old.custom, { fleet_number: null, note: 'x' })
    const emptied = await program.ask('PUT', `/vehicles/${id}`, {
      ...body,
      version: 2,
      custom: { fleet_number: null },
    })
    assert.equal(emptied.body().errors[0].field, 'custom.fleet_number')
  })

  test('of an archived field are kept in the record, shown to nobody, and back with it', async ({
    client,
    assert,
  }) => {
    const { program, workshop } = await open(client)
    const field = await addField(program, { label: 'Fleet number', kind: 'text' })
    await addField(program, { label: 'Note', kind: 'text' })
    const body = await vehicleBody(program)
    const { id } = await program.create('/vehicles', { ...body, custom: { fleet_number: 'F-1' } })
    await program.act(`${FIELDS}/${field.id}/archive`)
    assert.deepEqual((await program.get(`/vehicles/${id}`)).custom, { note: null })
    const sent = await program.ask('PUT', `/vehicles/${id}`, {
      ...body,
      version: 1,
      custom: { fleet_number: 'F-2' },
    })
    assert.include(sent.body().errors[0].message, 'archived')
    await program.change(`/vehicles/${id}`, { ...body, version: 1, custom: { note: 'x' } })
    assert.lengthOf(await customFieldsOf(await workshop.scope(), VEHICLES), 1)
    await program.act(`${FIELDS}/${field.id}/restore`)
    assert.deepEqual((await program.get(`/vehicles/${id}`)).custom, {
      fleet_number: 'F-1',
      note: 'x',
    })
  })

  test('that were saved before a rule changed are not judged again while they stay', async ({
    client,
    assert,
  }) => {
    const { program } = await open(client)
    const field = await addField(program, { label: 'Code', kind: 'text' })
    const body = await vehicleBody(program)
    const { id } = await program.create('/vehicles', { ...body, custom: { code: 'free text' } })
    await program.change(`${FIELDS}/${field.id}`, {
      label: 'Code',
      kind: 'text',
      mask: 'F-99[9]',
      version: 1,
    })
    const put = (version: number, code: string) =>
      program.ask('PUT', `/vehicles/${id}`, { ...body, version, custom: { code } })
    ;(await put(1, 'free text')).assertStatus(200)
    const refused = await put(1, 'other text')
    assert.include(refused.body().errors[0].message, 'F-111')
    ;(await put(1, 'F-204')).assertStatus(200)
  })

  test('are changed by nobody whose role may not change the record', async ({ client, assert }) => {
    const { program, workshop } = await open(client)
    await addField(program, { label: 'Fleet number', kind: 'text' })
    const body = await vehicleBody(program)
    const { id } = await program.create('/vehicles', { ...body, custom: { fleet_number: 'F-1' } })
    const refused = await client
      .put(`/api/v1/vehicles/${id}`)
      .bearerToken(await workshop.token('technician'))
      .json({ ...body, version: 1, custom: { fleet_number: 'F-2' } })
    refused.assertStatus(403)
    assert.deepEqual((await program.get(`/vehicles/${id}`)).custom, { fleet_number: 'F-1' })
  })

  test('that are data about a person are named for export and erasure', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await open(client), await open(client)]
    const field = await addField(mine.program, { label: 'Driver', kind: 'phone', personal: true })
    await addField(mine.program, { label: 'Colour', kind: 'text' })
    await mine.program.act(`${FIELDS}/${field.id}/archive`)
    assert.deepEqual(await personalCustomKeys(await mine.workshop.scope(), VEHICLES), ['driver'])
    assert.deepEqual(await personalCustomKeys(await other.workshop.scope(), VEHICLES), [])
  })
})

test.group('Each kind of record', () => {
  test('takes its custom values in, shows them on its page and in its form', async ({
    client,
    assert,
  }) => {
    const { program, workshop } = await open(client)
    const user = await workshop.user()
    const paths: Record<string, { path: string; body: Record<string, unknown> }> = {}
    const { ticket, job } = await openJob(program)
    const ticketRecord = await program.get(ticket)
    const jobRecord = await program.get(job)
    const contactId = (ticketRecord.contact as { id: string }).id
    paths.tickets_tickets = {
      path: ticket,
      body: {
        contactId,
        vehicleId: (ticketRecord.vehicle as { id: string }).id,
        complaint: ticketRecord.complaint,
        priority: ticketRecord.priority,
      },
    }
    paths.jobcards_jobs = { path: job, body: {} }
    const item = {
      kind: 'part',
      code: 'BRK-1',
      name: 'Brake pad',
      hsn: '8708',
      unit: 'NOS',
      unitPrice: '10',
      treatment: 'taxable',
    }
    const { id: itemId } = await program.create('/catalog', item)
    paths.catalog_items = { path: `/catalog/${itemId}`, body: item }
    const contact = { kind: 'customer', name: 'Raj', phone: '9822011111' }
    const { id: otherId } = await program.create('/contacts', contact)
    paths.contacts_contacts = { path: `/contacts/${otherId}`, body: contact }
    const draft = {
      contactId,
      date: (await workshop.scope()).today(),
      lines: [
        { description: 'Work', hsn: '998714', quantity: '1', unitPrice: '100', gstRate: '18' },
      ],
    }
    const { id: invoiceId } = await program.create('/invoicing', draft)
    paths.invoicing_invoices = { path: `/invoicing/${invoiceId}`, body: draft }
    assert.exists(jobRecord.version)

    for (const [table, { path, body }] of Object.entries(paths)) {
      await addField(program, { label: 'Own code', kind: 'text', showInList: true }, table)
      const { version } = await program.get(path)
      const changed = await program.change(path, { ...body, version, custom: { own_code: 'X-1' } })
      assert.deepEqual(changed.custom, { own_code: 'X-1' }, table)
      const bad = await program.ask('PUT', path, {
        ...body,
        version: changed.version,
        custom: { other: 1 },
      })
      assert.equal(bad.body().errors[0].field, 'custom.other', table)
      for (const page of [path, `${path}/edit`]) {
        const props = pageProps<{ customFields: { key: string }[] }>(
          await client.get(page).loginAs(user)
        )
        assert.equal(props.customFields[0].key, 'own_code', page)
      }
      const list = await client.get(path.replace(/\/[^/]+$/, '')).loginAs(user)
      const { list: shown } = pageProps<{
        list: { rows: { custom: object }[]; customFields: { key: string }[] }
      }>(list)
      assert.equal(shown.customFields[0].key, 'own_code', table)
      assert.deepInclude(
        shown.rows.map(({ custom }) => custom),
        { own_code: 'X-1' },
        table
      )
    }
  })
})
