import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { Program } from '../../../../tests/helpers/program.ts'
import { car, addCar, withCars } from '../support/cars.ts'

const PATH = '/courtesy/cars'

interface Row {
  id: string
  version: number
  plate: string
  borrowerId: string | null
  borrowerName: string | null
}

test.group('Records of a resource', () => {
  test('are made, read, changed, archived and restored by the API', async ({ assert, client }) => {
    const program = await withCars(client, await makeWorkshop())
    const borrower = await program.create('/contacts', { kind: 'customer', name: 'Raj Kumar' })
    const made = await addCar(program, { borrowerId: borrower.id, state: 'lent' })
    assert.containsSubset(made, {
      ...car({ borrowerId: borrower.id, state: 'lent' }),
      borrowerName: 'Raj Kumar',
      version: 1,
      archived: false,
    })
    const changed = await program.change(`${PATH}/${made.id}`, { version: 1, state: 'free' })
    assert.containsSubset(changed, { state: 'free', dayRate: 120000, version: 2 })
    assert.deepEqual(await program.get(`${PATH}/${made.id}`), changed)
    const gone = await program.act(`${PATH}/${made.id}/archive`)
    assert.isTrue(gone.archived)
    assert.lengthOf((await program.get(PATH)) as unknown as Row[], 0)
    const refused = await program.ask('PUT', `${PATH}/${made.id}`, { version: 3, state: 'lent' })
    refused.assertBodyContains({ code: 'E_RECORD_ARCHIVED' })
    await program.act(`${PATH}/${made.id}/restore`)
    assert.lengthOf((await program.get(PATH)) as unknown as Row[], 1)
  })

  test('are not saved with bad input, and every field says what is wrong', async ({
    assert,
    client,
  }) => {
    const program = await withCars(client, await makeWorkshop())
    const refused = await program.ask('POST', PATH, {
      plate: 'nonsense',
      state: 'flying',
      dayRate: -5,
      insuredUntil: '31-03-2027',
      borrowerId: 'nobody',
    })
    assert.equal(refused.status(), 422)
    const { errors } = refused.body() as { errors: { field: string; message: string }[] }
    assert.sameMembers(
      errors.map(({ field }) => field),
      ['plate', 'model', 'state', 'dayRate', 'insuredUntil', 'borrowerId']
    )
    assert.match(errors.find(({ field }) => field === 'plate')!.message, /MH 12 AB 1234/)
    assert.lengthOf((await program.get(PATH)) as unknown as Row[], 0)
    await addCar(program)
    const twice = await program.ask('POST', PATH, car())
    assert.equal(twice.status(), 422)
  })

  test('point to records that are there, and not archived', async ({ assert, client }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const [program, stranger] = [await withCars(client, mine), await withCars(client, other)]
    const foreign = await stranger.create('/contacts', { kind: 'customer', name: 'Asha' })
    const missing = await program.ask('POST', PATH, car({ borrowerId: foreign.id }))
    assert.equal(missing.status(), 422)
    missing.assertBodyContains({ errors: [{ field: 'borrowerId' }] })
    const left = await program.create('/contacts', { kind: 'customer', name: 'Left' })
    await program.act(`/contacts/${left.id}/archive`)
    const archived = await program.ask('POST', PATH, car({ borrowerId: left.id }))
    archived.assertBodyContains({ code: 'E_REFERENCE_ARCHIVED' })
  })

  test('of another organisation are not there', async ({ assert, client }) => {
    const program = await withCars(client, await makeWorkshop())
    const stranger = await withCars(client, await makeWorkshop())
    const { id } = await addCar(program)
    for (const [method, path] of [
      ['GET', `${PATH}/${id}`],
      ['PUT', `${PATH}/${id}`],
      ['POST', `${PATH}/${id}/archive`],
      ['POST', `${PATH}/${id}/restore`],
    ] as const) {
      const answer = await stranger.ask(method, path, method === 'PUT' ? { version: 1 } : {})
      assert.equal(answer.status(), 404, `${method} ${path}`)
    }
    assert.lengthOf((await stranger.get(PATH)) as unknown as Row[], 0)
    assert.equal((await program.get(`${PATH}/${id}`)).version, 1)
  })

  test('that somebody else changed meanwhile are not written over', async ({ assert, client }) => {
    const program = await withCars(client, await makeWorkshop())
    const { id } = await addCar(program)
    await program.change(`${PATH}/${id}`, { version: 1, state: 'lent' })
    const late = await program.ask('PUT', `${PATH}/${id}`, { version: 1, state: 'broken' })
    assert.equal(late.status(), 409)
    late.assertBodyContains({
      code: 'E_VERSION_CONFLICT',
      meta: { current: { state: 'lent', version: 2 } },
    })
    const inList = await program.ask('PUT', `/lists/courtesy.cars/rows/${id}`, {
      field: 'state',
      value: 'broken',
      version: 1,
    })
    assert.equal(inList.status(), 409)
    assert.equal((await program.get(`${PATH}/${id}`)).state, 'lent')
  })

  test('are kept by those who may, and seen by those who may see', async ({ assert, client }) => {
    const workshop = await makeWorkshop()
    const program = await withCars(client, workshop)
    const { id } = await addCar(program)
    const technician = new Program(client, await workshop.token('technician'))
    assert.equal((await technician.get(`${PATH}/${id}`)).plate, 'MH 12 AB 1234')
    assert.equal((await technician.ask('POST', PATH, car())).status(), 403)
    assert.equal((await technician.ask('POST', `${PATH}/${id}/archive`)).status(), 403)
    const accountant = new Program(client, await workshop.token('accountant'))
    assert.equal((await accountant.ask('GET', PATH)).status(), 403)
  })
})
