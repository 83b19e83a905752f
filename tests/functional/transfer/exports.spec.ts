import { test } from '@japa/runner'
import { systemScope } from '@karkhana/kernel'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { readTable } from '../../../app/transfer/files/read_table.ts'
import { setModule } from '../../helpers/extra_module.ts'
import { fillBranch, fillWorkshop } from '../../helpers/fill_workshop.ts'
import { registeredBranch } from '../../helpers/registered_branch.ts'
import { Importing, tableAt } from './support/files.ts'

const EXPORTERS = [
  'contacts.contacts',
  'vehicles.vehicles',
  'catalog.items',
  'tickets.tickets',
  'jobcards.jobs',
  'invoicing.invoices',
]

const take = (token: string, id: string, format = 'csv') =>
  tableAt(`/transfer/exporters/${id}/export?format=${format}`, token)

test.group('Exporting records', (group) => {
  let mine: Workshop
  let other: Workshop

  group.setup(async () => {
    mine = await makeWorkshop()
    other = await makeWorkshop()
    await fillWorkshop(mine)
    await fillBranch(mine, await registeredBranch(mine))
  })

  test('gives all records of the organisation as a table, and none of another', async ({
    client,
    assert,
  }) => {
    const scope = await systemScope(mine.organisationId, 'test')
    const tables: Record<string, string> = {
      'contacts.contacts': 'contacts_contacts',
      'vehicles.vehicles': 'vehicles_vehicles',
      'catalog.items': 'catalog_items',
      'tickets.tickets': 'tickets_tickets',
      'jobcards.jobs': 'jobcards_jobs',
      'invoicing.invoices': 'invoicing_invoices',
    }
    for (const id of EXPORTERS) {
      const [{ count }] = await scope.read((unit) =>
        unit.rows<{ count: number }>(`select count(*)::int as count from ${tables[id]}`)
      )
      const { rows } = await take(await mine.token(), id)
      assert.isAbove(count, 0, id)
      assert.equal(rows.length, count, id)
      const empty = await client
        .get(`/api/v1/transfer/exporters/${id}/export`)
        .bearerToken(await other.token())
      empty.assertStatus(200)
      if (id !== 'catalog.items') assert.lengthOf(empty.text().trim().split('\r\n'), 1, id)
    }
  })

  test('gives a file that the import takes back with nothing to do', async ({ client, assert }) => {
    const program = new Importing(client, mine, await mine.token())
    for (const id of ['contacts.contacts', 'catalog.items', 'vehicles.vehicles']) {
      const csv = await client
        .get(`/api/v1/transfer/exporters/${id}/export`)
        .bearerToken(await mine.token())
      const checked = await program.check(await program.take(id, csv.text()))
      assert.containsSubset(
        checked,
        { created: 0, changed: 0 },
        `${id}: ${JSON.stringify(checked.problems.slice(0, 3))}`
      )
      assert.isAbove(checked.same, 0, id)
    }
  })

  test('keeps to the branches and to the own records of the reader', async ({ client, assert }) => {
    const all = await take(await mine.token(), 'tickets.tickets')
    const { branches } = await systemScope(mine.organisationId, 'test')
    const member = await mine.memberWith({ role: 'manager', branchIds: [branches[0].id] })
    const limited = await client
      .get('/transfer/exporters/tickets.tickets/export?format=csv')
      .loginAs(member.user)
    const { rows } = await readTable(Buffer.from(limited.text()))
    assert.isBelow(rows.length, all.rows.length)
    for (const [number] of rows) assert.match(number, new RegExp(`^${branches[0].code}-`))

    const technician = await client
      .get('/api/v1/transfer/exporters/tickets.tickets/export')
      .bearerToken(await mine.token('technician'))
    technician.assertStatus(403)
  })

  test('is noted among the security events', async ({ client, assert }) => {
    await take(await mine.token('manager'), 'contacts.contacts')
    const events = await client.get('/api/v1/settings/audit/events').bearerToken(await mine.token())
    assert.include(events.text(), 'Records exported')
  })

  test('is gone with its module, stays in the archive, and others keep theirs', async ({
    client,
    assert,
  }) => {
    const offered = async (workshop: Workshop) => {
      const answer = await client
        .get('/api/v1/transfer/exporters')
        .bearerToken(await workshop.token())
      return (answer.body().data as { id: string }[]).map(({ id }) => id)
    }
    assert.include(await offered(mine), 'jobcards.jobs')
    await setModule(mine, 'jobcards', 'paused')
    assert.notInclude(await offered(mine), 'jobcards.jobs')
    assert.include(await offered(other), 'jobcards.jobs')
    const gone = await client
      .get('/api/v1/transfer/exporters/jobcards.jobs/export')
      .bearerToken(await mine.token())
    gone.assertStatus(404)
    await setModule(mine, 'jobcards', 'archived')
    assert.include(await offered(mine), 'jobcards.jobs')
    await take(await mine.token(), 'jobcards.jobs')
    await setModule(mine, 'jobcards', 'enabled')
  })

  test('shows the cost of items to those who see it', async ({ assert }) => {
    const cost = async (role: 'owner' | 'manager') => {
      const { headings, rows } = await take(await mine.token(role), 'catalog.items')
      const place = headings.indexOf('Cost before tax')
      return rows.filter((row) => row[place] !== '').length
    }
    const scope = await systemScope(mine.organisationId, 'test')
    await scope.work((unit) => unit.rows('update catalog_items set unit_cost = 10'))
    assert.isAbove(await cost('owner'), 0)
    assert.equal(await cost('manager'), 0)
  })
})
