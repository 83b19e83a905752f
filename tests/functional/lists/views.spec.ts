import { test } from '@japa/runner'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import type { ApiClient } from '@japa/api-client'
import { Program } from '../../helpers/program.ts'
import type { ListView } from '../../../app/http/page_types.ts'
import { listTickets } from '../../../modules/tickets/services/read_ticket.ts'
import { manyTickets } from './support/many_tickets.ts'

const VIEWS = '/lists/tickets.tickets/views'
const view = (changes: object = {}) => ({
  name: 'Urgent',
  shared: false,
  defaultFor: [],
  state: { search: '', sort: 'due', filters: { priority: 'P1' } },
  ...changes,
})

async function people(client: ApiClient, workshop: Workshop) {
  const program = async (role: 'owner' | 'manager' | 'technician') =>
    new Program(client, await workshop.token(role))
  return {
    owner: await program('owner'),
    manager: await program('manager'),
    technician: await program('technician'),
  }
}
const names = async (program: Program) =>
  ((await program.get(VIEWS)) as unknown as ListView[]).map(({ name }) => name)

test.group('Saved views', () => {
  test('a private view is its owner’s; a shared one everybody’s who sees the list', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const { owner, manager, technician } = await people(client, workshop)
    const own = await technician.create(VIEWS, view({ name: 'Mine' }))
    await manager.create(VIEWS, view({ name: 'Ours', shared: true }))
    assert.deepEqual(await names(technician), ['Mine', 'Ours'])
    assert.deepEqual(await names(owner), ['Ours'])
    assert.equal((await manager.ask('DELETE' as never, `${VIEWS}/${own.id}`)).status(), 404)
    const shared = await technician.ask('POST', VIEWS, view({ shared: true }))
    assert.equal(shared.status(), 403)

    const other = await people(client, await makeWorkshop())
    assert.deepEqual(await names(other.owner), [])
    for (const module of ['feedback', 'jobcards', 'tickets']) await workshop.switchOff(module)
    assert.equal((await owner.ask('GET', VIEWS)).status(), 404)
  })

  test('a list begins with the view of the reader, else of their role, and says so', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    await manyTickets(scope, 4)
    const { owner } = await people(client, workshop)
    const urgent = await owner.create(VIEWS, view({ shared: true, defaultFor: ['owner'] }))
    const begun = await listTickets(scope, {})
    assert.equal(begun.named?.view, urgent.id)
    assert.deepEqual(begun.query, { search: '', sort: 'due', filters: { priority: 'P1' } })
    assert.lengthOf(begun.rows, 2)
    assert.lengthOf((await listTickets(scope, { view: 'all' })).rows, 4)
    assert.lengthOf((await listTickets(scope, { filters: { priority: 'P3' } })).rows, 2)
    const asked = await listTickets(scope, { view: urgent.id, sort: 'newest' })
    assert.deepEqual([asked.named?.view, asked.rows.length], [urgent.id, 4])
    assert.lengthOf((await listTickets(scope, { withChoices: false })).rows, 4)

    await owner.change('/lists/tickets.tickets/settings', {
      columns: [{ key: 'status', hidden: true }],
      density: 'compact',
      pinned: true,
      defaultView: 'all',
    })
    const settled = await listTickets(scope, {})
    assert.lengthOf(settled.rows, 4)
    assert.containsSubset(settled.named?.settings, { density: 'compact', pinned: true })
    // One default of a role at a time.
    await owner.create(VIEWS, view({ name: 'Next', shared: true, defaultFor: ['owner'] }))
    const all = (await owner.get(VIEWS)) as unknown as ListView[]
    assert.deepEqual(all.filter(({ defaultFor }) => defaultFor.length > 0).length, 1)
  })

  test('a view that somebody else saved meanwhile is not written over', async ({
    client,
    assert,
  }) => {
    const { owner } = await people(client, await makeWorkshop())
    const saved = await owner.create(VIEWS, view())
    const changed = { ...view({ name: 'Later' }), version: saved.version }
    await owner.change(`${VIEWS}/${saved.id}`, changed)
    const late = await owner.ask('PUT', `${VIEWS}/${saved.id}`, changed)
    assert.equal(late.status(), 409)
  })
})
