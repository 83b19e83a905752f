import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { slotFaults } from '@karkhana/kernel'
import type { OfferedSlot, SharedProps } from '@karkhana/kernel/pages'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { CONTRIBUTION_DEADLINE } from '../../../app/modules/contributed.ts'
import { setModuleState } from '../../helpers/fixture_server.ts'
import { pageProps } from '../../helpers/page_props.ts'
import { Program } from '../../helpers/program.ts'
import { rajKumar } from '../../helpers/repair.ts'
import { withModules } from '../../helpers/with_modules.ts'
import { plugin } from './two_plugins.ts'

const ASIDE = 'contacts.contact.aside'

/** What the fixture plugins do when their data is asked for; each test sets its own. */
const reads: Record<string, (contactId: string) => Promise<object | null>> = {}
const PLUGINS = ['loyalty', 'warranty'].map((id) =>
  plugin(id, (_scope, { contactId }) => reads[id](contactId))
)

test.group('Slots of a page', (group) => {
  let mine: Workshop
  let other: Workshop
  let contact: string
  let neighbour: string

  group.setup(async () => {
    const takeOut = await withModules(PLUGINS)
    ;[mine, other] = [await makeWorkshop(), await makeWorkshop()]
    return takeOut
  })
  group.each.setup(async () => {
    for (const id of ['loyalty', 'warranty']) {
      reads[id] = (contactId) => Promise.resolve({ shown: `${id} of ${contactId}` })
      await setModuleState(mine, id, 'enabled')
      await setModuleState(other, id, null)
    }
  })
  group.each.setup(async ({ context }) => {
    if (contact) return
    const add = async (workshop: Workshop) => {
      const program = new Program(context.client, await workshop.token())
      const made = await program.create('/contacts', { kind: 'customer', ...rajKumar() })
      return `/contacts/${made.id}`
    }
    contact = await add(mine)
    neighbour = await add(other)
  })

  /** What the page of the contact offers beside it. */
  async function aside(
    client: Parameters<Parameters<typeof test>[1] & object>[0]['client'],
    workshop = mine,
    path = contact,
    role: 'owner' | 'manager' | 'technician' = 'owner'
  ) {
    const response = await client.get(path).loginAs(await workshop.user(role))
    response.assertStatus(200)
    const props = pageProps<SharedProps & { offered: Record<string, OfferedSlot> }>(response)
    return { ...props.offered[ASIDE], listed: props.slots[ASIDE] ?? [] }
  }
  const names = ({ fills }: OfferedSlot) => fills.map(({ component }) => component)

  test('carry every fill in order, with the props of the page and the data of each', async ({
    client,
    assert,
  }) => {
    const offered = await aside(client)
    const id = contact.split('/').at(-1)!
    assert.deepEqual(offered.props, { contactId: id })
    assert.deepEqual(names(offered), [
      'loyalty::card',
      'warranty::card',
      'vehicles::contact_vehicles',
      'tickets::contact_tickets',
    ])
    assert.deepEqual(offered.fills[0].data, { shown: `loyalty of ${id}` })
    assert.deepEqual(offered.fills[2].data, { vehicles: [] })
  })

  test('stand when one plugin throws: the others have their data, the fault has its name', async ({
    client,
    assert,
  }) => {
    reads.loyalty = () => Promise.reject(new TypeError('points is not a function'))
    const { fills } = await aside(client)
    assert.deepInclude(fills[0], { component: 'loyalty::card', failed: 'error' })
    assert.notProperty(fills[0], 'data')
    assert.property(fills[1], 'data')
    assert.property(fills[3], 'data')
    await aside(client)

    const [fault, ...more] = await slotFaults(await mine.scope())
    assert.lengthOf(more, 0)
    assert.containsSubset(fault, {
      module: 'loyalty',
      slot: ASIDE,
      component: 'loyalty::card',
      message: 'points is not a function',
      count: 2,
    })
    assert.lengthOf(await slotFaults(await mine.scope(), 'warranty'), 0)
    assert.lengthOf(await slotFaults(await other.scope()), 0, 'nobody else is told')
  })

  test('stand when the statement of one plugin fails', async ({ client, assert }) => {
    const scope = await mine.scope()
    reads.loyalty = () =>
      scope.read((unit) => unit.rows('select no_such_column from branches') as never)
    const { fills } = await aside(client)
    assert.equal(fills[0].failed, 'error')
    assert.property(fills[3], 'data')
  })

  test('wait a second for a slow plugin and no longer', async ({ client, assert }) => {
    reads.loyalty = () => sleep(CONTRIBUTION_DEADLINE * 5, { shown: 'too late' }, { ref: false })
    const { fills } = await aside(client)
    assert.equal(fills[0].failed, 'late')
    assert.property(fills[1], 'data')
    const faults = await slotFaults(await mine.scope(), 'loyalty')
    assert.include(
      faults.map(({ message }) => message),
      `It took longer than ${CONTRIBUTION_DEADLINE} ms.`
    )
  })

  test('leave out a fill that has nothing to show', async ({ client, assert }) => {
    reads.loyalty = () => Promise.resolve(null)
    assert.notInclude(names(await aside(client)), 'loyalty::card')
  })

  test('show nothing of a module that is off, paused or archived, nor to whom the permission is missing', async ({
    client,
    assert,
  }) => {
    const asked: string[] = []
    reads.loyalty = (id) => {
      asked.push(id)
      return Promise.resolve({})
    }
    const there = await aside(client, other, neighbour)
    assert.deepEqual(names(there), ['vehicles::contact_vehicles', 'tickets::contact_tickets'])
    for (const state of ['paused', 'archived', 'purged'] as const) {
      await setModuleState(mine, 'loyalty', state)
      const here = await aside(client)
      assert.notInclude(names(here), 'loyalty::card', state)
      assert.isFalse(
        here.listed.some(({ module }) => module === 'loyalty'),
        state
      )
    }
    await setModuleState(mine, 'loyalty', 'enabled')
    const technician = await aside(client, mine, contact, 'technician')
    assert.notInclude(names(technician), 'loyalty::card')
    assert.lengthOf(asked, 0, 'its data was not even read')
    assert.include(names(await aside(client, mine, contact, 'manager')), 'loyalty::card')
  })

  test('cost the API nothing', async ({ client, assert }) => {
    reads.loyalty = () => Promise.reject(new Error('must not be asked'))
    const program = new Program(client, await mine.token())
    const answer = await program.ask('GET', contact)
    answer.assertStatus(200)
    assert.deepEqual(Object.keys(answer.body()), ['data'])
  })
})

test.group('Faults that pages tell of', (group) => {
  let mine: Workshop
  const fault = {
    slot: ASIDE,
    component: 'loyalty::card',
    message: 'x is undefined',
    during: 'render',
  }

  group.setup(() => withModules(PLUGINS))
  group.each.setup(async () => {
    mine = await makeWorkshop()
    await setModuleState(mine, 'loyalty', 'enabled')
  })

  test('are counted with the module that owns the part', async ({ client, assert }) => {
    const send = async (body: object) =>
      client
        .post('/slot-faults')
        .header('accept', 'application/json')
        .loginAs(await mine.user('manager'))
        .withCsrfToken()
        .json(body)
    ;(await send(fault)).assertStatus(204)
    ;(await send({ ...fault, stack: 'at card.vue:3' })).assertStatus(204)
    const [noted] = await slotFaults(await mine.scope())
    assert.containsSubset(noted, {
      module: 'loyalty',
      slot: ASIDE,
      message: fault.message,
      count: 2,
    })

    ;(await send({ ...fault, component: 'vehicles::no_such' })).assertStatus(204)
    ;(await send({ ...fault, slot: 'no.such.slot' })).assertStatus(204)
    assert.lengthOf(await slotFaults(await mine.scope()), 1, 'nothing is invented for others')
    ;(await send({ ...fault, message: 'm'.repeat(2001) })).assertStatus(422)
    ;(await send({ ...fault, message: '' })).assertStatus(422)
  })

  test('are limited for each person, and need one', async ({ client, assert }) => {
    const user = await mine.user('manager')
    const send = () =>
      client
        .post('/slot-faults')
        .header('accept', 'application/json')
        .loginAs(user)
        .withCsrfToken()
        .json(fault)
    const statuses: number[] = []
    for (let n = 0; n < 31; n++) statuses.push((await send()).status())
    assert.deepEqual([...new Set(statuses)], [204, 429])
    assert.equal(statuses.at(-1), 429)
    const stranger = await client
      .post('/slot-faults')
      .header('accept', 'application/json')
      .withCsrfToken()
      .json(fault)
    stranger.assertStatus(401)
  })

  test('are kept for thirty days, two hundred of them', async ({ assert }) => {
    const scope = await mine.scope()
    await scope.work((unit) =>
      unit.rows(
        `insert into slot_faults (organisation_id, id, module, slot, message, last_at)
         select ?, gen_random_uuid(), 'loyalty', 'a', 'old ' || n, now() - n * interval '1 day'
           from generate_series(20, 40) n`,
        [scope.organisationId]
      )
    )
    assert.lengthOf(await slotFaults(scope), 10)
    const { recordFault } = await import('../../../app/slots/faults.ts')
    for (let n = 0; n < 205; n++) {
      await recordFault(scope, { module: 'loyalty', slot: 'a', message: `new ${n}` })
    }
    const kept = await scope.read((unit) => unit.rows('select id from slot_faults'))
    assert.lengthOf(kept, 200)
    await assert.rejects(
      async () => slotFaults(await mine.scope('technician')),
      'Your role does not allow this.'
    )
  })
})
