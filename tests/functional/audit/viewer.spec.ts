import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { recordHistory, systemScope } from '@karkhana/kernel'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import type { AuditEntry } from '../../../app/audit/views.ts'
import type { ListPage } from '../../../app/http/page_types.ts'
import { UUID } from '../../../app/audit/cursor.ts'
import { pageProps } from '../../helpers/page_props.ts'
import { fillWorkshop } from '../../helpers/fill_workshop.ts'
import { Program } from '../../helpers/program.ts'
import { rajKumar } from '../../helpers/repair.ts'
import { asOwner } from './support/owner.ts'
import { readAudit } from './support/reader.ts'

/** A workshop whose owner's program has added Raj Kumar and moved him to Nashik. */
async function changedContact(client: ConstructorParameters<typeof Program>[0]) {
  const workshop = await makeWorkshop()
  const program = new Program(client, await workshop.token())
  const contact = await program.create('/contacts', { kind: 'customer', ...rajKumar() })
  const { version } = contact
  await program.change(`/contacts/${contact.id}`, {
    kind: 'customer',
    ...rajKumar(),
    city: 'Nashik',
    version,
  })
  return { workshop, program, id: contact.id }
}

test.group('The audit trail of an organisation', () => {
  test('tells who changed what, from where, from which value to which', async ({
    client,
    assert,
  }) => {
    const { workshop, id } = await changedContact(client)
    const { entries } = await readAudit(client, workshop, { record: 'contacts_contacts' })
    assert.lengthOf(entries, 2)
    const [changed, added] = entries
    assert.equal(changed.action, 'update')
    assert.deepInclude(changed.record, {
      id,
      label: 'Contact',
      title: 'Raj Kumar',
      href: `/contacts/${id}`,
    })
    assert.deepInclude(changed.who, { kind: 'token', name: 'test' })
    assert.equal(changed.who.hint, 'API token of Asha Kulkarni')
    assert.match(changed.ip!, /127\.0\.0\.1/)
    const city = changed.changes.find(({ column }) => column === 'city')!
    assert.deepInclude(city, { label: 'City', after: 'Nashik', masked: false })
    assert.equal(added.action, 'insert')
    assert.deepInclude(
      added.changes.find(({ column }) => column === 'name'),
      { before: null, after: 'Raj Kumar' }
    )
    assert.closeTo(DateTime.fromISO(changed.at).toSeconds(), DateTime.utc().toSeconds(), 60)
  })

  test('shows money in rupees, people and records by name, dates the Indian way', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    await fillWorkshop(workshop)
    const { entries } = await readAudit(client, workshop, {
      record: 'invoicing_invoices',
      action: 'insert',
    })
    const { record, changes, who } = entries[0]
    const value = (column: string) => changes.find((change) => change.column === column)?.after
    assert.match(value('total')!, /^₹[\d,]+\.\d\d$/)
    assert.match(value('date')!, /^\d\d-\d\d-\d{4}$/)
    assert.equal(value('branch_id'), 'Pune')
    assert.notMatch(value('contact_id')!, /^[0-9a-f-]{36}$/)
    assert.equal(record.label, 'Invoice')
    assert.equal(record.href, `/invoicing/${record.id}`)
    assert.deepInclude(who, { kind: 'system', name: 'Karkhana' })

    const lines = await readAudit(client, workshop, { record: 'jobcards_lines', action: 'insert' })
    const line = lines.entries[0].record
    assert.match(line.label, /line$/i)
    assert.match(line.href!, /^\/jobcards\/[0-9a-f-]{36}$/)
    assert.notInclude(line.href!, line.id)
    assert.match(line.partOf!, /^PUN-/)
  })

  test('says words, modules and what an id names as the reader does', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    await fillWorkshop(workshop, 2)
    const owner = await workshop.user()
    const told = async (record: string) => {
      const page = await client.get(`/settings/audit?record=${record}&action=insert`).loginAs(owner)
      const [entry] = pageProps<{ list: ListPage<AuditEntry> }>(page).list.rows
      const value = (column: string) => entry.changes.find((each) => each.column === column)?.after
      return { entry, value }
    }
    const { value: ofEntry } = await told('accounting_entries')
    assert.equal(ofEntry('source_module'), 'Invoicing')
    assert.notMatch(ofEntry('source_id')!, UUID, 'the invoice or payment by its number')
    const { value: ofInvoice } = await told('invoicing_invoices')
    assert.match(ofInvoice('job_id')!, /^PUN-/, 'a record of a module, not a job of the kernel')
    assert.equal(ofInvoice('status'), 'Draft')
    assert.match((await told('branches')).value('hours')!, /^Mon \d\d:\d\d–\d\d:\d\d · Tue /)

    await owner.merge({ locale: 'hi-IN' }).save()
    const { entry, value } = await told('organisation_modules')
    assert.notMatch(entry.record.title!, /^[a-z-]+$/)
    assert.match(value('entitled')!, /^(हाँ|नहीं)$/)
    assert.match((await told('tickets_tickets')).value('status')!, /\p{Script=Devanagari}/u)
    assert.match((await told('branches')).value('hours')!, /^सोम /)
  })

  test('is filtered by person, token, action, record and dates of the organisation’s zone', async ({
    client,
    assert,
  }) => {
    const { workshop, id } = await changedContact(client)
    const owner = await workshop.user()
    const scope = await workshop.scope()
    await scope.work((unit) => unit.rows("update branches set name = 'Shivajinagar'"))
    const total = async (filters: Record<string, string>) =>
      (await readAudit(client, workshop, filters)).entries.length

    assert.equal(await total({ who: `user:${owner.id}` }), 1)
    assert.equal(await total({ id }), 2)
    assert.equal(await total({ id, record: 'contacts_contacts', action: 'update' }), 1)
    assert.equal(await total({ id, who: 'system' }), 0)
    const today = scope.today()
    const everything = await total({})
    assert.equal(await total({ from: today, to: today }), everything)
    const yesterday = DateTime.fromISO(today).minus({ days: 1 }).toISODate()!
    assert.equal(await total({ to: yesterday }), 0)

    // 00:30 in Kolkata is still the day before in UTC.
    const midnight = DateTime.fromISO(`${today}T00:30:00`, { zone: 'Asia/Kolkata' })
    await asOwner(workshop.organisationId, async (ask) => {
      await ask('alter table audit_log disable trigger audit_log_append_only')
      await ask(
        "update audit_log set at = $1 where table_name = 'branches' and action = 'update'",
        [midnight.toJSDate()]
      )
      await ask('alter table audit_log enable trigger audit_log_append_only')
    })
    assert.equal(await total({ from: today, who: `user:${owner.id}` }), 1)
    assert.equal(await total({ to: yesterday, who: `user:${owner.id}` }), 0)
  })

  test('says which filter it does not understand', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    for (const [field, value] of Object.entries({
      who: 'everybody',
      record: 'users',
      action: 'truncate',
      from: '31-12-2026',
      id: 'not-an-id',
      colour: 'red',
      cursor: 'bm9uZQ',
    })) {
      const response = await client
        .get(`/api/v1/settings/audit?${new URLSearchParams({ [field]: value })}`)
        .bearerToken(await workshop.token())
      response.assertStatus(422)
      assert.equal(response.body().errors[0].field, field)
    }
  })

  test('pages by keyset: every entry once, none twice', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    await fillWorkshop(workshop, 2)
    const all = await readAudit(client, workshop, { limit: '200' })
    const seen: AuditEntry[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await readAudit(client, workshop, { limit: '37', ...(cursor && { cursor }) })
      seen.push(...page.entries)
      cursor = page.nextCursor
    }
    assert.isAbove(seen.length, 100)
    assert.equal(new Set(seen.map(({ id }) => id)).size, seen.length)
    assert.deepEqual(seen.slice(0, 200), all.entries)
  })

  test('holds nothing of another organisation, by any filter', async ({ client, assert }) => {
    const { workshop, id } = await changedContact(client)
    const other = await makeWorkshop()
    const owner = await workshop.user()
    assert.lengthOf((await readAudit(client, other, { id })).entries, 0)
    assert.lengthOf((await readAudit(client, other, { who: `user:${owner.id}` })).entries, 0)
    const page = await client.get('/settings/audit').loginAs(await other.user())
    page.assertStatus(200)
    assert.notInclude(page.text(), owner.id)
    assert.notInclude(page.text(), id)
  })

  test('is for owners and admins, and for nobody who is limited to some branches', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    for (const role of ['manager', 'accountant', 'technician'] as const) {
      const response = await client.get('/settings/audit').loginAs(await workshop.user(role))
      response.assertStatus(403)
    }
    await limitToBranches(workshop)
    const admin = await workshop.user('admin')
    for (const path of ['', '/events', '/export', '/events/export']) {
      const response = await client
        .get(`/settings/audit${path}`)
        .header('accept', 'application/json')
        .loginAs(admin)
      response.assertStatus(403)
      assert.equal(response.body().code, 'E_AUDIT_ALL_BRANCHES')
    }
  })
})

/** Limits the admin of a workshop to its first branch. */
async function limitToBranches(workshop: Workshop) {
  const { membership } = await workshop.member('admin')
  const scope = await systemScope(workshop.organisationId, 'test')
  await scope.work((unit) =>
    unit.rows('update memberships set branch_ids = array[?::uuid] where id = ?', [
      scope.branch.id,
      membership.id,
    ])
  )
}

test.group('The history of one record', () => {
  test('has a page of its own, and none for what never was', async ({ client, assert }) => {
    const { workshop, id } = await changedContact(client)
    const path = `/settings/audit/records/contacts_contacts/${id}`
    const response = await client
      .get(`/api/v1${path}?limit=1`)
      .bearerToken(await workshop.token('admin'))
    response.assertStatus(200)
    assert.lengthOf(response.body().data, 1)
    assert.isString(response.body().nextCursor)
    ;(await client.get(path).loginAs(await workshop.user())).assertStatus(200)
    ;(await client.get(path).loginAs(await workshop.user('manager'))).assertStatus(403)

    const other = await makeWorkshop()
    for (const missing of [
      path,
      '/settings/audit/records/users/01890000-0000-7000-8000-000000000000',
      `/settings/audit/records/contacts_contacts/${workshop.organisationId}`,
      '/settings/audit/records/contacts_contacts/none',
    ]) {
      ;(await client.get(missing).loginAs(await other.user())).assertStatus(404)
    }
  })

  test('names people, tokens, service accounts and jobs', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const { branch } = scope
    const rename = (as: typeof scope, name: string) =>
      as.work((unit) => unit.rows('update branches set name = ?', [name]))
    await rename(scope, 'by a person')
    const { token, account } = await programs(workshop)
    await rename(scope.with({ actor: { ...scope.actor, kind: 'token', id: token } }), 'by a token')
    await rename(scope.with({ actor: { ...scope.actor, kind: 'token', id: account } }), 'by a till')
    await rename(await systemScope(workshop.organisationId, 'invoicing.send_invoice'), 'by a job')
    const history = await recordHistory(scope, 'branches', branch.id)
    assert.deepEqual(
      history.map(({ actor }) => actor),
      [
        'Karkhana (invoicing.send_invoice)',
        'Till (API token counter)',
        'API: stock check',
        'Asha Kulkarni',
        'Karkhana (registration)',
      ]
    )
  })
})

/** Ids of an API token of the owner, and of one of a service account. */
async function programs(workshop: Workshop) {
  const scope = await systemScope(workshop.organisationId, 'test')
  const { membership } = await workshop.member()
  return scope.work(async (unit) => {
    const [account] = await unit.rows<{ id: string }>(
      `insert into memberships (id, organisation_id, kind, name, role, created_at, updated_at)
       values (gen_random_uuid(), ?, 'service', 'Till', 'manager', now(), now()) returning id`,
      [scope.organisationId]
    )
    const token = async (member: string, name: string) => {
      const [row] = await unit.rows<{ id: number }>(
        `insert into api_tokens (tokenable_id, type, name, hash, abilities)
         values (?, 'api_token', ?, 'none', '["*"]') returning id`,
        [member, name]
      )
      return String(row.id)
    }
    return {
      token: await token(membership.id, 'stock check'),
      account: await token(account.id, 'counter'),
    }
  })
}
