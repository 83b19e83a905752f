import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { ModuleRegistry, settingsOf, systemScope } from '@karkhana/kernel'
import { defineSettings, permission } from '@karkhana/kernel/module'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { switchModule } from '../../../app/modules/switching.ts'
import { changeSettings } from '../../../app/module_settings/settings.ts'
import { lend } from '../../helpers/borrowed_manifest.ts'
import { runAce } from '../../helpers/ace.ts'
import { pageProps } from '../../helpers/page_props.ts'

const SETTINGS = defineSettings({
  view: 'vehicles.settings.view',
  change: 'vehicles.settings.manage',
  fields: [
    {
      key: 'reminder_days',
      label: 'Remind before service',
      kind: 'integer',
      scope: 'organisation',
      default: 7,
      min: 1,
      max: 60,
      required: true,
    },
    {
      key: 'fee',
      label: 'Inspection fee',
      kind: 'money',
      scope: 'organisation',
      default: 250_00,
      min: 0,
    },
    { key: 'share', label: 'Share', kind: 'number', scope: 'organisation', default: '12.5' },
    {
      key: 'mode',
      label: 'Mode',
      kind: 'choice',
      scope: 'organisation',
      default: 'strict',
      options: [
        { value: 'strict', label: 'Strict' },
        { value: 'easy', label: 'Easy going' },
      ],
    },
    { key: 'compact', label: 'Short lists', kind: 'switch', scope: 'user', default: false },
    {
      key: 'registry_url',
      label: 'Address of the registry',
      kind: 'url',
      scope: 'deployment',
      default: 'https://registry.example',
    },
  ],
})

const PAGE = '/settings/modules/vehicles/settings'
const API = `/api/v1${PAGE}`
const registry = () => app.container.make(ModuleRegistry)

/** What holds now, read afresh. */
const valuesAt = async (workshop: Workshop) => settingsOf(await workshop.scope(), SETTINGS)

async function switchTo(workshop: Workshop, state: 'enabled' | 'paused' | 'archived') {
  const scope = await systemScope(workshop.organisationId, 'test')
  await scope.work((unit) =>
    unit.rows(
      `update organisation_modules set state = ? where organisation_id = ? and module_id = 'vehicles'`,
      [state, workshop.organisationId]
    )
  )
}

test.group('Settings of modules', (group) => {
  group.setup(async () => {
    const { manifest } = (await registry()).get('vehicles')!
    return lend('vehicles', {
      settings: SETTINGS,
      permissions: [
        ...manifest.permissions,
        permission('vehicles.settings.view', 'See the settings of vehicles', ['manager']),
        permission('vehicles.settings.manage', 'Change the settings of vehicles'),
      ],
    })
  })

  test('hold as declared until somebody chooses, each organisation for itself', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const { reminder_days: days, fee, share, mode, compact } = await valuesAt(mine)
    assert.deepEqual([days, fee, share, mode, compact], [7, 250_00, '12.5', 'strict', false])

    const saved = await client
      .patch(API)
      .bearerToken(await mine.token())
      .json({ values: { reminder_days: 14, fee: 0, share: '7.50' }, version: 0 })
    saved.assertStatus(200)
    assert.deepInclude(saved.body().data.values, {
      reminder_days: 14,
      fee: 0,
      share: '7.5',
      mode: 'strict',
    })
    assert.deepInclude(await valuesAt(mine), { reminder_days: 14, fee: 0, share: '7.5' })
    assert.deepInclude(await valuesAt(other), { reminder_days: 7, fee: 250_00, share: '12.5' })
    assert.deepEqual(await settingsOf(await mine.scope(), 'vehicles'), await valuesAt(mine))
  })

  test('keep only what differs, so that a later default of the module holds', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    await changeSettings(scope, 'vehicles', 'organisation', {
      values: { reminder_days: 14, mode: 'easy' },
    })
    await changeSettings(scope, 'vehicles', 'organisation', { values: { reminder_days: 7 } })
    const [row] = await scope.read((unit) =>
      unit.rows<{ chosen: object }>(
        `select chosen from module_settings where module_id = 'vehicles'`
      )
    )
    assert.deepEqual(row.chosen, { mode: 'easy' })
    const later = defineSettings({
      ...SETTINGS,
      fields: SETTINGS.fields.map((field) =>
        field.key === 'reminder_days' ? { ...field, default: 10 as never } : field
      ) as never,
    })
    const giveBack = await lend('vehicles', { settings: later })
    assert.deepInclude(await settingsOf(await workshop.scope(), 'vehicles'), {
      reminder_days: 10,
      mode: 'easy',
    })
    giveBack()
  })

  test('leave what was chosen alone while a field is gone, or no longer fits', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    await changeSettings(await workshop.scope(), 'vehicles', 'organisation', {
      values: { mode: 'easy', fee: 99_00 },
    })
    const [days, fee] = SETTINGS.fields
    const giveBack = await lend('vehicles', {
      settings: { ...SETTINGS, fields: [days, { ...fee, max: 50_00, default: 10_00 }] },
    })
    try {
      assert.deepEqual(await settingsOf(await workshop.scope(), 'vehicles'), {
        reminder_days: 7,
        fee: 10_00,
      })
      await changeSettings(await workshop.scope(), 'vehicles', 'organisation', {
        values: { reminder_days: 3 },
      })
    } finally {
      giveBack()
    }
    assert.deepInclude(await valuesAt(workshop), { reminder_days: 3, mode: 'easy', fee: 99_00 })
  })

  test('tell who came second when two people save at once', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const [one, two] = [await workshop.scope(), await workshop.scope('admin')]
    const outcomes = await Promise.allSettled([
      changeSettings(one, 'vehicles', 'organisation', {
        values: { reminder_days: 14 },
        version: 0,
      }),
      changeSettings(two, 'vehicles', 'organisation', {
        values: { reminder_days: 21 },
        version: 0,
      }),
    ])
    const [lost, ...none] = outcomes.filter((outcome) => outcome.status === 'rejected')
    assert.isEmpty(none)
    assert.equal(lost.reason.code, 'E_VERSION_CONFLICT')
    const late = await client
      .patch(API)
      .bearerToken(await workshop.token())
      .json({ values: { fee: 0 }, version: 0 })
    late.assertStatus(409)
    assert.equal(late.body().meta.current.version, 1)
  })

  test('name the field of a wrong value and the settings that there are', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const patch = async (values: object) => {
      const answer = await client
        .patch(API)
        .bearerToken(await workshop.token())
        .json({ values })
      answer.assertStatus(422)
      return answer.body().errors[0] as { field: string; message: string }
    }
    const high = await patch({ reminder_days: 61 })
    assert.equal(high.field, 'values.reminder_days')
    assert.match(high.message, /60 or less/)
    assert.equal((await patch({ reminder_days: null })).field, 'values.reminder_days')
    const unknown = await patch({ remnder_days: 3 })
    assert.equal(unknown.field, 'values.remnder_days')
    assert.match(unknown.message, /reminder_days, fee, share, mode/)
    assert.equal(
      (await patch({ registry_url: 'https://evil.example' })).field,
      'values.registry_url'
    )
    assert.equal((await patch({ compact: true })).field, 'values.compact')
  })

  test('are seen and changed by those whom the module names', async ({ client }) => {
    const workshop = await makeWorkshop()
    const ask = async (role: 'manager' | 'technician') =>
      client.get(API).bearerToken(await workshop.token(role))
    ;(await ask('technician')).assertStatus(403)
    const seen = await ask('manager')
    seen.assertStatus(200)
    const change = await client
      .patch(API)
      .bearerToken(await workshop.token('manager'))
      .json({ values: { fee: 0 } })
    change.assertStatus(403)
  })

  test('are off with the module for one organisation, and can only be read of an archived one', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const user = await mine.user()
    const linkOf = async () => {
      const page = await client.get('/settings/modules').loginAs(user)
      const { modules } = pageProps<{ modules: { id: string; settingsHref: string | null }[] }>(
        page
      )
      return modules.find(({ id }) => id === 'vehicles')!.settingsHref
    }
    const menuOf = async () => {
      const page = await client.get('/settings').loginAs(user)
      return pageProps<{ menu: { href: string }[] }>(page).menu.map(({ href }) => href)
    }
    assert.include(await menuOf(), PAGE)
    assert.equal(await linkOf(), PAGE)
    await changeSettings(await mine.scope(), 'vehicles', 'organisation', { values: { fee: 5_00 } })

    await switchTo(mine, 'paused')
    assert.notInclude(await menuOf(), PAGE)
    assert.isNull(await linkOf())
    ;(await client.get(PAGE).loginAs(user)).assertStatus(404)
    ;(
      await client
        .patch(API)
        .bearerToken(await mine.token())
        .json({ values: { fee: 1 } })
    ).assertStatus(404)
    await assert.rejects(
      async () => settingsOf(await mine.scope(), SETTINGS),
      'This page does not exist.'
    )
    assert.equal((await valuesAt(other)).fee, 250_00)

    await switchTo(mine, 'archived')
    const read = await client.get(API).bearerToken(await mine.token())
    read.assertStatus(200)
    assert.equal(read.body().data.values.fee, 5_00)
    assert.match(read.body().data.locked, /archived/)
    assert.equal(await linkOf(), PAGE, 'also of an archived module')
    const refused = await client
      .patch(API)
      .bearerToken(await mine.token())
      .json({ values: { fee: 1 } })
    assert.isAbove(refused.status(), 399)

    await switchTo(mine, 'enabled')
    assert.equal((await valuesAt(mine)).fee, 5_00)
  })

  test('are each person’s own where the module says so', async ({ client, assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const saved = await client
      .patch('/api/v1/preferences/vehicles')
      .bearerToken(await mine.token('technician'))
      .json({ values: { compact: true } })
    saved.assertStatus(200)
    assert.isTrue((await settingsOf(await mine.scope('technician'), SETTINGS)).compact)
    assert.isFalse((await settingsOf(await mine.scope('manager'), SETTINGS)).compact)
    assert.isFalse((await settingsOf(await other.scope('technician'), SETTINGS)).compact)
    assert.isFalse(
      (await settingsOf(await systemScope(mine.organisationId, 'test'), SETTINGS)).compact
    )
    const page = await client
      .get('/preferences')

      .loginAs(await mine.user('technician'))
    const [vehicles] = pageProps<{ modules: { values: object; fields: { key: string }[] }[] }>(
      page
    ).modules
    assert.deepEqual(vehicles.values, { compact: true })
    assert.deepEqual(
      vehicles.fields.map(({ key }) => key),
      ['compact']
    )
    const foreign = await client
      .patch('/api/v1/preferences/vehicles')
      .bearerToken(await mine.token('technician'))
      .json({ values: { fee: 0 } })
    foreign.assertStatus(422)
  })

  test('are told by the audit trail with their labels, old and new', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    await changeSettings(scope, 'vehicles', 'organisation', { values: { fee: 99_00 } })
    await changeSettings(scope, 'vehicles', 'organisation', {
      values: { fee: 120_00, mode: 'easy' },
    })
    const trail = await client
      .get('/api/v1/settings/audit')
      .qs({ record: 'module_settings' })
      .bearerToken(await workshop.token())
    trail.assertStatus(200)
    const [second, first] = trail.body().data as {
      record: { title: string }
      changes: { label: string; before: string; after: string }[]
    }[]
    const told = ({ changes }: typeof first) =>
      changes.map(({ label, before, after }) => [label, before, after])
    assert.deepEqual(told(second), [
      ['Inspection fee', '₹99.00', '₹120.00'],
      ['Mode', 'Strict (default)', 'Easy going'],
    ])
    assert.deepInclude(told(first), ['Inspection fee', '₹250.00 (default)', '₹99.00'])
    assert.equal(first.record.title, 'Vehicles')
  })

  test('of the deployment are the administrator’s, by commands, for every organisation', async ({
    assert,
    cleanup,
  }) => {
    cleanup(() =>
      runAce('settings:set', ['registry_url', '--module=vehicles', '--reset']).then(() => {})
    )
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const set = (...args: string[]) =>
      runAce<{ error?: { code: string } }>('settings:set', [
        'registry_url',
        ...args,
        '--module=vehicles',
      ])
    assert.equal((await set('https://other.example', '--dry-run')).exitCode, 0)
    assert.equal((await valuesAt(mine)).registry_url, 'https://registry.example')
    assert.equal((await set('https://other.example')).exitCode, 0)
    assert.equal((await valuesAt(mine)).registry_url, 'https://other.example')
    assert.equal((await valuesAt(other)).registry_url, 'https://other.example')
    const wrong = await set('nowhere')
    assert.deepEqual([wrong.exitCode, wrong.json.error?.code], [1, 'E_VALIDATION_ERROR'])
    const got = await runAce<{ data: { value: string; default: string } }>('settings:get', [
      'registry_url',
      '--module=vehicles',
    ])
    assert.deepInclude(got.json.data, {
      value: 'https://other.example',
      default: 'https://registry.example',
    })
    const list = await runAce<{ data: { key: string }[] }>('settings:list', ['--module=vehicles'])
    assert.deepEqual(
      list.json.data.map(({ key }) => key),
      ['registry_url']
    )
    const none = await runAce<{ error: { code: string } }>('settings:get', [
      'reminder_days',
      '--module=vehicles',
    ])
    assert.deepEqual([none.exitCode, none.json.error.code], [1, 'E_NOT_FOUND'])
  })

  test('are read once per scope, and afresh after a change of its own', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const [scope, second] = [await workshop.scope(), await workshop.scope()]
    assert.strictEqual(await settingsOf(scope, SETTINGS), await settingsOf(scope, SETTINGS))
    await changeSettings(scope, 'vehicles', 'organisation', { values: { fee: 1_00 } })
    assert.equal((await settingsOf(scope, SETTINGS)).fee, 1_00)
    assert.equal((await settingsOf(second, SETTINGS)).fee, 1_00)
  })

  test('switch off and on again with all that was chosen', async ({ assert }) => {
    const workshop = await makeWorkshop()
    await changeSettings(await workshop.scope(), 'vehicles', 'organisation', {
      values: { fee: 42_00 },
    })
    const modules = await registry()
    for (const id of ['invoicing', 'jobcards', 'tickets', 'vehicles']) {
      await switchModule(await workshop.scope(), modules, id, 'paused')
    }
    await assert.rejects(async () => valuesAt(workshop))
    await switchModule(await workshop.scope(), modules, 'vehicles', 'enabled')
    assert.equal((await valuesAt(workshop)).fee, 42_00)
  })
})
