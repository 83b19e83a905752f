import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { makeWorkshop, registeredRoutes, type Workshop } from '@karkhana/kernel/testing'

/** Fields that no form has, under each spelling a mapper might take. */
function smuggled(victim: Workshop, victimUser: string) {
  const organisation = victim.organisationId
  return {
    id: organisation,
    organisation_id: organisation,
    organisationId: organisation,
    organization_id: organisation,
    user_id: victimUser,
    userId: victimUser,
    role: 'owner',
    roleId: null,
    role_id: null,
    base: 'owner',
    grants: ['kernel.module.switch', 'kernel.member.manage'],
    permissions: ['*'],
    abilities: ['*'],
    branchIds: [],
    branch_ids: [],
    active: true,
    entitled: true,
    partnerId: organisation,
    partner_id: organisation,
    emailVerifiedAt: '2020-01-01T00:00:00Z',
    email_verified_at: '2020-01-01T00:00:00Z',
    twoFactorConfirmedAt: '2020-01-01T00:00:00Z',
    two_factor_confirmed_at: '2020-01-01T00:00:00Z',
    password: 'correct horse battery staple 9',
    disabledAt: null,
    suspendedAt: null,
  }
}

/** Everything that says who may do what where. */
async function authority() {
  const tables = {
    memberships:
      'select id, organisation_id, user_id, role, role_id, active, grants, branch_ids from memberships order by id',
    users:
      'select id, email, password, email_verified_at, two_factor_confirmed_at, disabled_at from users order by id',
    organisations: 'select id, partner_id, plan_id, suspended_at from organisations order by id',
    modules:
      'select organisation_id, module_id, entitled from organisation_modules order by organisation_id, module_id',
    partners: 'select partner_id, user_id, role, active from partner_members order by id',
  }
  const entries = await Promise.all(
    Object.entries(tables).map(async ([name, sql]) => [name, (await db.rawQuery(sql)).rows])
  )
  return Object.fromEntries(entries) as Record<string, unknown>
}

test.group('Fields that are no part of a form', () => {
  test('give a manager nothing, whichever address they are sent to', async ({ client, assert }) => {
    const [mine, victim] = [await makeWorkshop(), await makeWorkshop()]
    const manager = await mine.user('manager')
    const token = await mine.token('manager')
    const body = smuggled(victim, (await victim.user()).id)
    const before = await authority()
    const writes = registeredRoutes.filter(
      ({ method, pattern }) => method !== 'GET' && !pattern.endsWith('/logout')
    )
    for (const route of writes) {
      const path = route.pattern.replace(/:\w+/g, victim.organisationId)
      let request = client
        .request(path, route.method)
        .header('accept', 'application/json')
        .redirects(0)
      request =
        route.surface === 'api'
          ? request.bearerToken(token)
          : request.loginAs(manager).withCsrfToken()
      const response = await request.json(body)
      assert.isBelow(response.status(), 500, `${route.method} ${path}`)
    }
    assert.deepEqual(await authority(), before)
  }).timeout(120_000)

  test('do not move a record to another organisation', async ({ client, assert }) => {
    const [mine, victim] = [await makeWorkshop(), await makeWorkshop()]
    const response = await client
      .post('/api/v1/contacts')
      .bearerToken(await mine.token('manager'))
      .json({
        ...smuggled(victim, (await victim.user()).id),
        kind: 'customer',
        name: 'Meera Joshi',
        phone: '9822054321',
      })
    response.assertStatus(201)
    const inMine = await mine.scope()
    const inVictim = await victim.scope()
    const count = (scope: typeof inMine) =>
      scope.read((unit) => unit.rows("select id from contacts_contacts where name = 'Meera Joshi'"))
    assert.lengthOf(await count(inMine), 1)
    assert.lengthOf(await count(inVictim), 0)
    assert.notEqual(response.body().data.id, victim.organisationId)
  })
})
