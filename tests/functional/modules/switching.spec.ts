import { test } from '@japa/runner'
import { withClient } from '../../../bin/postgres/connection.ts'
import { RuleError, systemScope } from '@karkhana/kernel'
import { defineModule, type ModuleManifest } from '@karkhana/kernel/module'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { moduleRows } from '../../../app/modules/overview.ts'
import { previewSwitch, switchModule } from '../../../app/modules/switching.ts'
import { outdatedModules, upgradeModule } from '../../../app/modules/upgrades.ts'
import { fillWorkshop } from '../../helpers/fill_workshop.ts'
import { digestOf, illegal, registryOf, registryWith, statesOf } from '../../helpers/modules.ts'

/** The database of this run, as somebody who may watch what is created in it. */
function watcherUrl() {
  const url = new URL(process.env.TEST_ADMIN_URL!)
  url.pathname = new URL(process.env.DATABASE_URL!).pathname
  return url.href
}

/** Every statement that creates, changes or drops something while `work` runs. */
async function ddlDuring(work: () => Promise<void>): Promise<string[]> {
  return withClient(watcherUrl(), async (client) => {
    await client.query(`create schema watch;
      create table watch.seen (tag text not null);
      grant usage on schema watch to public;
      grant insert on watch.seen to public;
      create function watch.note() returns event_trigger language plpgsql as $$
        begin insert into watch.seen values (tg_tag); end $$;
      create event trigger watch_ddl on ddl_command_end execute function watch.note()`)
    try {
      await work()
      const { rows } = await client.query<{ tag: string }>('select tag from watch.seen')
      return rows.map(({ tag }) => tag)
    } finally {
      await client.query('drop event trigger watch_ddl; drop schema watch cascade')
    }
  })
}

const probe = (more: Partial<ModuleManifest> = {}) =>
  defineModule({
    id: 'probe',
    name: 'Probe',
    description: 'A module of a test.',
    version: '0.1.0',
    kernel: '^0.1.0',
    kind: 'app',
    requires: { tickets: '^0.1.0' },
    ...more,
  })

test.group('Switching modules', () => {
  test('runs no DDL and touches no row of any module, whatever is switched', async ({ assert }) => {
    const registry = await registryOf()
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    await fillWorkshop(mine)
    const before = [await digestOf(mine, registry), await digestOf(other, registry)]
    const switchTogether = async (id: string, to: 'enabled' | 'paused' | 'archived') => {
      const scope = await mine.scope()
      const { steps } = await previewSwitch(scope, registry, id, to)
      await switchModule(scope, registry, id, to, { shown: steps.map(({ module }) => module) })
    }
    const seen = await ddlDuring(async () => {
      for (const { id } of registry.manifests()) {
        for (const to of ['paused', 'enabled', 'archived', 'enabled'] as const) {
          await switchTogether(id, to)
          assert.deepEqual(illegal(registry, await statesOf(mine, registry)), [])
        }
        for (const each of registry.manifests()) await switchTogether(each.id, 'enabled')
      }
    })
    assert.deepEqual(seen, [])
    assert.deepEqual([await digestOf(mine, registry), await digestOf(other, registry)], before)

    const counted = await ddlDuring(() =>
      withClient(watcherUrl(), async (client) => {
        await client.query('create table counted (id int); drop table counted')
      })
    )
    assert.deepEqual(counted, ['CREATE TABLE', 'DROP TABLE'], 'the watcher sees what is created')
  }).timeout(120_000)

  test('does the whole plan at once when it was shown, and nothing when another one would be done', async ({
    assert,
    client,
  }) => {
    const registry = await registryOf()
    const workshop = await makeWorkshop()
    const token = await workshop.token()
    const ask = (body: object) =>
      client.post('/api/v1/settings/modules/tickets/switch').bearerToken(token).json(body)
    const refused = await ask({ to: 'paused' })
    refused.assertStatus(422)
    refused.assertBodyContains({
      code: 'E_MODULE_REQUIRED',
      meta: { dependants: [{ id: 'jobcards', name: 'Job cards' }] },
    })
    const other = await ask({ to: 'paused', shown: ['tickets'] })
    other.assertStatus(409)
    other.assertBodyContains({ code: 'E_PLAN_CHANGED' })
    assert.equal((await statesOf(workshop, registry)).get('jobcards'), 'enabled')

    const plan = await client
      .get('/api/v1/settings/modules/tickets/plan?to=paused')
      .bearerToken(token)
    const shown = (plan.body().data.steps as { module: string }[]).map(({ module }) => module)
    assert.deepEqual(shown, ['jobcards', 'tickets'])
    assert.isTrue(plan.body().data.refused.together)
    ;(await ask({ to: 'paused', shown })).assertStatus(200)
    const states = await statesOf(workshop, registry)
    assert.deepEqual([states.get('jobcards'), states.get('tickets')], ['paused', 'paused'])
  })

  test('tells installed, entitled and enabled apart, and why something is out of order', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const registry = await registryWith(probe({ onBootFailure: 'quarantine' }))
    const scope = await workshop.scope()
    const row = async () =>
      (await moduleRows(await workshop.scope(), registry)).find(({ id }) => id === 'probe')
    assert.containsSubset(await row(), {
      installed: true,
      entitled: true,
      enabled: false,
      state: 'available',
      outOfOrder: null,
    })
    await switchModule(scope, registry, 'probe', 'enabled')
    assert.containsSubset(await row(), { enabled: true, state: 'enabled' })

    await registry.starting('probe', 'routes', () => Promise.reject(new Error('no such file')))
    assert.containsSubset(await row(), {
      enabled: true,
      outOfOrder: 'its routes could not be loaded: no such file',
    })
    const installed = await registryOf()
    const gone = (await moduleRows(await workshop.scope(), installed)).find(
      ({ id }) => id === 'probe'
    )
    assert.containsSubset(gone, { installed: false, version: null, enabled: true })
  })

  test('says goodbye while the module is on and welcomes it when it is, in the same transaction', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const calls: string[] = []
    const hook = (name: string) => () =>
      Promise.resolve({
        default: async (scope: { active(id: string): boolean }) => {
          calls.push(`${name} ${scope.active('probe') ? 'on' : 'off'}`)
        },
      })
    const registry = await registryWith(
      probe({
        lifecycle: {
          enable: hook('enable'),
          disable: hook('disable'),
          upgrade: null,
          exportData: null,
          purge: null,
        },
      })
    )
    for (const to of ['enabled', 'paused', 'archived', 'enabled', 'archived'] as const) {
      await switchModule(await workshop.scope(), registry, 'probe', to)
    }
    assert.deepEqual(calls, ['enable on', 'disable on', 'enable on', 'disable on'])

    const failing = await registryWith(
      probe({
        lifecycle: {
          ...registry.manifestOf('probe').lifecycle,
          enable: () => Promise.resolve({ default: () => Promise.reject(new Error('no seed')) }),
        },
      })
    )
    await assert.rejects(
      async () => switchModule(await workshop.scope(), failing, 'probe', 'enabled'),
      'no seed'
    )
    assert.equal((await statesOf(workshop, failing)).get('probe'), 'archived')
  })

  test('a bridge comes and goes with what it joins, and stays off where somebody paused it', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const registry = await registryWith(
      probe({ kind: 'bridge', requires: { tickets: '^0.1.0', accounting: '^0.1.0' } })
    )
    const go = async (id: string, to: 'enabled' | 'paused' | 'archived') =>
      switchModule(await workshop.scope(), registry, id, to)
    const state = async () => (await statesOf(workshop, registry)).get('probe')
    await go('invoicing', 'paused')
    await go('accounting', 'paused')
    assert.isUndefined(await state())
    const plan = await go('accounting', 'enabled')
    assert.include(plan.effects, 'Probe comes on by itself: it joins what is on then.')
    assert.equal(await state(), 'enabled')
    const off = await go('accounting', 'archived')
    assert.include(
      off.effects,
      'Probe goes off by itself, because it joins Accounting, and comes back with it.'
    )
    assert.equal(await state(), 'paused')
    await go('accounting', 'enabled')
    assert.equal(await state(), 'enabled')
    await go('probe', 'paused')
    await go('accounting', 'paused')
    await go('accounting', 'enabled')
    assert.equal(await state(), 'paused')
  })
})

test.group('Data of an older version', () => {
  const upgrading = (version: string, upgrade: (from: string) => Promise<void>) =>
    probe({
      version,
      lifecycle: {
        enable: null,
        disable: null,
        exportData: null,
        purge: null,
        upgrade: () => Promise.resolve({ default: (_scope, from) => upgrade(from) }),
      },
    })

  test('is brought to the installed version once for each organisation, also after a failure', async ({
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const seen: string[] = []
    const first = await registryWith(upgrading('0.1.0', async () => {}))
    for (const workshop of [mine, other]) {
      await switchModule(await workshop.scope(), first, 'probe', 'enabled')
    }
    let broken = true
    const next = await registryWith(
      upgrading('0.2.0', async (from) => {
        if (broken) throw new Error('half way')
        seen.push(from)
      })
    )
    const waiting = async () =>
      (await outdatedModules(next)).filter(({ organisationId }) =>
        [mine.organisationId, other.organisationId].includes(organisationId)
      )
    const [step] = await outdatedModules(next, mine.organisationId)
    assert.deepEqual(step, {
      organisationId: mine.organisationId,
      module: 'probe',
      from: '0.1.0',
      to: '0.2.0',
    })
    await assert.rejects(() => upgradeModule(next, step), 'half way')
    assert.lengthOf(await waiting(), 2, 'what failed is still to do')

    broken = false
    assert.isTrue(await upgradeModule(next, step))
    assert.isFalse(await upgradeModule(next, step), 'and is done once')
    assert.deepEqual(seen, ['0.1.0'])
    assert.deepEqual(
      (await waiting()).map(({ organisationId }) => organisationId),
      [other.organisationId]
    )
  })

  test('of a module that is off is brought there when it is switched on again', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const seen: string[] = []
    const first = await registryWith(upgrading('0.1.0', async () => {}))
    await switchModule(await workshop.scope(), first, 'probe', 'enabled')
    await switchModule(await workshop.scope(), first, 'probe', 'paused')
    const next = await registryWith(
      upgrading('0.3.0', async (from) => {
        seen.push(from)
      })
    )
    assert.deepEqual(await outdatedModules(next, workshop.organisationId), [])
    const scope = await workshop.scope()
    const plan = await switchModule(scope, next, 'probe', 'enabled')
    assert.include(plan.effects, 'The data of Probe is brought from version 0.1.0 to 0.3.0.')
    assert.deepEqual(seen, ['0.1.0'])
    assert.deepEqual(await outdatedModules(next, workshop.organisationId), [])
  })
})

test.group('Archived modules', () => {
  test('give no contract to others, and what is archived with them reads on', async ({
    assert,
  }) => {
    const registry = await registryOf()
    const workshop = await makeWorkshop()
    await fillWorkshop(workshop)
    const together = async (id: string, to: 'archived') => {
      const scope = await workshop.scope()
      const { steps } = await previewSwitch(scope, registry, id, to)
      await switchModule(scope, registry, id, to, { shown: steps.map(({ module }) => module) })
    }
    await switchModule(await workshop.scope(), registry, 'invoicing', 'archived')
    assert.isNull(await (await workshop.scope()).contract('invoicing.invoices@1'))
    await assert.rejects(async () => (await workshop.scope()).need('invoicing.invoices@1'))
    await assert.rejects(
      async () => switchModule(await workshop.scope(), registry, 'gst', 'paused'),
      RuleError
    )
    await together('gst', 'archived')
    const scope = await systemScope(workshop.organisationId, 'test')
    assert.isNull(await scope.contract('gst.calculator@1'))
    assert.exists(await scope.need('gst.calculator@1'), 'invoices are read with it')
  })
})
