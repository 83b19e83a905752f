import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { systemScope, type ModuleRegistry, type Scope } from '@karkhana/kernel'
import { makeWorkshop, runEnvelope, type Workshop } from '@karkhana/kernel/testing'
import purgeModule from '../../../app/modules/jobs/purge_module.ts'
import { KEPT_ROWS, PURGED_ROWS } from '../../../app/modules/purge/kernel_rows.ts'
import { previewPurge } from '../../../app/modules/purge/plan.ts'
import { cancelPurge, confirmPurge, requestPurge } from '../../../app/modules/purge/requests.ts'
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

/** Archives a module with all that needs it. */
async function archive(workshop: Workshop, registry: ModuleRegistry, id: string) {
  const scope = await workshop.scope()
  const { steps } = await previewSwitch(scope, registry, id, 'archived')
  await switchModule(scope, registry, id, 'archived', { shown: steps.map(({ module }) => module) })
}

/** An organisation with an owner and an admin, whose invoicing is archived and exported. */
async function ready(registry: ModuleRegistry, downloads = 1) {
  const workshop = await makeWorkshop()
  await fillWorkshop(workshop)
  await archive(workshop, registry, 'invoicing')
  const second = await workshop.memberWith({ role: 'admin', name: 'Ravi Menon' })
  await takeExport(await workshop.scope(), registry, ['invoicing'], { downloads })
  return { workshop, owner: () => workshop.scope(), second }
}

/** Runs what was queued for the purge of this organisation. */
async function runQueued(workshop: Workshop) {
  const { rows } = await db.rawQuery(
    `select id, data from pgboss.job
      where data ->> 'job' = ? and data ->> 'organisationId' = ? order by created_on`,
    [purgeModule.name, workshop.organisationId]
  )
  for (const { id, data } of rows) {
    await runEnvelope(new Map([[purgeModule.name, purgeModule]]), data, { id, attempt: 1 })
  }
  return rows.length as number
}

/** Both people agree, and the job runs. */
async function purge(
  workshop: Workshop,
  registry: ModuleRegistry,
  id: string,
  second: { scope(): Promise<Scope> }
) {
  const { name } = registry.manifestOf(id)
  await requestPurge(await workshop.scope(), registry, id, name)
  await confirmPurge(await second.scope(), registry, id, name)
  await runQueued(workshop)
}

const rowsIn = async ({ organisationId }: Workshop, tables: string[]) => {
  const scope = await systemScope(organisationId, 'test')
  return scope.read(async (unit) => {
    const counts: Record<string, number> = {}
    for (const table of tables) {
      const [{ n }] = await unit.rows<{ n: number }>(`select count(*)::int as n from ${table}`)
      counts[table] = n
    }
    return counts
  })
}

/** A row more than the export has. */
const ONE_MORE = `
  insert into invoicing_history (organisation_id, id, invoice_id, at, actor_kind, actor_id, actor_name, transition,
                                 from_status, to_status)
  select organisation_id, gen_random_uuid(), invoice_id, at, actor_kind, actor_id, actor_name, transition,
         from_status, to_status
    from invoicing_history limit 1`

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

  test('is refused step by step: archive, export, download, and a second person', async ({
    assert,
  }) => {
    const registry = await registryOf()
    const workshop = await makeWorkshop()
    await fillWorkshop(workshop)
    const plan = async (id = 'invoicing') => previewPurge(await workshop.scope(), registry, id)
    const code = async () => (await plan()).refused?.code
    assert.equal(await code(), 'E_MODULE_STATE')
    assert.deepEqual((await plan()).steps, [
      { module: 'invoicing', name: 'Invoicing', from: 'enabled', to: 'archived' },
    ])
    await archive(workshop, registry, 'invoicing')
    assert.equal(await code(), 'E_PURGE_EXPORT_MISSING')
    await takeExport(await workshop.scope(), registry, ['invoicing'], { downloads: 0 })
    assert.equal(await code(), 'E_PURGE_EXPORT_NOT_TAKEN')
    await takeExport(await workshop.scope(), registry, ['invoicing'])
    assert.equal(await code(), 'E_PURGE_ALONE')
    await workshop.memberWith({ role: 'admin' })
    assert.isUndefined(await code())

    const scope = await systemScope(workshop.organisationId, 'test')
    await scope.work((unit) => unit.rows(ONE_MORE))
    assert.equal(await code(), 'E_PURGE_EXPORT_OUTDATED')
    assert.include((await plan()).refused?.message, 'invoicing_history')

    const needed = await plan('accounting')
    assert.equal(needed.refused?.code, 'E_MODULE_REQUIRED')
    assert.deepEqual(needed.refused?.dependants, [{ id: 'invoicing', name: 'Invoicing' }])
    assert.deepEqual(
      needed.steps.map(({ module, to }) => `${module} ${to}`),
      ['accounting archived', 'invoicing purged']
    )
  }).timeout(60_000)

  test('needs the name typed, another person, and people rather than tokens', async ({
    assert,
  }) => {
    const registry = await registryOf()
    const { workshop, owner, second } = await ready(registry)
    const failing = async (what: Promise<unknown>) =>
      what.then(
        () => 'nothing',
        (error: { code: string }) => error.code
      )
    const wrong = requestPurge(await owner(), registry, 'invoicing', 'invoicing ')
    assert.equal(await failing(wrong), 'E_PURGE_NAME')
    const token = (await owner()).with({
      actor: { kind: 'token', id: '1', name: 'A program', memberId: null },
    })
    assert.equal(
      await failing(requestPurge(token, registry, 'invoicing', 'Invoicing')),
      'E_PURGE_PERSON'
    )
    const manager = await workshop.scope('manager')
    assert.equal(
      await failing(requestPurge(manager, registry, 'invoicing', 'Invoicing')),
      'E_FORBIDDEN'
    )
    const branch = await workshop.branch('NSK')
    const limited = await workshop.memberWith({ role: 'admin', branchIds: [branch.id] })
    assert.equal(
      await failing(requestPurge(await limited.scope(), registry, 'invoicing', 'Invoicing')),
      'E_BRANCH_LIMITED'
    )
    await requestPurge(await owner(), registry, 'invoicing', 'Invoicing')
    assert.equal(
      await failing(confirmPurge(await owner(), registry, 'invoicing', 'Invoicing')),
      'E_PURGE_SAME_PERSON'
    )
    assert.equal(
      await failing(requestPurge(await second.scope(), registry, 'invoicing', 'Invoicing')),
      'E_PURGE_PENDING'
    )
    assert.equal(
      await failing(confirmPurge(await second.scope(), registry, 'invoicing', 'Invoices')),
      'E_PURGE_NAME'
    )
    await cancelPurge(await second.scope(), registry, 'invoicing')
    assert.equal(
      await failing(confirmPurge(await second.scope(), registry, 'invoicing', 'Invoicing')),
      'E_NOT_FOUND'
    )
    await requestPurge(await owner(), registry, 'invoicing', 'Invoicing')
    await (
      await owner()
    ).work((unit) =>
      unit.rows(`update module_purges set expires_at = now() - interval '1 second'
                  where status = 'requested'`)
    )
    assert.equal(
      await failing(confirmPurge(await second.scope(), registry, 'invoicing', 'Invoicing')),
      'E_NOT_FOUND',
      'seven days are over'
    )
    await requestPurge(await owner(), registry, 'invoicing', 'Invoicing')
    const plan = await previewSwitch(await owner(), registry, 'invoicing', 'enabled')
    assert.include(plan.effects, 'The request to delete the data of Invoicing is withdrawn.')
    await switchModule(await owner(), registry, 'invoicing', 'enabled')
    assert.equal(
      await failing(confirmPurge(await second.scope(), registry, 'invoicing', 'Invoicing')),
      'E_NOT_FOUND',
      'who uses it again deletes nothing'
    )
  }).timeout(60_000)

  test('deletes nothing when rows changed after both agreed, and says why', async ({ assert }) => {
    const registry = await registryOf()
    const { workshop, owner, second } = await ready(registry)
    await requestPurge(await owner(), registry, 'invoicing', 'Invoicing')
    await confirmPurge(await second.scope(), registry, 'invoicing', 'Invoicing')
    const scope = await systemScope(workshop.organisationId, 'test')
    await scope.work((unit) => unit.rows(ONE_MORE))
    const before = await digestOf(workshop, registry)
    await runQueued(workshop)
    assert.deepEqual(await digestOf(workshop, registry), before)
    const detail = await moduleDetail(await owner(), registry, 'invoicing')
    assert.equal(detail.state, 'archived')
    assert.equal(detail.purge?.status, 'failed')
    assert.include(detail.purge?.failure, 'has changed since it was exported')
  }).timeout(60_000)

  test('cannot be had by the application without two people, nor for other tables or organisations', async ({
    assert,
  }) => {
    const registry = await registryOf()
    const { workshop, owner, second } = await ready(registry)
    const stranger = await ready(registry)
    const { id } = await requestPurge(await owner(), registry, 'invoicing', 'Invoicing')
    const call = async (scope: Scope, table: string, purgeId = id) =>
      scope
        .work((unit) => unit.rows('select kernel_purge_table(?, ?)', [purgeId, table]))
        .then(
          () => 'done',
          (error: Error) => error.message
        )
    assert.include(await call(await owner(), 'invoicing_lines'), 'not confirmed by two people')
    const forge = async (sql: string) =>
      (await owner())
        .work((unit) => unit.rows(sql, [id]))
        .then(
          () => 'done',
          (error: Error) => error.message
        )
    assert.include(
      await forge(`update module_purges set status = 'confirmed' where id = ?`),
      'module_purges_confirmed_by_somebody'
    )
    assert.include(
      await forge(
        `update module_purges set status = 'confirmed', confirmed_by = requested_by where id = ?`
      ),
      'module_purges_two_people'
    )
    for (const column of ['tables', 'transaction_id', 'requested_by']) {
      assert.include(
        await forge(`update module_purges set ${column} = null where id = ?`),
        'permission denied'
      )
    }
    await confirmPurge(await second.scope(), registry, 'invoicing', 'Invoicing')
    assert.include(await call(await owner(), 'contacts_contacts'), 'not part of the purge')
    assert.include(await call(await owner(), 'audit_log'), 'not part of the purge')
    assert.include(
      await call(await stranger.owner(), 'invoicing_lines'),
      'not confirmed by two people',
      'a request of somebody else is none of theirs'
    )
    const scope = await owner()
    const direct = scope
      .work((unit) =>
        unit.rows('delete from invoicing_history where organisation_id = ?', [
          workshop.organisationId,
        ])
      )
      .then(
        () => 'done',
        (error: Error) => error.message
      )
    assert.include(await direct, 'permission denied')
    const named = scope
      .work((unit) =>
        unit.rows(
          `insert into module_purges (organisation_id, id, module_id, module_version, tables, rows, requested_by,
                                      requested_by_name, expires_at)
           values (?, gen_random_uuid(), 'contacts', '1.0.0', '{security_events}', '{}', gen_random_uuid(), 'X', now())`,
          [scope.organisationId]
        )
      )
      .then(
        () => 'done',
        (error: Error) => error.message
      )
    assert.include(await named, 'security_events is no table of the module contacts')
  }).timeout(60_000)

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
