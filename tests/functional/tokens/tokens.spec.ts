import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { ModuleRegistry } from '@karkhana/kernel'
import type { ListPage } from '@karkhana/kernel/pages'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { createServiceAccount } from '../../../app/tokens/service_accounts.ts'
import type { TokenRow } from '../../../app/tokens/tokens_list.ts'
import type { ServiceAccountView } from '../../../app/tokens/service_accounts_list.ts'
import { pageProps } from '../../helpers/page_props.ts'
import { scopeOfToken } from '../../../app/tokens/open_token.ts'
import { createToken, revokeToken } from '../../../app/tokens/tokens.ts'

interface Page {
  list: ListPage<TokenRow>
  newToken: { name: string; value: string } | null
}

const registry = () => app.container.make(ModuleRegistry)
const use = { ip: '203.0.113.7' }

async function make(workshop: Workshop, abilities: string[], days = 30) {
  return createToken(await workshop.scope(), await registry(), { name: 'Tally', days, abilities })
}

test.group('API tokens', () => {
  test('are kept as a hash, note when and from where they were used, and at most once a minute', async ({
    assert,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const { id, value } = await make(workshop, ['*'])
    const stored = await db.from('api_tokens').where('id', id).first()
    assert.notInclude(JSON.stringify(stored), value.split('.')[1])
    assert.isNull(stored.last_used_at)
    const ask = () =>
      client
        .get('/api/v1/settings/organisation')
        .bearerToken(value)
        .header('x-forwarded-for', '203.0.113.7')
    ;(await ask()).assertStatus(200)
    const used = await db.from('api_tokens').where('id', id).first()
    assert.equal(used.last_used_ip, '203.0.113.7')
    ;(await ask()).assertStatus(200)
    const again = await db.from('api_tokens').where('id', id).first()
    assert.deepEqual(again.last_used_at, used.last_used_at)
  })

  test('do what they were given and nothing else', async ({ client }) => {
    const workshop = await makeWorkshop()
    const { value } = await make(workshop, ['tickets.ticket.view'])
    ;(await client.get('/api/v1/tickets').bearerToken(value)).assertStatus(200)
    ;(await client.get('/api/v1/contacts').bearerToken(value)).assertStatus(403)
    ;(await client.post('/api/v1/tickets').bearerToken(value).json({})).assertStatus(403)
  })

  test('can never do more than their member may now', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const { membership } = await workshop.member('admin')
    const { value } = await createToken(await workshop.scope('admin'), await registry(), {
      name: 'Tally',
      days: 1,
      abilities: ['kernel.member.manage', 'tickets.ticket.view'],
    })
    assert.sameMembers(
      [...(await scopeOfToken(value, use))!.permissions],
      ['kernel.member.manage', 'tickets.ticket.view']
    )
    await db.from('memberships').where('id', membership.id).update({ role: 'technician' })
    assert.deepEqual([...(await scopeOfToken(value, use))!.permissions], ['tickets.ticket.view'])
    await db.from('memberships').where('id', membership.id).update({ active: false })
    assert.isNull(await scopeOfToken(value, use))
  })

  test('cannot be given what their maker may not do', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope('admin')
    const held = scope.with({
      permissions: new Set(['kernel.token.manage', 'tickets.ticket.view']),
    })
    const attempt = (abilities: string[]) =>
      registry().then((all) => createToken(held, all, { name: 'Tally', days: 1, abilities }))
    const above = 'A token cannot do what you may not do.'
    await assert.rejects(() => attempt(['tickets.ticket.view', 'kernel.member.manage']), above)
    await assert.rejects(() => attempt(['no.such.permission']), above)
    await assert.rejects(() => attempt([]), 'Choose what the token may do.')
    await assert.rejects(
      () => attempt(['*', 'tickets.ticket.view']),
      'Everything includes the rest.'
    )
  })

  test('need the permission to be made, and an end within a year', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const manager = await workshop.scope('manager')
    const input = { name: 'Tally', abilities: ['*'] }
    await assert.rejects(
      async () => createToken(manager, await registry(), { ...input, days: 1 }),
      'Your role does not allow this.'
    )
    for (const days of [0, -1, 367, 1.5, Number.NaN]) {
      await assert.rejects(
        () => make(workshop, ['*'], days),
        'A token is valid for a day to a year.'
      )
    }
  })

  test('are refused once they have run out or were revoked, and keep their names', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const [old, gone] = [await make(workshop, ['*']), await make(workshop, ['*'])]
    assert.isNotNull(await scopeOfToken(old.value, use))
    await db.from('api_tokens').where('id', old.id).update({ expires_at: new Date() })
    assert.isNull(await scopeOfToken(old.value, use))
    await revokeToken(await workshop.scope(), gone.id)
    assert.isNull(await scopeOfToken(gone.value, use))
    await assert.rejects(
      async () => revokeToken(await workshop.scope(), gone.id),
      'This token does not exist.'
    )
    const row = await db.from('api_tokens').where('id', gone.id).first()
    assert.equal(row.name, 'Tally')
    const events = await db
      .from('security_events')
      .where('organisation_id', workshop.organisationId)
      .whereIn('kind', ['token.created', 'token.revoked'])
      .orderBy('at')
    assert.deepEqual(
      events.map(({ kind, details }) => [kind, details.token]),
      [
        ['token.created', 'Tally'],
        ['token.created', 'Tally'],
        ['token.revoked', 'Tally'],
      ]
    )
    assert.notInclude(JSON.stringify(events), old.value)
  })

  test('of another organisation can be neither seen nor revoked', async ({ assert, client }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const token = await make(other, ['*'])
    const user = await mine.user()
    const gone = await client
      .delete(`/settings/tokens/${token.id}`)
      .loginAs(user)
      .withCsrfToken()
      .header('accept', 'application/json')
    gone.assertStatus(404)
    assert.isNotNull(await scopeOfToken(token.value, use))
    const page = await client.get('/settings/tokens').loginAs(user)
    page.assertStatus(200)
    assert.notInclude(page.text(), 'Tally')
  })
})

test.group('The page of tokens', () => {
  test('shows the value of a new token once, and the session never holds it in clear', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const user = await workshop.user()
    const made = await client
      .post('/settings/tokens')
      .loginAs(user)
      .withCsrfToken()
      .redirects(0)
      .json({ name: 'Tally export', days: 90, abilities: ['tickets.ticket.view'] })
    made.assertStatus(303)
    const sealed = String(made.flashMessage('newToken'))
    assert.isNotEmpty(sealed)
    assert.notInclude(JSON.stringify(made.flashMessages()), 'krk_')
    assert.notInclude(made.text(), 'krk_')

    const shown = await client
      .get('/settings/tokens')
      .loginAs(user)
      .withFlashMessages({ newToken: sealed })
    const { newToken, list } = pageProps<Page>(shown)
    assert.equal(newToken!.name, 'Tally export')
    assert.isNotNull(await scopeOfToken(newToken!.value, use))
    assert.equal(list.rows[0].status, 'active')
    assert.deepEqual(list.rows[0].abilities, ['tickets.ticket.view'])
    const again = await client.get('/settings/tokens').loginAs(user)
    assert.isNull(pageProps<Page>(again).newToken)
    assert.notInclude(again.text(), 'krk_')
  })

  test('lists them page by page, tells expired ones, and revoked ones apart', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const user = await workshop.user()
    const made = []
    for (let n = 0; n < 5; n++) made.push(await make(workshop, ['*']))
    await db.from('api_tokens').where('id', made[0].id).update({ expires_at: new Date() })
    await revokeToken(await workshop.scope(), made[1].id)
    const page = async (query: string) =>
      pageProps<Page>(await client.get(`/settings/tokens?${query}`).loginAs(user)).list
    const first = await page('limit=3')
    assert.deepEqual(
      first.rows.map((row) => row.id),
      [made[4].id, made[3].id, made[2].id]
    )
    const second = await page(`limit=3&cursor=${first.nextCursor}`)
    assert.deepEqual(
      second.rows.map((row) => row.status),
      ['revoked', 'expired']
    )
    assert.isNull(second.nextCursor)
    const live = await page('status=active')
    assert.lengthOf(live.rows, 3)
  })
})

test.group('Service accounts', () => {
  test('work through tokens by their role and branches, under their own name', async ({
    assert,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const account = await createServiceAccount(scope, await registry(), {
      name: 'Website booking',
      role: 'manager',
      branchIds: [scope.branch.id],
    })
    const { id, value } = await createToken(scope, await registry(), {
      name: 'booking form',
      days: 30,
      abilities: ['*'],
      accountId: account.id,
    })
    const opened = (await scopeOfToken(value, use))!
    assert.equal(opened.role, 'manager')
    assert.deepEqual(opened.branchIds, [scope.branch.id])
    const contact = await client
      .post('/api/v1/contacts')
      .bearerToken(value)
      .json({ kind: 'customer', name: 'Ravi Deshpande', phone: '+919822054321' })
    contact.assertStatus(201)
    const [noted] = await scope.read((unit) =>
      unit.rows(
        `select actor_kind, actor_id from audit_log where table_name = 'contacts_contacts' and row_id = ?`,
        [contact.body().data.id]
      )
    )
    assert.deepEqual(noted, { actor_kind: 'token', actor_id: String(id) })
  })

  test('are given no more than their maker has, nor are tokens of mightier ones', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const all = await registry()
    const owner = await workshop.scope()
    const admin = await createServiceAccount(owner, all, {
      name: 'Robot admin',
      role: 'admin',
      branchIds: [],
    })
    const member = await workshop.member('manager')
    await db
      .from('memberships')
      .where('id', member.membership.id)
      .update({ grants: '{kernel.token.manage}' })
    const manager = await workshop.scope('manager')
    const giving = await manager.with({
      authority: { ...manager.authority!, grants: ['kernel.token.manage'] },
    })
    const beyond = /^You cannot give what you may not do/
    await assert.rejects(
      () => createServiceAccount(giving, all, { name: 'Mine', role: 'admin', branchIds: [] }),
      beyond
    )
    await assert.rejects(
      () =>
        createToken(giving, all, { name: 'x1', days: 1, abilities: ['*'], accountId: admin.id }),
      beyond
    )
    await assert.rejects(
      () => createServiceAccount(owner, all, { name: 'Mine', role: 'owner', branchIds: [] }),
      'A program cannot own the organisation.'
    )
    const own = await createServiceAccount(giving, all, {
      name: 'Mine',
      role: 'manager',
      branchIds: [],
    })
    assert.equal(own.kind, 'service')
  })

  test('are made, changed and switched off on their page', async ({ client, assert }) => {
    const [workshop, other] = [await makeWorkshop(), await makeWorkshop()]
    const user = await workshop.user()
    const send = (method: 'POST' | 'PUT', path: string, body: object, reader = user) =>
      client
        .request(path, method)
        .loginAs(reader)
        .withCsrfToken()
        .header('accept', 'application/json')
        .json(body)
    const made = await send('POST', '/settings/tokens/accounts', {
      name: 'Website booking',
      role: 'technician',
      branchIds: [],
    })
    const list = async () =>
      pageProps<{ list: ListPage<ServiceAccountView> }>(
        await client.get('/settings/tokens/accounts').loginAs(user)
      ).list.rows
    const [account] = await list()
    assert.include(account, {
      name: 'Website booking',
      role: 'Technician',
      active: true,
      tokens: 0,
    })
    assert.oneOf(made.status(), [200, 201, 303])

    const twice = await send('POST', '/settings/tokens/accounts', {
      name: 'website BOOKING',
      role: 'technician',
      branchIds: [],
    })
    twice.assertStatus(422)
    assert.equal(twice.body().errors[0].field, 'name')

    const path = `/settings/tokens/accounts/${account.id}`
    const change = { name: 'Booking form', role: 'manager', branchIds: [] }
    ;(await send('PUT', path, change, await other.user())).assertStatus(404)
    ;(await send('POST', `${path}/switch`, { active: false }, await other.user())).assertStatus(404)
    await send('PUT', path, change)
    assert.include((await list())[0], { name: 'Booking form', role: 'Manager' })

    const token = await createToken(await workshop.scope(), await registry(), {
      name: 'form',
      days: 1,
      abilities: ['*'],
      accountId: account.id,
    })
    assert.isNotNull(await scopeOfToken(token.value, use))
    await send('POST', `${path}/switch`, { active: false })
    assert.isNull(await scopeOfToken(token.value, use))
    await send('POST', `${path}/switch`, { active: true })
    assert.isNotNull(await scopeOfToken(token.value, use))
  })
})
