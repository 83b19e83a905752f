import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import type { ListPage } from '@karkhana/kernel/pages'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { makeSamples } from '../../../app/samples/make.ts'
import { planRemoval, removeSamples } from '../../../app/samples/remove.ts'
import { sampleSets } from '../../../app/samples/sets.ts'
import { createContact } from '../../../modules/contacts/services/contacts.ts'
import { createDraft } from '../../../modules/invoicing/services/drafts.ts'
import { issueInvoice } from '../../../modules/invoicing/services/issue.ts'
import { changeTicketStatus } from '../../../modules/tickets/services/change_ticket_status.ts'
import { createTicket } from '../../../modules/tickets/services/tickets.ts'
import { createVehicle } from '../../../modules/vehicles/services/vehicles.ts'
import { registryOf } from '../../helpers/modules.ts'
import { pageProps } from '../../helpers/page_props.ts'

/** Every table of a module with its number of rows in the organisation. */
async function rowsOf(workshop: Workshop): Promise<Record<string, number>> {
  const tables = (await registryOf()).manifests().flatMap(({ tables: own }) => Object.keys(own))
  const scope = await workshop.scope()
  const counts: Record<string, number> = {}
  await scope.read(async (unit) => {
    for (const table of [...tables, 'sample_records', 'comments', 'outbox']) {
      const [{ count }] = await unit.rows<{ count: string }>(
        `select count(*) from ${table} where organisation_id = ?`,
        [scope.organisationId]
      )
      counts[table] = Number(count)
    }
  })
  return counts
}

async function samples(workshop: Workshop, table: string): Promise<string[]> {
  const scope = await workshop.scope()
  const rows = await scope.read((unit) =>
    unit.rows<{ id: string }>(
      'select record_id as id from sample_records where organisation_id = ? and table_name = ? order by id',
      [scope.organisationId, table]
    )
  )
  return rows.map(({ id }) => id)
}

async function listAt(client: ApiClient, workshop: Workshop, path: string, role = 'owner') {
  const response = await client.get(path).loginAs(await workshop.user(role as 'owner'))
  const props = pageProps<Record<string, ListPage<object>>>(response)
  return Object.values(props).find((each) =>
    Array.isArray((each as ListPage<object> | null)?.rows)
  )!
}

test.group('Sample data', (group) => {
  let mine: Workshop
  let other: Workshop
  group.each.setup(async () => {
    ;[mine, other] = [await makeWorkshop(), await makeWorkshop()]
  })
  const make = async (set: string, workshop = mine) =>
    makeSamples(await workshop.scope(), await registryOf(), set)
  const remove = async (options = {}, workshop = mine) =>
    removeSamples(await workshop.scope(), await registryOf(), options)

  test('of every set comes with what it needs, and goes without a trace in the own organisation', async ({
    assert,
  }) => {
    await make('contacts.samples', other)
    const [before, others] = [await rowsOf(mine), await rowsOf(other)]
    const sets = await sampleSets(await registryOf(), await mine.scope())
    assert.isAbove(sets.length, 5)
    for (const set of sets) {
      assert.isAbove(await make(set.id), 0)
      const { kept, dependants } = await remove()
      assert.deepEqual([kept, dependants], [0, []])
      assert.deepEqual(await rowsOf(mine), before, set.id)
    }
    assert.deepEqual(await rowsOf(other), others)
  }).timeout(60_000)

  test('is offered by an empty list to who may create it, shown, and removed whole', async ({
    client,
    assert,
  }) => {
    const offered = await listAt(client, mine, '/tickets')
    assert.deepEqual(offered.samples, { offer: 'tickets.samples', shown: false, mayRemove: true })
    assert.isNull((await listAt(client, mine, '/tickets', 'technician')).samples?.offer)
    const user = await mine.user('owner')
    const made = await client
      .post('/samples')
      .loginAs(user)
      .withCsrfToken()
      .redirects(0)
      .json({ set: 'tickets.samples' })
    made.assertStatus(303)
    const full = await listAt(client, mine, '/tickets')
    assert.lengthOf(full.rows, 3)
    assert.deepEqual(full.samples, { offer: null, shown: true, mayRemove: true })
    assert.isTrue((await listAt(client, mine, '/contacts')).samples?.shown)
    assert.lengthOf((await listAt(client, other, '/tickets')).rows, 0)
    const refused = await client
      .delete('/samples')
      .header('accept', 'application/json')
      .loginAs(await mine.user('technician'))
      .withCsrfToken()
      .json({})
    refused.assertStatus(403)
    const gone = await client.delete('/samples').loginAs(user).withCsrfToken().redirects(0).json({})
    gone.assertStatus(303)
    assert.lengthOf((await listAt(client, mine, '/tickets')).rows, 0)
  })

  test('is not put among real records', async ({ client, assert }) => {
    await createContact(await mine.scope(), { kind: 'customer', name: 'Raj Kumar' })
    assert.isNull((await listAt(client, mine, '/contacts')).samples?.offer)
    await assert.rejects(
      () => make('contacts.samples'),
      'There are records of your own here already.'
    )
    assert.isAbove(await make('tickets.samples'), 0)
    await remove()
    assert.lengthOf((await listAt(client, mine, '/contacts')).rows, 1)
  })

  test('uses no number of a series, and tells nobody: neither when it is made nor when it is worked on', async ({
    assert,
  }) => {
    await make('tickets.samples')
    await make('jobcards.samples')
    const scope = await mine.scope()
    const [ticket] = await samples(mine, 'tickets_tickets')
    await changeTicketStatus(scope, ticket, { transition: 'triage' })
    const { outbox } = await rowsOf(mine)
    assert.equal(outbox, 0)
    const contact = await createContact(scope, { kind: 'customer', name: 'Raj Kumar' })
    const real = await createTicket(scope, {
      contactId: contact.id,
      complaint: 'Horn',
      priority: 'P3',
      source: 'counter',
    })
    assert.match(real.number, /0*1$/)
    assert.equal((await rowsOf(mine)).outbox, 1, 'of a real one it is told')
    const numbers = await scope.read((unit) =>
      unit.rows<{ number: string }>('select number from jobcards_jobs')
    )
    assert.sameMembers(
      numbers.map(({ number }) => number),
      ['SAMPLE-0001', 'SAMPLE-0002']
    )
  })

  test('is never issued: no number, no entry in the books', async ({ assert }) => {
    await make('invoicing.samples')
    const [draft] = await samples(mine, 'invoicing_invoices')
    const scope = await mine.scope()
    await assert.rejects(() => issueInvoice(scope, draft), 'This is sample data.')
    assert.equal((await rowsOf(mine)).accounting_entries, 0)
    const counted = await scope.read((unit) =>
      unit.rows(`select 1 from number_series where series = 'invoicing.invoice'`)
    )
    assert.lengthOf(counted, 0)
  })

  test('stays as long as a real record needs it, which is named; the rest can go', async ({
    assert,
  }) => {
    await make('invoicing.samples')
    const scope = await mine.scope()
    const [contact, otherContact] = await samples(mine, 'contacts_contacts')
    const vehicle = await createVehicle(scope, {
      contactId: contact,
      registration: 'MH 12 AB 1234',
      make: 'Tata',
      model: 'Nexon',
      fuel: 'ev',
    })
    const plan = await planRemoval(scope, await registryOf())
    assert.equal(plan.kept, 1)
    assert.deepEqual(plan.dependants, [{ title: 'vehicle', href: `/vehicles/${vehicle.id}` }])
    await assert.rejects(() => remove(), 'Records of your own need some of the sample data.')
    assert.equal((await samples(mine, 'contacts_contacts')).length, 3, 'nothing was removed')
    await remove({ keep: true })
    const rows = await scope.read((unit) =>
      unit.rows<{ id: string; archived: boolean }>(
        'select id, archived_at is not null as archived from contacts_contacts'
      )
    )
    assert.deepEqual(rows, [{ id: contact, archived: true }])
    assert.notEqual(contact, otherContact)
    assert.deepEqual((await rowsOf(mine)).sample_records, 0)
  })

  test('is kept, too, when a line of a real document names it', async ({ assert }) => {
    await make('catalog.samples')
    const scope = await mine.scope()
    const [item] = await samples(mine, 'catalog_items')
    const contact = await createContact(scope, {
      kind: 'customer',
      name: 'Raj Kumar',
      stateCode: scope.branch.stateCode,
    })
    const draft = await createDraft(scope, {
      contactId: contact.id,
      date: scope.today(),
      lines: [
        { itemId: item, description: 'Labour', hsn: '998714', quantity: '1', unitPrice: '600' },
      ],
    })
    const plan = await planRemoval(scope, await registryOf())
    assert.deepEqual(plan.dependants, [{ title: 'invoice', href: `/invoicing/${draft.id}` }])
    await remove({ keep: true })
    assert.equal((await rowsOf(mine)).catalog_items, 1)
  })

  test('opens no way to delete a history of real records', async ({ assert }) => {
    const scope = await mine.scope()
    const contact = await createContact(scope, { kind: 'customer', name: 'Raj Kumar' })
    await createTicket(scope, {
      contactId: contact.id,
      complaint: 'Horn',
      priority: 'P3',
      source: 'counter',
    })
    await make('jobcards.samples')
    const clear = (sql: string) => scope.work((unit) => unit.rows(sql))
    await assert.rejects(() => clear('delete from tickets_history'), /permission denied/)
    await assert.rejects(
      () => clear(`select kernel_remove_sample(id, '{tickets_history}') from tickets_tickets`),
      /is no sample/
    )
    const foreign = await other.scope()
    await make('contacts.samples', other)
    const [id] = await foreign.read((unit) =>
      unit.rows<{ id: string }>('select id from sample_records')
    )
    await assert.rejects(
      () => clear(`select kernel_remove_sample('${id.id}', '{}')`),
      /is no sample/
    )
    await assert.rejects(
      () => clear(`update sample_records set removing = pg_current_xact_id()`),
      /permission denied/
    )
  })
})
