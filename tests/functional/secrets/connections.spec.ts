import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { randomBytes } from 'node:crypto'
import { ModuleRegistry } from '@karkhana/kernel'
import { makeWorkshop, registeredRoutes, type Workshop } from '@karkhana/kernel/testing'
import type { Connection } from '../../../app/secrets/connections.ts'
import { readSecret } from '../../../app/secrets/vault.ts'
import { pageProps } from '../../helpers/page_props.ts'
import { saidBy } from '../../helpers/said_by.ts'

const KEY = 'invoicing.razorpay_key_secret'
const path = (key: string) => `/settings/connections/${key}`
const secret = () => randomBytes(18).toString('hex')

test.group('The page of connections', () => {
  test('stores, replaces and removes keys, and tells who stored them and how they end', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const user = await workshop.user()
    const put = (value: string) =>
      client
        .put(path(KEY))
        .loginAs(user)
        .withCsrfToken()
        .header('accept', 'application/json')
        .json({ value })
    const shown = async () => {
      const page = await client.get('/settings/connections').loginAs(user)
      const { connections } = pageProps<{ connections: Connection[] }>(page)
      return connections
        .find(({ group }) => group === 'Razorpay')!
        .keys.find(({ key }) => key === KEY)!.stored
    }
    assert.isNull(await shown())
    const [first, second] = [secret(), secret()]
    await put(` ${first}\n`)
    assert.deepInclude(await shown(), { hint: first.slice(-4), by: user.name })
    assert.equal(await readSecret(await workshop.scope(), KEY), first, 'without the white space')
    await put(second)
    assert.deepInclude(await shown(), { hint: second.slice(-4) })
    assert.equal(await readSecret(await workshop.scope(), KEY), second)
    const removed = await client
      .delete(path(KEY))
      .loginAs(user)
      .withCsrfToken()
      .header('accept', 'application/json')
    assert.oneOf(removed.status(), [200, 303])
    assert.isNull(await shown())
    const events = await db
      .from('security_events')
      .where('organisation_id', workshop.organisationId)
      .whereIn('kind', ['secret.stored', 'secret.removed'])
      .orderBy('at')
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['secret.stored', 'secret.stored', 'secret.removed']
    )
    assert.deepEqual(events[0].details, { key: KEY, service: 'Razorpay', label: 'Key secret' })
  })

  test('refuses what cannot be the value without quoting it, and keys that nobody declared', async ({
    client,
    assert,
  }) => {
    const user = await (await makeWorkshop()).user()
    const put = (key: string, value: string) =>
      client
        .put(path(key))
        .loginAs(user)
        .withCsrfToken()
        .header('accept', 'application/json')
        .json({ value })
    const wrong = await put('invoicing.razorpay_key_id', 'sk_test_wrong_service_1')
    wrong.assertStatus(422)
    assert.equal(wrong.body().code, 'E_SECRET_SHAPE')
    assert.equal(wrong.body().errors[0].field, 'value')
    assert.notInclude(wrong.text(), 'sk_test_wrong_service_1')
    ;(await put(KEY, '   ')).assertStatus(422)
    ;(await put('invoicing.made_up', secret())).assertStatus(404)
  })

  test('is for those who may store keys, and not for programs', async ({ client }) => {
    const workshop = await makeWorkshop()
    for (const role of ['manager', 'accountant', 'technician'] as const) {
      const answer = await client
        .get('/settings/connections')
        .loginAs(await workshop.user(role))
        .header('accept', 'application/json')
      answer.assertStatus(403)
    }
    const program = await client
      .get('/api/v1/settings/connections')
      .bearerToken(await workshop.token())
    program.assertStatus(404)
  })

  test('knows the keys of enabled modules only, and every declared one has a check', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const registry = await app.container.make(ModuleRegistry)
    for (const { id, secrets } of registry.manifests()) {
      for (const { key, check, example } of secrets) {
        assert.match(key, new RegExp(`^${id}\\.`))
        assert.doesNotThrow(() => new RegExp(check ?? ''))
        assert.equal(Boolean(check), Boolean(example), key)
      }
    }
    const groups = async () => {
      const page = await client.get('/settings/connections').loginAs(await workshop.user())
      return pageProps<{ connections: Connection[] }>(page).connections.map(({ group }) => group)
    }
    assert.includeMembers(await groups(), ['Razorpay', 'E-invoice (IRP)', 'WhatsApp Business'])
    const off = { organisation_id: workshop.organisationId, module_id: 'invoicing' }
    await db.from('organisation_modules').where(off).update({ state: 'paused' })
    assert.notInclude(await groups(), 'Razorpay')
  })
})

test.group('A stored key', (group) => {
  let workshop: Workshop
  const values = { [KEY]: secret(), 'invoicing.razorpay_webhook_secret': secret() }
  const told = (text: string) => Object.values(values).some((value) => text.includes(value))

  group.setup(async () => {
    workshop = await makeWorkshop()
  })

  test('comes back in no answer to storing it, neither good nor bad', async ({
    client,
    assert,
  }) => {
    const user = await workshop.user()
    for (const [key, value] of Object.entries(values)) {
      for (const body of [{ value }, { value: `${value} ` }, { value: `${value}\u0000x y` }]) {
        for (const accept of ['application/json', 'text/html']) {
          const answer = await client
            .put(path(key))
            .loginAs(user)
            .withCsrfToken()
            .header('accept', accept)
            .redirects(0)
            .json(body)
          assert.isFalse(told(answer.text()), answer.text())
          assert.isFalse(told(JSON.stringify(answer.flashMessages())), 'flash')
          assert.isFalse(told(JSON.stringify(answer.session())), 'session')
        }
      }
      const forged = await client.put(path(key)).loginAs(user).redirects(0).json({ value })
      assert.isFalse(told(JSON.stringify(forged.session()) + forged.text()), 'without CSRF token')
      assert.equal(await readSecret(await workshop.scope(), key), value)
    }
  })

  test('stands in the answer of no route', async ({ client, assert }) => {
    const [user, token] = [await workshop.user(), await workshop.token()]
    const routes = registeredRoutes.filter(({ method, audience }) => {
      return method === 'GET' && audience === 'member'
    })
    assert.isAbove(routes.length, 20)
    for (const { surface, pattern } of routes) {
      const address = pattern.replace(/:\w+/g, KEY)
      const request = client.get(address)
      const answer = await (surface === 'web' ? request.loginAs(user) : request.bearerToken(token))
      assert.isFalse(told(saidBy(answer)), address)
    }
  }).timeout(120_000)

  test('stands in clear in no table, the audit trail included', async ({ assert }) => {
    const tables = await db
      .from('information_schema.tables')
      .where({ table_schema: 'public', table_type: 'BASE TABLE' })
      .select('table_name')
    assert.isAbove(tables.length, 30)
    const scope = await workshop.scope()
    await scope.read(async (unit) => {
      const [{ count }] = await unit.rows<{ count: number }>(
        `select count(*)::int as count from audit_log where table_name = 'organisation_secrets'`
      )
      assert.isAbove(count, 0, 'the trail says that it changed')
      const [{ sealed }] = await unit.rows<{ sealed: string }>(
        'select sealed from organisation_secrets where key = ?',
        [KEY]
      )
      for (const { table_name: table } of tables) {
        const readable = await unit.rows<{ may: boolean }>(
          `select has_table_privilege(?, 'select') as may`,
          [table]
        )
        if (!readable[0].may) continue
        for (const value of [...Object.values(values), sealed]) {
          if (value === sealed && table === 'organisation_secrets') continue
          const found = await unit.rows(
            `select 1 from ${table} t where position(? in t::text) > 0 limit 1`,
            [value]
          )
          assert.lengthOf(found, 0, table)
        }
      }
    })
  }).timeout(60_000)
})
