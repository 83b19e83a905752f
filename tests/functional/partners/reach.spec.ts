import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { ModuleRegistry } from '@karkhana/kernel'
import { makeWorkshop, registeredRoutes, type RegisteredRoute } from '@karkhana/kernel/testing'
import type { ApiClient } from '@japa/api-client'
import type User from '../../../app/identity/models/user.ts'
import { pageProps } from '../../helpers/page_props.ts'
import { makePartner } from '../../helpers/partner.ts'

const partnerRoutes = () => registeredRoutes.filter(({ audience }) => audience === 'partner')
const label = (route: RegisteredRoute) => `${route.method} ${route.pattern}`
const MISSING = '01890000-0000-7000-8000-000000000000'

async function ask(client: ApiClient, route: RegisteredRoute, path: string, user: User | null) {
  let request = client
    .request(path, route.method)
    .header('accept', 'application/json')
    .redirects(0)
    .withCsrfToken()
  if (user) request = request.loginAs(user)
  return route.method === 'GET' ? request : request.json({})
}

/** Ids of what a partner has, by the beginning of the address. */
async function recordsOf(partnerId: string): Promise<Record<string, string>> {
  const first = async (table: string) =>
    ((await db.from(table).where('partner_id', partnerId).first()) as { id: string }).id
  return {
    '/partner/organisations': await first('organisations'),
    '/partner/plans': await first('plans'),
    '/partner/members': await first('partner_members'),
  }
}

const fill = (route: RegisteredRoute, records: Record<string, string>) => {
  const beginning = Object.keys(records).find((path) => route.pattern.startsWith(`${path}/:id`))
  return route.pattern
    .replace(':id', beginning ? records[beginning] : MISSING)
    .replace(':module', 'jobcards')
}

/** Everything of one partner that somebody else could have changed. */
async function digest(partnerId: string): Promise<string> {
  const { rows } = await db.rawQuery(
    `select md5(string_agg(line, '|' order by line)) as digest from (
       select o::text as line from organisations o where o.partner_id = ?
       union all select p::text from plans p where p.partner_id = ?
       union all select m::text from partner_members m where m.partner_id = ?
       union all select s::text from organisation_modules s
         join organisations o on o.id = s.organisation_id where o.partner_id = ?
       union all select e::text from security_events e where e.partner_id = ?) lines`,
    Array(5).fill(partnerId)
  )
  return (rows as { digest: string }[])[0].digest
}

test.group('Partner routes', () => {
  test('answer 404 for every record of another partner, before anything else, and change nothing', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makePartner(), await makePartner()]
    await other.workshop()
    await other.plan()
    await other.user()
    const records = await recordsOf(other.id)
    const before = await digest(other.id)
    const routes = partnerRoutes().filter(({ pattern }) => pattern.includes('/:id'))
    assert.isAbove(routes.length, 15)
    for (const route of routes) {
      const response = await ask(client, route, fill(route, records), await mine.user())
      assert.equal(response.status(), 404, `${label(route)}: ${response.text()}`)
    }
    assert.equal(await digest(other.id), before)
  }).timeout(60_000)

  test('answer 404 for an id that is none', async ({ client, assert }) => {
    const partner = await makePartner()
    const routes = partnerRoutes().filter(({ pattern }) => pattern.includes('/:id'))
    for (const route of routes) {
      for (const id of [MISSING, 'not-an-id', '%00', "1'or'1"]) {
        const path = route.pattern.replace(':id', id).replace(':module', 'jobcards')
        const response = await ask(client, route, path, await partner.user())
        assert.include([400, 404], response.status(), `${label(route)} with ${id}`)
      }
    }
  }).timeout(60_000)

  test('do not exist for the owner of an organisation, and ask strangers to sign in', async ({
    client,
    assert,
  }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    await partner.plan()
    await partner.user()
    const records = await recordsOf(partner.id)
    for (const route of partnerRoutes()) {
      const path = fill(route, records)
      const owner = await ask(client, route, path, await workshop.user())
      assert.equal(owner.status(), 404, label(route))
      const stranger = await ask(client, route, path, null)
      assert.equal(stranger.status(), 401, label(route))
    }
  }).timeout(60_000)

  test('that write are refused to support, and change nothing', async ({ client, assert }) => {
    const partner = await makePartner()
    await partner.workshop()
    await partner.plan()
    const support = await partner.user('support')
    const records = await recordsOf(partner.id)
    const before = await digest(partner.id)
    const manage = partnerRoutes().filter(({ permission }) => permission === 'partner.manage')
    assert.isAbove(manage.length, 10)
    for (const route of manage) {
      const response = await ask(client, route, fill(route, records), support)
      assert.equal(response.status(), 403, `${label(route)}: ${response.text()}`)
    }
    assert.equal(await digest(partner.id), before)
  }).timeout(60_000)

  test('show support everything there is to see', async ({ client, assert }) => {
    const partner = await makePartner()
    await partner.workshop()
    const plan = await partner.plan()
    const support = await partner.user('support')
    const records = await recordsOf(partner.id)
    const pages = partnerRoutes().filter(
      ({ method, permission }) => method === 'GET' && permission === 'partner.view'
    )
    for (const route of pages) {
      const query = route.pattern.includes('/plan') ? `?to=entitled&planId=${plan.id}` : ''
      const response = await ask(client, route, `${fill(route, records)}${query}`, support)
      assert.include([200, 303], response.status(), `${label(route)}: ${response.text()}`)
    }
  }).timeout(60_000)

  test('never hide from the shell who reads, for which partner, in which colours', async ({
    client,
    assert,
  }) => {
    const partner = await makePartner()
    await partner.workshop()
    await partner.plan()
    const manager = await partner.user()
    const records = await recordsOf(partner.id)
    const pages = partnerRoutes().filter(
      ({ method, pattern }) => method === 'GET' && !/\/plan$|^\/partner$/.test(pattern)
    )
    for (const route of pages) {
      const response = await client.get(fill(route, records)).loginAs(manager)
      const { shared } = pageProps<{ shared: object }>(response)
      assert.containsSubset(
        shared,
        {
          partner: { id: partner.id, role: 'manager' },
          organisation: null,
          organisations: [],
          brand: { accent: null, accentStrong: null, logo: null },
        },
        label(route)
      )
    }
  }).timeout(60_000)

  test('end with the person’s work for the partner, at the next click', async ({ client }) => {
    const partner = await makePartner()
    const support = await partner.user('support')
    ;(await client.get('/partner/organisations').loginAs(support)).assertStatus(200)
    await db.from('partner_members').where('user_id', support.id).update({ active: false })
    const response = await client.get('/partner/organisations').loginAs(support)
    response.assertStatus(404)
  })
})

test.group('Services of partners', () => {
  test('check the permission themselves, also past the routes', async ({ assert }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    const support = await partner.scope('support')
    const registry = await app.container.make(ModuleRegistry)
    const { changeModule } = await import('../../../app/partners/services/entitlements.ts')
    const { suspend } = await import('../../../app/partners/services/suspension.ts')
    const { addMember } = await import('../../../app/partners/services/members.ts')
    const id = workshop.organisationId
    const tries = [
      () => changeModule(support, registry, id, 'jobcards', { to: 'paused', shown: [] }),
      () => suspend(support, id, { reason: 'none', confirmation: 'Volt & Wheel' }),
      () => addMember(support, { name: 'X Y', email: 'x@example.com', role: 'manager' }),
    ]
    for (const attempt of tries) {
      await assert.rejects(attempt, 'Your role at the partner does not allow this.')
    }
    const other = await makeWorkshop()
    const manager = await partner.scope()
    await assert.rejects(
      () =>
        suspend(manager, other.organisationId, { reason: 'none', confirmation: 'Volt & Wheel' }),
      'This organisation does not exist.'
    )
  })
})
