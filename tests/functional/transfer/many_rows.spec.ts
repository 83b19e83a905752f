import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import type { ImportView } from '../../../app/transfer/import_record.ts'
import { Importing } from './support/files.ts'

const OWNERS = 'Name,Phone\nRaj Kumar,98220 12345\nMeera Joshi,98220 54321\nMeera Joshi,98220 54322'
const VEHICLES = 'Registration,Make,Model,Fuel,Owner,Owner phone,Odometer km'
const ITEMS = 'Code,Name,Kind,HSN/SAC,Unit,Price before tax,Cost before tax'

async function begin(client: ApiClient) {
  const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
  const program = new Importing(client, mine, await mine.token())
  const bring = async (importer: string, ...lines: string[]) =>
    program.start(await program.check(await program.take(importer, lines.join('\n'))))
  return { mine, other, bring }
}

async function rows<Row>(workshop: Workshop, sql: string): Promise<Row[]> {
  const scope = await workshop.scope()
  return scope.read((unit) => unit.rows<Row>(sql))
}

const counts = ({ created, changed, same, failed }: ImportView) => [created, changed, same, failed]

test.group('Rows that are saved together', () => {
  test('are vehicles with their first readings; what is wrong is told at its row and column', async ({
    client,
    assert,
  }) => {
    const { mine, other, bring } = await begin(client)
    await bring('contacts.contacts', OWNERS)
    const lines = [
      VEHICLES,
      'MH 12 AB 7,Ather,450X,ev,Raj Kumar,,100',
      'XX 12 AB 8,Ather,450X,ev,Raj Kumar,,200',
      'MH 12 AB 9,Ather,450X,ev,Nobody,,300',
      'MH 12 AB 10,Ather,450X,ev,Meera Joshi,,400',
      'MH 12 AB 11,Ather,450X,ev,Meera Joshi,98220 54321,',
      'MH 12 AB 12,Ather,450X,steam,Raj Kumar,,600',
      'MH 12 AB 13,Ola,S1,ev,Raj Kumar,,700',
    ]
    const first = await bring('vehicles.vehicles', ...lines)
    assert.deepEqual(counts(first), [3, 0, 0, 4])
    assert.deepEqual(
      first.problems.map(({ row, column }) => [row, column]),
      [
        [3, 'Registration'],
        [4, 'Owner'],
        [5, 'Owner phone'],
        [7, 'Fuel'],
      ]
    )
    const again = await bring('vehicles.vehicles', ...lines)
    assert.deepEqual(counts(again), [0, 0, 3, 4])
    const readings = `select v.registration, r.reading_km as km from vehicles_odometer_readings r
      join vehicles_vehicles v on v.id = r.vehicle_id order by 1`
    assert.deepEqual(await rows(mine, readings), [
      { registration: 'MH12AB0007', km: 100 },
      { registration: 'MH12AB0013', km: 700 },
    ])
    assert.deepEqual(await rows(other, 'select id from vehicles_vehicles'), [])
  })

  test('are one vehicle when two plates differ only in how they are written', async ({
    client,
    assert,
  }) => {
    const { mine, bring } = await begin(client)
    await bring('contacts.contacts', OWNERS)
    const done = await bring(
      'vehicles.vehicles',
      VEHICLES,
      'MH 12 AB 7,Ather,450X,ev,Raj Kumar,,100',
      'MH 12 AB 0007,Ather,450 S,ev,Raj Kumar,,150',
      'MH 12 AB 0008,Ather,450 S,ev,Raj Kumar,,'
    )
    assert.deepEqual(counts(done), [2, 1, 0, 0])
    assert.deepEqual(
      await rows(
        mine,
        'select model, odometer_km as km from vehicles_vehicles order by registration'
      ),
      [
        { model: '450 S', km: 150 },
        { model: '450 S', km: null },
      ]
    )
  })

  test('change what is there: the owner, the odometer, and never backwards', async ({
    client,
    assert,
  }) => {
    const { mine, bring } = await begin(client)
    await bring('contacts.contacts', OWNERS)
    const line = (registration: string, owner: string, km: number) =>
      `${registration},Ather,450X,ev,${owner},${km}`
    await bring(
      'vehicles.vehicles',
      VEHICLES,
      line('MH 12 AB 1', 'Raj Kumar,', 100),
      line('MH 12 AB 2', 'Raj Kumar,', 200)
    )
    const done = await bring(
      'vehicles.vehicles',
      VEHICLES,
      line('MH 12 AB 1', 'Meera Joshi,98220 54321', 90),
      line('MH 12 AB 2', 'Meera Joshi,98220 54321', 250),
      line('MH 12 AB 3', 'Raj Kumar,', 300)
    )
    assert.deepEqual(counts(done), [1, 1, 0, 1])
    assert.deepEqual(
      done.problems.map(({ row, column }) => [row, column]),
      [[2, 'Odometer km']]
    )
    assert.deepEqual(
      await rows(
        mine,
        `select v.odometer_km as km, c.name from vehicles_vehicles v
           join contacts_contacts c on c.id = v.contact_id order by v.registration`
      ),
      [
        { km: 100, name: 'Raj Kumar' },
        { km: 250, name: 'Meera Joshi' },
        { km: 300, name: 'Raj Kumar' },
      ]
    )
  })

  test('are items, and the same file changes nothing, however its amounts are written', async ({
    client,
    assert,
  }) => {
    const { mine, bring } = await begin(client)
    const lines = [
      ITEMS,
      'CON-48V,Main contactor,Part,8536,NOS,2450.5,1800',
      'con-60v,Other contactor,Part,8536,nos,2600,1900.5',
      'BAD-1,No such unit,Part,8536,XYZ,100,50',
      'BAD-2,No HSN,Part,12,NOS,100,50',
      'SRV-1,Service,Service,998714,NOS,500,',
    ]
    const first = await bring('catalog.items', ...lines)
    assert.deepEqual(counts(first), [3, 0, 0, 2])
    assert.deepEqual(
      first.problems.map(({ row, column }) => [row, column]),
      [
        [4, 'Unit'],
        [5, 'HSN/SAC'],
      ]
    )
    const again = await bring('catalog.items', ...lines)
    assert.deepEqual(counts(again), [0, 0, 3, 2])
    const dearer = await bring(
      'catalog.items',
      ITEMS,
      'CON-48V,Main contactor,Part,8536,NOS,2500,1800',
      'CON-60V,Other contactor,Part,8536,NOS,2600,1900.50',
      'CON-72V,New contactor,Part,8536,NOS,2900,2000'
    )
    assert.deepEqual(counts(dearer), [1, 1, 1, 0])
    assert.deepEqual(
      await rows(
        mine,
        'select code, unit_price::text as price, version from catalog_items order by code'
      ),
      [
        { code: 'CON-48V', price: '2500.00', version: 2 },
        { code: 'CON-60V', price: '2600.00', version: 1 },
        { code: 'CON-72V', price: '2900.00', version: 1 },
        { code: 'SRV-1', price: '500.00', version: 1 },
      ]
    )
  })
})
