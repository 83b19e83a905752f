import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { updateMember } from '../../../app/identity/services/members_change.ts'
import { registry } from '../../helpers/invitations.ts'

test.group('Members', () => {
  test('a role change counts from the next request on', async ({ client }) => {
    const workshop = await makeWorkshop()
    const user = await workshop.user('admin')
    const { membership } = await workshop.member('admin')
    ;(await client.get('/settings/members').loginAs(user)).assertStatus(200)
    await updateMember(await workshop.scope(), await registry(), membership.id, {
      role: 'technician',
    })
    ;(await client.get('/settings/members').loginAs(user)).assertStatus(403)
  })

  test('a member that was switched off gets no further into the organisation', async ({
    client,
  }) => {
    const workshop = await makeWorkshop()
    const { membership, user } = await workshop.member('manager')
    const token = await workshop.token('manager')
    await updateMember(await workshop.scope(), await registry(), membership.id, { active: false })
    const page = await client.get('/').loginAs(user).redirects(0)
    page.assertStatus(303)
    page.assertHeader('location', '/account/organisations')
    ;(await client.get('/api/v1/settings/modules').bearerToken(token)).assertStatus(401)
  })

  test('the member of one organisation cannot be changed from another, nor told from none', async ({
    client,
    assert,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const { membership } = await other.member('manager')
    const token = await mine.token()
    for (const body of [{ role: 'owner' }, { role: 'no such role' }]) {
      const response = await client
        .put(`/api/v1/settings/members/${membership.id}`)
        .bearerToken(token)
        .json(body)
      response.assertStatus(404)
    }
    assert.equal((await other.scope('manager')).role, 'manager')
  })
})
