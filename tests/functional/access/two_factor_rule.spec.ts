import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { makeWorkshop, TEST_PASSWORD, type Workshop } from '@karkhana/kernel/testing'
import { giveTwoFactor } from '../../helpers/totp.ts'
import { Visitor } from '../../helpers/visitor.ts'

const PATH = '/api/v1/settings/security'

async function ruleOf(workshop: Workshop): Promise<string[]> {
  const [row] = (await db.from('organisations').where('id', workshop.organisationId)) as {
    two_factor_roles: string[]
  }[]
  return row.two_factor_roles
}

/** A workshop whose owner has two factors. */
async function readyWorkshop() {
  const workshop = await makeWorkshop()
  await giveTwoFactor(await workshop.user())
  return { workshop, token: await workshop.token() }
}

test.group('The rule for two-factor sign-in', () => {
  test('counts from the next click on of those it names, and of nobody else', async ({
    assert,
    client,
  }) => {
    const { workshop, token } = await readyWorkshop()
    const [technician, manager] = [
      await workshop.user('technician'),
      await workshop.user('manager'),
    ]
    const [first, second] = [new Visitor(), new Visitor()]
    await first.submit('/login', { email: technician.email, password: TEST_PASSWORD })
    await second.submit('/login', { email: manager.email, password: TEST_PASSWORD })
    assert.equal((await first.get('/')).status, 200)
    const saved = await client
      .put(PATH)
      .bearerToken(token)
      .json({ who: 'roles', roles: ['technician'] })
    saved.assertStatus(200)
    const stopped = await first.get('/')
    assert.equal(stopped.location, '/account/two-factor')
    assert.equal((await second.get('/')).status, 200)
    await client.put(PATH).bearerToken(token).json({ who: 'everybody' })
    assert.equal((await second.get('/')).location, '/account/two-factor')
    await client.put(PATH).bearerToken(token).json({ who: 'nobody' })
    assert.equal((await first.get('/')).status, 200)
    assert.deepEqual(await ruleOf(workshop), [])
  })

  test('says who is ready and who is not', async ({ assert, client }) => {
    const { workshop, token } = await readyWorkshop()
    const technician = await workshop.user('technician')
    const answer = await client.get(PATH).bearerToken(token)
    assert.containsSubset(answer.body().data, {
      who: 'nobody',
      members: 2,
      ready: 1,
      selfReady: true,
      missing: [{ email: technician.email, role: 'technician', roleName: 'Technician' }],
    })
    const roles = answer.body().data.roles as { id: string; members: number; ready: number }[]
    assert.containsSubset(
      roles.find(({ id }) => id === 'owner'),
      { members: 1, ready: 1 }
    )
    assert.containsSubset(
      roles.find(({ id }) => id === 'technician'),
      { members: 1, ready: 0 }
    )
  })

  test('is asked of others only by somebody who keeps it', async ({ assert, client }) => {
    const workshop = await makeWorkshop()
    const token = await workshop.token()
    const refused = await client.put(PATH).bearerToken(token).json({ who: 'everybody' })
    refused.assertStatus(422)
    assert.equal(refused.body().code, 'E_TWO_FACTOR_SELF')
    assert.deepEqual(await ruleOf(workshop), [])
  })

  test('names roles of this organisation alone, and one at least', async ({ assert, client }) => {
    const { workshop, token } = await readyWorkshop()
    const other = await makeWorkshop()
    const scope = await other.scope()
    const [foreign] = await scope.work((unit) =>
      unit.rows<{ id: string }>(
        `insert into roles (organisation_id, id, name, base) values (?, ?, 'Foreman', 'technician')
         returning id`,
        [other.organisationId, crypto.randomUUID()]
      )
    )
    for (const roles of [[], ['janitor'], [foreign.id], ['*']]) {
      const refused = await client.put(PATH).bearerToken(token).json({ who: 'roles', roles })
      refused.assertStatus(422)
    }
    assert.deepEqual(await ruleOf(workshop), [])
  })

  test('is changed by those who may, and noted', async ({ assert, client }) => {
    const { workshop, token } = await readyWorkshop()
    const refused = await client
      .put(PATH)
      .bearerToken(await workshop.token('manager'))
      .json({ who: 'everybody' })
    refused.assertStatus(403)
    await client
      .put(PATH)
      .bearerToken(token)
      .json({ who: 'roles', roles: ['owner', 'admin'] })
    assert.deepEqual(await ruleOf(workshop), ['owner', 'admin'])
    const events: unknown[] = await db
      .from('security_events')
      .where({ organisation_id: workshop.organisationId, kind: 'two_factor.rule_changed' })
    assert.lengthOf(events, 1)
  })
})
