import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { systemScope } from '@karkhana/kernel'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { KEPT_ROWS, PURGED_ROWS } from '../../../app/modules/purge/kernel_rows.ts'
import { previewPurge } from '../../../app/modules/purge/plan.ts'
import { confirmPurge, requestPurge } from '../../../app/modules/purge/requests.ts'
import { tombstonesOf } from '../../../app/modules/purge/run.ts'
import { moduleDetail } from '../../../app/modules/detail.ts'
import { previewSwitch, switchModule } from '../../../app/modules/switching.ts'
import { fillWorkshop } from '../../helpers/fill_workshop.ts'
import { mailTo } from '../../helpers/mail.ts'
import {
  digestOf,
  registryOf,
  removeExports,
  statesOf,
  switchAllOn,
  takeExport,
} from '../../helpers/modules.ts'
import { archive, purge, ready, rowsIn, runQueued } from './support/purging.ts'

test.group('Deleting the data of a module', (group) => {
  group.teardown(removeExports)

  test('takes two people, leaves no row and a tombstone, and touches nobody else', async ({
    assert,
  }) => {
    const registry = await registryOf()
    const { workshop, owner, second } = await ready(registry)
    const other = await makeWorkshop()
    await fillWorkshop(other)
    const [theirs, tables] = [
      await digestOf(other, registry),
      Object.keys(registry.manifestOf('invoicing').tables),
    ]
    const mine = await digestOf(workshop, registry)
    const before = await rowsIn(workshop, tables)
    assert.isAbove(before.invoicing_lines, 0)
    const audited = async () =>
      (await owner()).read(async (unit) => {
        const [{ n }] = await unit.rows<{ n: number }>(
          `select count(*)::int as n from audit_log where table_name = any(?)`,
          [tables]
        )
        return n
      })
    const trail = await audited()

    const plan = await previewPurge(await owner(), registry, 'invoicing')
    assert.isNull(plan.refused)
    assert.deepEqual(plan.rows, before)
    assert.deepEqual(
      plan.confirmers.map(({ name }) => name),
      ['Ravi Menon']
    )
    await requestPurge(await owner(), registry, 'invoicing', 'Invoicing')
    assert.equal(await runQueued(workshop), 0, 'one person alone deletes nothing')
    const mail = await mailTo(second.user.email, /delete the data of Invoicing/)
    assert.equal(mail.path, '/settings/modules/invoicing', 'whoever may confirm is told')
    assert.deepEqual(await rowsIn(workshop, tables), before)

    await confirmPurge(await second.scope(), registry, 'invoicing', 'Invoicing')
    assert.equal(await runQueued(workshop), 1)
    const after = await rowsIn(workshop, tables)
    assert.deepEqual(new Set(Object.values(after)), new Set([0]))
    assert.equal((await statesOf(workshop, registry)).get('invoicing'), 'purged')
    assert.isAbove(await audited(), trail, 'the audit trail tells of what was deleted')

    const [tombstone] = await (await owner()).read((unit) => tombstonesOf(unit, 'invoicing'))
    assert.containsSubset(tombstone, {
      moduleVersion: registry.manifestOf('invoicing').version,
      rows: before,
      exportSha256: plan.export?.sha256,
      requestedByName: 'Asha Kulkarni',
      confirmedByName: 'Ravi Menon',
    })
    assert.deepEqual(await digestOf(other, registry), theirs)
    const left = await digestOf(workshop, registry)
    for (const [table, digest] of Object.entries(mine)) {
      if (!tables.includes(table)) assert.equal(left[table], digest, table)
    }
    await runQueued(workshop)
    assert.lengthOf(
      await (await owner()).read((unit) => tombstonesOf(unit, 'invoicing')),
      1,
      'a second run does nothing'
    )
  }).timeout(120_000)

  test('reaches every table of every module, from the last dependant to the first', async ({
    assert,
  }) => {
    const registry = await registryOf()
    const workshop = await makeWorkshop()
    await switchAllOn(workshop, registry)
    await fillWorkshop(workshop)
    const second = await workshop.memberWith({ role: 'admin' })
    for (const { id } of registry.manifests()) await archive(workshop, registry, id)
    const ids = registry.manifests().map(({ id }) => id)
    await takeExport(await workshop.scope(), registry, ids)
    for (const id of [...ids].reverse()) await purge(workshop, registry, id, second)
    const tables = registry.manifests().flatMap((manifest) => Object.keys(manifest.tables))
    assert.deepEqual(
      Object.entries(await rowsIn(workshop, tables)).filter(([, count]) => count > 0),
      []
    )
    const states = await statesOf(workshop, registry)
    assert.deepEqual(
      ids.map((id) => states.get(id)),
      ids.map(() => 'purged')
    )
    await switchModule(await workshop.scope(), registry, 'accounting', 'enabled')
    const seeded = await rowsIn(workshop, ['accounting_accounts', 'accounting_entries'])
    assert.isAbove(seeded.accounting_accounts, 10, 'it starts afresh')
    assert.equal(seeded.accounting_entries, 0)
    const { effects } = await previewSwitch(await workshop.scope(), registry, 'contacts', 'enabled')
    assert.include(
      effects,
      'Contacts starts with nothing: its earlier data was deleted. Numbers go on where they ended.'
    )
  }).timeout(120_000)

  test('takes along what the kernel keeps for the module, and knows every such table', async ({
    assert,
  }) => {
    const { rows } = await db.rawQuery(
      `select distinct c.relname as name from pg_class c
         join pg_attribute a on a.attrelid = c.oid and a.attname in ('module', 'module_id') and not a.attisdropped
        where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
          and (c.relname not like 'kernel\\_%') order by 1`
    )
    const registry = await registryOf()
    const own = new Set(registry.manifests().flatMap(({ tables }) => Object.keys(tables)))
    const known = new Set([...Object.keys(PURGED_ROWS), ...Object.keys(KEPT_ROWS)])
    const names = (rows as { name: string }[]).map(({ name }) => name)
    assert.deepEqual(
      names.filter((name) => !known.has(name) && !own.has(name)),
      [],
      'each stands in PURGED_ROWS or in KEPT_ROWS'
    )
    const { workshop, owner, second } = await ready(registry)
    await (
      await owner()
    ).work((unit) =>
      unit.rows(
        `insert into jobs (organisation_id, id, name, module_id, waits_for, queue, payload_version, envelope, state,
                           retry_limit, retry_delay, timeout)
         select ?, gen_random_uuid(), x.module || '.wait', x.module, x.waits_for, 'default', 1, '{}', 'waiting', 5, 5, 120
           from (values ('invoicing', 'invoicing'), ('kernel', 'invoicing'), ('tickets', 'tickets'))
                  as x(module, waits_for)`,
        [workshop.organisationId]
      )
    )
    await purge(workshop, registry, 'invoicing', second)
    const left = await (
      await owner()
    ).read((unit) =>
      unit.rows<{ module_id: string }>(`select module_id from jobs where state = 'waiting'`)
    )
    assert.deepEqual(left, [{ module_id: 'tickets' }])
  }).timeout(60_000)
})

test.group('Deleting the data of a module, in the page', (group) => {
  group.teardown(removeExports)

  test('shows the open request to the second person, and is no business of programs', async ({
    assert,
    client,
  }) => {
    const registry = await registryOf()
    const { workshop, second } = await ready(registry)
    const post = (path: string, body: object, user = second.user) =>
      client
        .post(`/settings/modules/invoicing/${path}`)
        .header('accept', 'application/json')
        .json(body)
        .loginAs(user)
        .withCsrfToken()
    const owner = await workshop.user()
    const wrong = await post('purge', { name: 'Invoices' }, owner)
    wrong.assertStatus(422)
    wrong.assertBodyContains({ errors: [{ field: 'name' }] })
    ;(await post('purge', { name: 'Invoicing' }, owner)).assertStatus(200)
    const detail = await moduleDetail(await second.scope(), registry, 'invoicing')
    assert.containsSubset(detail.purge, { status: 'requested', requestedByName: 'Asha Kulkarni' })
    ;(await post('purge/confirm', { name: 'Invoicing' }, owner)).assertStatus(422)
    ;(await post('purge/confirm', { name: 'Invoicing' })).assertStatus(200)
    const api = await client
      .post('/api/v1/settings/modules/invoicing/purge')
      .bearerToken(await workshop.token())
      .json({ name: 'Invoicing' })
    api.assertStatus(404)
    const scope = await systemScope(workshop.organisationId, 'test')
    const events = await scope.read((unit) =>
      unit.rows<{ kind: string }>(
        `select kind from security_events where organisation_id = ? and kind like 'module.purge%' order by id`,
        [workshop.organisationId]
      )
    )
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['module.purge_asked', 'module.purge_confirmed']
    )
  }).timeout(60_000)
})
