import { test } from '@japa/runner'
import { randomUUID } from 'node:crypto'
import { addMember, updateMember } from '../../../app/identity/services/members.ts'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'

const person = (role: 'owner' | 'technician') => ({
  name: 'Meera Joshi',
  email: `meera-${randomUUID()}@example.com`,
  password: TEST_PASSWORD,
  role,
})

test.group('Members', () => {
  test('the last owner stays an owner, also when two requests try at once', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const first = await workshop.member('owner')
    const second = await addMember(scope, person('owner'))
    const outcomes = await Promise.allSettled([
      updateMember(scope, first.membership.id, { active: false }),
      updateMember(scope, second.id, { role: 'technician' }),
    ])
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected')
    assert.lengthOf(failures, 1)
    assert.equal((failures[0] as PromiseRejectedResult).reason.code, 'E_LAST_OWNER')
  })

  test('an admin cannot make an owner', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope('admin')
    await assert.rejects(() => addMember(scope, person('owner')), 'Only an owner can do this.')
  })

  test('a role change counts from the next request on', async ({ client }) => {
    const workshop = await makeWorkshop()
    const user = await workshop.user('admin')
    const { membership } = await workshop.member('admin')
    ;(await client.get('/settings/members').loginAs(user)).assertStatus(200)
    await updateMember(await workshop.scope(), membership.id, { role: 'technician' })
    ;(await client.get('/settings/members').loginAs(user)).assertStatus(403)
  })

  test('a member that was switched off gets no further into the organisation', async ({
    client,
  }) => {
    const workshop = await makeWorkshop()
    const { membership, user } = await workshop.member('manager')
    const token = await workshop.token('manager')
    await updateMember(await workshop.scope(), membership.id, { active: false })
    const page = await client.get('/').loginAs(user).redirects(0)
    page.assertStatus(303)
    page.assertHeader('location', '/account/organisations')
    ;(await client.get('/api/v1/settings/modules').bearerToken(token)).assertStatus(401)
  })

  test('the member of one organisation cannot be changed from another', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const { membership } = await other.member('manager')
    const response = await client
      .put(`/api/v1/settings/members/${membership.id}`)
      .bearerToken(await mine.token())
      .json({ role: 'owner' })
    response.assertStatus(404)
    assert.equal((await other.scope('manager')).role, 'manager')
  })
})
