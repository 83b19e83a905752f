import { test } from '@japa/runner'
import { systemScope, type Scope } from '@karkhana/kernel'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { previewPurge } from '../../../app/modules/purge/plan.ts'
import { cancelPurge, confirmPurge, requestPurge } from '../../../app/modules/purge/requests.ts'
import { moduleDetail } from '../../../app/modules/detail.ts'
import { previewSwitch, switchModule } from '../../../app/modules/switching.ts'
import { fillWorkshop } from '../../helpers/fill_workshop.ts'
import { digestOf, registryOf, removeExports, takeExport } from '../../helpers/modules.ts'
import { archive, ready, runQueued } from './support/purging.ts'

/** A row more than the export has. */
const ONE_MORE = `
  insert into invoicing_history (organisation_id, id, invoice_id, at, actor_kind, actor_id, actor_name, transition,
                                 from_status, to_status)
  select organisation_id, gen_random_uuid(), invoice_id, at, actor_kind, actor_id, actor_name, transition,
         from_status, to_status
    from invoicing_history limit 1`

test.group('Deleting the data of a module without what it takes', (group) => {
  group.teardown(removeExports)

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
})
