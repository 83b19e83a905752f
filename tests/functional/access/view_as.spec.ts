import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { ModuleRegistry } from '@karkhana/kernel'
import {
  makeWorkshop,
  registeredRoutes,
  type RegisteredRoute,
  type Workshop,
} from '@karkhana/kernel/testing'
import { narrowTo, viewedRole } from '../../../app/access/view_as.ts'
import { pageOf } from '../../../modules/contacts/tests/support/page_of.ts'
import { fillEverything, fillWorkshop } from '../../helpers/fill_workshop.ts'

const MISSING = '01890000-0000-7000-8000-000000000000'
const label = (route: RegisteredRoute) => `${route.method} ${route.pattern}`

/** A request of the owner, who has taken the view of a role. */
async function viewing(
  client: ApiClient,
  workshop: Workshop,
  route: [string, string],
  role = 'owner'
) {
  const [method, path] = route
  const request = client
    .request(path, method)
    .header('accept', 'application/json')
    .redirects(0)
    .loginAs(await workshop.user('owner'))
    .withSession({ view_as: { organisationId: workshop.organisationId, role } })
  return method === 'GET' ? request : request.withCsrfToken().json({})
}

test.group('The view of another role', () => {
  test('shows what both the reader and the role may do, and never more', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const registry = await app.container.make(ModuleRegistry)
    const strong = await workshop.role({ base: 'owner' })
    for (const reader of ['owner', 'admin', 'manager', 'accountant', 'technician'] as const) {
      const own = await workshop.scope(reader)
      for (const role of ['owner', 'admin', 'manager', 'accountant', 'technician', strong]) {
        const viewed = await viewedRole(own, role)
        const scope = narrowTo(own, registry, viewed)
        const theirs = registry.permissionsOf(viewed.authority, own.modules)
        for (const id of scope.permissions) {
          assert.isTrue(own.can(id) && theirs.has(id), `${reader} as ${role}: ${id}`)
        }
        for (const id of own.permissions) {
          if (theirs.has(id)) assert.isTrue(scope.can(id), `${reader} as ${role} keeps ${id}`)
        }
        assert.equal(scope.readOnly, 'view_as')
        assert.equal(scope.actor.memberId, own.actor.memberId)
      }
    }
  })

  test('lets an admin see the pages of a technician, with a way back', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const admin = await workshop.user('admin')
    const begin = await client
      .post('/settings/roles/view-as')
      .redirects(0)
      .loginAs(admin)
      .withCsrfToken()
      .json({ role: 'technician' })
    begin.assertStatus(303)
    begin.assertSession('view_as', { organisationId: workshop.organisationId, role: 'technician' })

    const view = { view_as: { organisationId: workshop.organisationId, role: 'technician' } }
    const page = await client.get('/').loginAs(admin).withSession(view)
    const { shared: props } = pageOf(page).props
    assert.equal(props.readOnly, 'view_as')
    assert.equal(props.roleName, 'Technician')
    assert.notInclude(
      props.menu.map(({ id }: { id: string }) => id),
      'invoicing.invoices'
    )
    ;(await client.get('/invoicing').loginAs(admin).withSession(view)).assertStatus(403)
    ;(await client.get('/tickets').loginAs(admin).withSession(view)).assertStatus(200)

    const leave = await client
      .post('/account/view-as/leave')
      .redirects(0)
      .loginAs(admin)
      .withSession(view)
      .withCsrfToken()
    leave.assertStatus(303)
    leave.assertSessionMissing('view_as')
    const events = await db
      .from('security_events')
      .where({ organisation_id: workshop.organisationId, user_id: admin.id })
      .whereLike('kind', 'view_as.%')
      .orderBy('at')
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['view_as.begun', 'view_as.ended']
    )
  })

  test('shows own records only, as a technician would: those of the admin’s own membership', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    await fillWorkshop(workshop)
    const registry = await app.container.make(ModuleRegistry)
    const own = await workshop.scope('admin')
    const scope = narrowTo(own, registry, await viewedRole(own, 'technician'))
    const { listTickets } = await import('../../../modules/tickets/services/read_ticket.ts')
    const all = await listTickets(own, { filters: { status: 'all' } })
    assert.isAbove(all.rows.length, 0)
    assert.lengthOf((await listTickets(scope, { filters: { status: 'all' } })).rows, 0)
  })

  test('writes by no route, whatever the role may do', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    await fillEverything(workshop, 3)
    const before = await digest(workshop)
    const writing = registeredRoutes.filter(
      ({ surface, audience, method }) =>
        surface === 'web' && audience !== 'partner' && method !== 'GET'
    )
    assert.isAbove(writing.length, 30)
    for (const route of writing.filter(({ whileReadOnly }) => !whileReadOnly)) {
      const path = route.pattern.replace(/:\w+/g, MISSING)
      const response = await viewing(client, workshop, [route.method, path])
      assert.equal(response.status(), 403, label(route))
      assert.equal(response.body().code, 'E_READ_ONLY', label(route))
    }
    const reading = registeredRoutes.filter(
      ({ surface, audience, method, pattern }) =>
        surface === 'web' && audience === 'member' && method === 'GET' && !/:|export$/.test(pattern)
    )
    for (const route of reading) {
      const response = await viewing(client, workshop, ['GET', route.pattern])
      assert.isBelow(response.status(), 500, label(route))
      assert.notEqual(response.status(), 403, `${label(route)} only reads`)
    }
    assert.deepEqual(await digest(workshop), before)
  }).timeout(180_000)

  test('ends with the right to it, and counts in its own organisation alone', async ({
    client,
  }) => {
    const [workshop, other] = [await makeWorkshop(), await makeWorkshop()]
    const manager = await workshop.user('manager')
    const view = (organisationId: string) => ({ view_as: { organisationId, role: 'technician' } })
    const lost = await client
      .get('/invoicing')
      .loginAs(manager)
      .withSession(view(workshop.organisationId))
    lost.assertStatus(200)
    lost.assertSessionMissing('view_as')
    const owner = await workshop.user('owner')
    const elsewhere = await client
      .get('/invoicing')
      .loginAs(owner)
      .withSession(view(other.organisationId))
    elsewhere.assertStatus(200)
    const begin = await client
      .post('/settings/roles/view-as')
      .loginAs(manager)
      .withCsrfToken()
      .header('accept', 'application/json')
      .json({ role: 'technician' })
    begin.assertStatus(403)
    const foreign = await client
      .post('/settings/roles/view-as')
      .loginAs(owner)
      .withCsrfToken()
      .header('accept', 'application/json')
      .json({ role: await other.role({ name: 'Theirs' }) })
    foreign.assertStatus(422)
  })
})

/** Every row of the organisation in a line per table. */
async function digest(workshop: Workshop): Promise<Record<string, string>> {
  const registry = await app.container.make(ModuleRegistry)
  const scope = await workshop.scope()
  const tables = [
    'branches',
    'roles',
    ...registry.manifests().flatMap((each) => Object.keys(each.tables)),
  ]
  return scope.read(async (unit) => {
    const entries = []
    for (const table of tables) {
      const [row] = await unit.rows<{ digest: string }>(
        `select md5(coalesce(string_agg(t::text, '|' order by t.id), '')) as digest from ${table} t`
      )
      entries.push([table, row.digest])
    }
    return Object.fromEntries(entries) as Record<string, string>
  })
}
