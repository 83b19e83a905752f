import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { buffer } from 'node:stream/consumers'
import { systemScope } from '@karkhana/kernel'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import Contact from '../../../modules/contacts/models/contact.ts'
import { FILE_LIMITS } from '../../../app/transfer/files/limits.ts'
import { readTable } from '../../../app/transfer/files/read_table.ts'
import { writeXlsx } from '../../../app/transfer/files/xlsx_writer.ts'
import { setModule } from '../../helpers/extra_module.ts'
import { Importing } from './support/files.ts'

const CONTACTS = 'contacts.contacts'
/** Four rows: two good, a phone that is none, a name that is missing. */
const LIST = [
  'Name,Phone No.,E-mail,City,Kind',
  'Raj Kumar,98220 12345,raj@example.com,Pune,Customer',
  'Green Fleet,080-41234567,,Bengaluru,customer and vendor',
  'Bad Phone,12,,Pune,Customer',
  ',98220 54321,,Pune,Customer',
].join('\r\n')

async function start(client: ApiClient, role: 'owner' | 'manager' = 'owner') {
  const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
  return {
    mine,
    other,
    program: new Importing(client, mine, await mine.token(role)),
    others: new Importing(client, other, await other.token(role)),
  }
}

async function names(workshop: Workshop): Promise<string[]> {
  const scope = await systemScope(workshop.organisationId, 'test')
  const contacts = await scope.read(() => Contact.query().orderBy('name'))
  return contacts.map(({ name }) => name)
}

test.group('Importing a file', () => {
  test('finds the columns, checks every row without saving one, then saves what is right', async ({
    client,
    assert,
  }) => {
    const { mine, other, program } = await start(client)
    const taken = await program.take(CONTACTS, LIST)
    assert.deepEqual(
      { ...taken.mapping, rows: taken.rows, state: taken.state },
      {
        name: 0,
        phone: 1,
        email: 2,
        city: 3,
        kind: 4,
        company: null,
        gstin: null,
        language: null,
        addressLine1: null,
        addressLine2: null,
        stateCode: null,
        postalCode: null,
        notes: null,
        rows: 4,
        state: 'uploaded',
      }
    )
    assert.lengthOf(taken.sample, 3)

    const checked = await program.check(taken)
    assert.containsSubset(checked, { state: 'checked', created: 2, failed: 2, position: 4 })
    assert.deepEqual(
      checked.problems.map(({ row, column, value }) => [row, column, value]),
      [
        [4, 'Phone', '12'],
        [5, 'Name', ''],
      ]
    )
    assert.deepEqual(await names(mine), [], 'nothing is saved by checking')

    const done = await program.start(checked)
    assert.containsSubset(done, { state: 'done', created: 2, same: 0, failed: 2 })
    assert.deepEqual(await names(mine), ['Green Fleet', 'Raj Kumar'])
    assert.deepEqual(await names(other), [])
    const scope = await systemScope(mine.organisationId, 'test')
    const raj = await scope.read(() => Contact.findByOrFail('name', 'Raj Kumar'))
    assert.equal(raj.phone, '+919822012345')
  })

  test('gives the failed rows back with the reason, and takes the corrected file', async ({
    client,
    assert,
  }) => {
    const { mine, program } = await start(client)
    const done = await program.start(await program.check(await program.take(CONTACTS, LIST)))
    const response = await client
      .get(`/api/v1/transfer/imports/${done.id}/failures?format=csv`)
      .bearerToken(await mine.token())
    response.assertStatus(200)
    const failed = await readTable(Buffer.from(response.text()))
    assert.deepEqual(failed.headings.slice(-2), ['Row', 'Reason'])
    assert.lengthOf(failed.rows, 2)
    assert.match(failed.rows[0].at(-1)!, /^Phone: This is not a phone number/)

    const corrected = response
      .text()
      .replace('Bad Phone,12,', 'Bad Phone,98220 99999,')
      .replace(/^,98220 54321/m, 'Now Named,98220 54321')
    const again = await program.start(await program.check(await program.take(CONTACTS, corrected)))
    assert.containsSubset(again, { state: 'done', created: 2, failed: 0 })
    assert.lengthOf(await names(mine), 4)
  })

  test('changes nothing when the same file comes again, and only what is new in it', async ({
    client,
    assert,
  }) => {
    const { mine, program } = await start(client)
    const first = LIST.split('\r\n').slice(0, 3).join('\n')
    await program.start(await program.check(await program.take(CONTACTS, first)))
    const again = await program.start(await program.check(await program.take(CONTACTS, first)))
    assert.containsSubset(again, { created: 0, changed: 0, same: 2, failed: 0 })
    const moved = first.replace('Pune', 'Nashik')
    const changed = await program.start(await program.check(await program.take(CONTACTS, moved)))
    assert.containsSubset(changed, { created: 0, changed: 1, same: 1 })
    const scope = await systemScope(mine.organisationId, 'test')
    const raj = await scope.read(() => Contact.findByOrFail('name', 'Raj Kumar'))
    assert.equal(raj.city, 'Nashik')
    assert.equal(raj.email, 'raj@example.com', 'an empty column empties nothing')
  })

  test('takes a text as the file that it is, in its own encoding and of its own size', async ({
    client,
    assert,
  }) => {
    const { program } = await start(client)
    const long = `Name,Notes\nJos\u00e9,${'x'.repeat(1_500)}\n`
    const rows = Array.from({ length: 900 }, (_, at) => `Person ${at},${'x'.repeat(1_500)}`)
    const file = Buffer.from(long + rows.join('\n'), 'latin1')
    assert.isAbove(file.length, 1024 * 1024)
    const taken = await program.upload(CONTACTS, file, 'list.csv', 'text/csv')
    assert.equal(taken.status, 201, taken.title)
    assert.equal(taken.data.rows, 901)
    assert.include(JSON.stringify(taken.data), 'Jos\u00e9')
  })

  test('remembers the columns that a person chose', async ({ client, assert }) => {
    const { program, others } = await start(client)
    const file = 'Kunde,Telefon\nRaj Kumar,98220 12345'
    const taken = await program.take(CONTACTS, file)
    assert.isNull(taken.mapping.name)
    const refused = await program.act(taken.id, 'check', { mapping: taken.mapping })
    refused.assertStatus(422)
    assert.equal(refused.body().code, 'E_IMPORT_MAPPING')
    await program.check({ ...taken, mapping: { ...taken.mapping, name: 0, phone: 1 } })
    const second = await program.take(CONTACTS, 'Telefon,Kunde\n98220 12345,Raj Kumar')
    assert.containsSubset(second.mapping, { name: 1, phone: 0 })
    assert.isNull((await others.take(CONTACTS, file)).mapping.name)
  })

  test('reads workbooks, and tells a value that stands twice in the file', async ({
    client,
    assert,
  }) => {
    const { program } = await start(client)
    const columns = [
      { key: 'code', label: 'Code', kind: 'text' as const },
      { key: 'name', label: 'Name', kind: 'text' as const },
      { key: 'kind', label: 'Kind', kind: 'text' as const },
      { key: 'hsn', label: 'HSN/SAC', kind: 'text' as const },
      { key: 'unit', label: 'Unit', kind: 'text' as const },
      { key: 'price', label: 'Price before tax', kind: 'money' as const },
    ]
    async function* batches() {
      yield [
        ['CON-48V', 'Main contactor', 'Part', '8536', 'NOS', 245_000],
        ['KIT-1', 'Connector kit', 'Part', '8544', 'SET', 18_650],
        ['con 48v', 'The same again', 'Part', '8536', 'NOS', 100],
        ['LAB', 'Labour', 'Service', '8536', 'OTH', 80_000],
      ].map(([code, name, kind, hsn, unit, price]) => ({ code, name, kind, hsn, unit, price }))
    }
    const workbook = await buffer(writeXlsx({ columns, zone: 'Asia/Kolkata' }, batches()))
    const taken = await program.take('catalog.items', workbook, 'items.xlsx')
    const checked = await program.check(taken)
    assert.containsSubset(checked, { created: 2, failed: 2 })
    assert.match(checked.problems[0].reason, /Row 2 has the same value/)
    assert.equal(checked.problems[1].column, 'HSN/SAC')
    const done = await program.start(checked)
    assert.equal(done.created, 2)
  })

  test('finds the owners of vehicles by name and phone', async ({ client, assert }) => {
    const { program } = await start(client)
    const owners = 'Name,Phone\nRaj Kumar,98220 12345\nRaj Kumar,98220 54321'
    await program.start(await program.check(await program.take(CONTACTS, owners)))
    const vehicles = [
      'Registration,Make,Model,Fuel,Owner,Owner phone,Odometer km',
      'MH 12 AB 1234,Ather,450X,Electric,Raj Kumar,98220 12345,"18,240"',
      'MH 12 AB 0002,Ather,450X,ev,Raj Kumar,,',
      'MH 12 AB 0003,Ather,450X,petrol,Nobody,,',
    ].join('\n')
    const done = await program.start(
      await program.check(await program.take('vehicles.vehicles', vehicles))
    )
    assert.containsSubset(done, { created: 1, failed: 2 })
    assert.deepEqual(
      done.problems.map(({ column }) => column),
      ['Owner phone', 'Owner']
    )
  })

  test('goes on where it was after a stop in the middle, and saves no row twice', async ({
    client,
    assert,
  }) => {
    const { mine, program } = await start(client)
    const rows = Array.from({ length: 250 }, (_, at) => `Person ${at},98${200_00000 + at}`)
    const file = `Name,Phone\n${rows.join('\n')}`
    const checked = await program.check(await program.take(CONTACTS, file))
    assert.containsSubset(checked, { created: 250, failed: 0 })
    await program.act(checked.id, 'start')
    const scope = await systemScope(mine.organisationId, 'test')
    // Two workers on the same import, as after a restart
    await Promise.all([program.work(checked.id), program.work(checked.id)])
    assert.containsSubset(await program.see(checked.id), { state: 'done', created: 250, same: 0 })
    const [{ count }] = await scope.read((unit) =>
      unit.rows<{ count: number }>('select count(*)::int as count from contacts_contacts')
    )
    assert.equal(count, 250)
  }).timeout(120_000)

  test('stops when it is cancelled, and keeps what was saved', async ({ client, assert }) => {
    const { program } = await start(client)
    const checked = await program.check(await program.take(CONTACTS, LIST))
    await program.act(checked.id, 'start')
    const cancelled = await program.act(checked.id, 'cancel')
    cancelled.assertStatus(200)
    await program.work(checked.id)
    assert.containsSubset(await program.see(checked.id), { state: 'cancelled', created: 0 })
    const done = await program.start(await program.check(await program.take(CONTACTS, LIST)))
    const late = await program.act(done.id, 'cancel')
    late.assertStatus(422)
    assert.equal(late.body().code, 'E_IMPORT_STATE')
    const twice = await program.act(done.id, 'start')
    assert.equal(twice.body().code, 'E_IMPORT_STATE')
  })

  test('refuses files that are none, with the reason at the file', async ({ client, assert }) => {
    const { program } = await start(client)
    for (const [content, code] of [
      ['', 'E_IMPORT_EMPTY'],
      [Buffer.concat([Buffer.from('Name\nराम\nJos'), Buffer.from([0xe9])]), 'E_IMPORT_ENCODING'],
      [`Name\n${'x\n'.repeat(FILE_LIMITS.rows + 1)}`, 'E_IMPORT_TOO_LONG'],
      [Buffer.alloc(FILE_LIMITS.bytes + 1, 'Name\n'), 'E_IMPORT_TOO_LARGE'],
    ] as const) {
      const { status, code: got } = await program.upload(CONTACTS, content)
      assert.equal(status, 422, code)
      assert.equal(got, code)
    }
  })
})

test.group('Imports between people and modules', () => {
  test('are seen by the member who made them and by nobody else', async ({ client, assert }) => {
    const { mine, other, program, others } = await start(client)
    const { id } = await program.take(CONTACTS, LIST)
    const colleague = new Importing(client, mine, await mine.token('manager'))
    for (const stranger of [colleague, others]) {
      for (const step of ['check', 'start', 'cancel'] as const) {
        const answer = await stranger.act(id, step, { mapping: { name: 0 } })
        answer.assertStatus(404)
      }
    }
    for (const token of [await mine.token('manager'), await other.token()]) {
      const list = await client.get('/api/v1/transfer/imports').bearerToken(token)
      assert.deepEqual(list.body().data, [])
      for (const path of [id, `${id}/failures`]) {
        const answer = await client.get(`/api/v1/transfer/imports/${path}`).bearerToken(token)
        answer.assertStatus(404)
      }
    }
  })

  test('need the permission of the importer, at the start and while they run', async ({
    client,
    assert,
  }) => {
    const { mine, program } = await start(client)
    const technician = new Importing(client, mine, await mine.token('technician'))
    assert.equal((await technician.upload(CONTACTS, LIST)).status, 403)
    const roleId = await mine.role({ base: 'manager', denials: ['contacts.contact.create'] })
    const limited = await mine.memberWith({ roleId })
    const page = await client.get('/transfer').loginAs(limited.user).accept('json')
    page.assertStatus(200)
    const scope = await limited.scope()
    assert.isFalse(scope.can('contacts.contact.create'))

    const checked = await program.check(await program.take(CONTACTS, LIST))
    await program.act(checked.id, 'start')
    const system = await systemScope(mine.organisationId, 'test')
    const { membership } = await mine.member('owner')
    await system.work((unit) =>
      unit.rows(`update memberships set role = 'technician' where id = ?`, [membership.id])
    )
    await program.work(checked.id)
    const [row] = await system.read((unit) =>
      unit.rows<{ state: string; failure: string }>(
        'select r.state, r.failure from imports i join runs r on r.id = i.run where i.id = ?',
        [checked.id]
      )
    )
    assert.equal(row.state, 'failed')
    assert.match(row.failure, /may not import/)
    assert.deepEqual(await names(mine), [])
  })

  test('wait while their module is off, go on when it is back, and leave others alone', async ({
    client,
    assert,
  }) => {
    const { mine, program, others } = await start(client)
    const checked = await program.check(await program.take(CONTACTS, LIST))
    await program.act(checked.id, 'start')
    await setModule(mine, 'contacts', 'paused')
    await program.work(checked.id, 'once')
    const system = await systemScope(mine.organisationId, 'test')
    const parked = await system.read((unit) =>
      unit.rows<{ module_id: string }>(
        `select waits_for as module_id from jobs where state = 'waiting'`
      )
    )
    assert.deepEqual(parked, [{ module_id: 'contacts' }])
    const hidden = await client
      .get(`/api/v1/transfer/imports/${checked.id}`)
      .bearerToken(await mine.token())
    hidden.assertStatus(404)
    assert.equal((await program.upload(CONTACTS, LIST)).status, 404)
    assert.equal((await others.upload(CONTACTS, LIST)).status, 201)

    await setModule(mine, 'contacts', 'archived')
    assert.equal((await program.upload(CONTACTS, LIST)).status, 404)
    await setModule(mine, 'contacts', 'enabled')
    await program.work(checked.id)
    assert.containsSubset(await program.see(checked.id), { state: 'done', created: 2 })
  })
})
