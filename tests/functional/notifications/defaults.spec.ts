import { test } from '@japa/runner'
import { notifyMembers } from '@karkhana/kernel'
import { makeWorkshop, TEST_PASSWORD, type Workshop } from '@karkhana/kernel/testing'
import { Visitor } from '../../helpers/visitor.ts'

const PAGE = '/api/v1/settings/notifications'
const MAILED = { inbox: true, mail: 'soon', sms: false, whatsapp: false }
const SILENT = { inbox: false, mail: 'off', sms: false, whatsapp: false }

interface Shown {
  id: string
  own: boolean
  inbox: boolean
  mail: string
  undecided: { mail: string }
  decidedBy: { organisation: string; role: string }[]
}

test.group('Notifications by role', () => {
  async function signedIn(email: string) {
    const visitor = new Visitor()
    await visitor.signIn(email, TEST_PASSWORD)
    return visitor
  }
  /** Tells a member something about no record. */
  async function tell(workshop: Workshop, memberId: string) {
    const scope = await workshop.scope()
    await scope.work((unit) =>
      notifyMembers(unit, {
        reason: 'finished',
        members: [memberId],
        title: 'Stocktaking',
        href: '/inbox',
      })
    )
  }
  /** When a mail to the member is due, of each thing that they were told; newest last. */
  async function due(workshop: Workshop, memberId: string) {
    const scope = await workshop.scope()
    const rows = await scope.read((unit) =>
      unit.rows<{ in_inbox: boolean; mail: boolean }>(
        `select in_inbox, mail_due_at is not null or mailed_at is not null as mail from notifications
          where member_id = ? order by happened_at, id`,
        [memberId]
      )
    )
    return rows.map(({ in_inbox: inbox, mail }) => ({ inbox, mail }))
  }
  const reasonOf = async (visitor: Visitor): Promise<Shown> => {
    const { props } = await visitor.get('/account/notifications')
    return (props.reasons as Shown[]).find(({ id }) => id === 'finished')!
  }

  test('count for those who have not chosen, in the organisation that decided; a choice of their own wins', async ({
    assert,
    client,
  }) => {
    const [workshop, other] = [await makeWorkshop(), await makeWorkshop()]
    const { user, membership } = await workshop.member('technician')
    const { membership: elsewhere } = await other.member('technician')
    const decide = async (finished: object | null) =>
      client
        .put(`${PAGE}/technician`)
        .bearerToken(await workshop.token())
        .json({ reasons: { finished } })
    const visitor = await signedIn(user.email)
    assert.containsSubset(await reasonOf(visitor), { own: false, mail: 'off', decidedBy: [] })

    ;(await decide(MAILED)).assertStatus(200)
    await tell(workshop, membership.id)
    await tell(other, elsewhere.id)
    assert.deepEqual(await due(workshop, membership.id), [{ inbox: true, mail: true }])
    assert.deepEqual(await due(other, elsewhere.id), [{ inbox: true, mail: false }])
    const shown = await reasonOf(visitor)
    assert.containsSubset(shown, { own: false, mail: 'soon', undecided: { mail: 'soon' } })
    assert.equal(shown.decidedBy[0].role, 'Technician')

    const choose = (finished: object | null) =>
      visitor.change('PUT', '/account/notifications', { wanted: {}, reasons: { finished } })
    await choose({ inbox: true, mail: 'off' })
    await tell(workshop, membership.id)
    assert.containsSubset(await reasonOf(visitor), { own: true, mail: 'off' })
    await choose(null)
    await tell(workshop, membership.id)
    assert.containsSubset(await reasonOf(visitor), { own: false, mail: 'soon' })
    await visitor.change('PUT', '/account/notifications', { wanted: { 'told.by_role': false } })
    await tell(workshop, membership.id)
    ;(await decide(SILENT)).assertStatus(200)
    await tell(workshop, membership.id)
    ;(await decide(null)).assertStatus(200)
    await tell(workshop, membership.id)
    assert.deepEqual(await due(workshop, membership.id), [
      { inbox: true, mail: true },
      { inbox: true, mail: false },
      { inbox: true, mail: true },
      { inbox: true, mail: false },
      { inbox: true, mail: false },
    ])
  })

  test('reach the roles of the organisation that were copied from one, unless those have their own', async ({
    assert,
    client,
  }) => {
    const workshop = await makeWorkshop()
    const token = await workshop.token()
    const made = await client
      .post('/api/v1/settings/roles')
      .bearerToken(token)
      .json({ name: 'Foreman', base: 'technician', grants: [], denials: [] })
    const { id } = (made.body() as { data: { id: string } }).data
    const { membership } = await workshop.member('technician')
    const scope = await workshop.scope()
    await scope.work((unit) =>
      unit.rows(`update memberships set role = 'custom', role_id = ? where id = ?`, [
        id,
        membership.id,
      ])
    )
    const decide = (role: string, finished: object | null) =>
      client.put(`${PAGE}/${role}`).bearerToken(token).json({ reasons: { finished } })
    ;(await decide('technician', MAILED)).assertStatus(200)
    await tell(workshop, membership.id)
    ;(await decide(id, { ...MAILED, mail: 'off' })).assertStatus(200)
    await tell(workshop, membership.id)
    assert.deepEqual(await due(workshop, membership.id), [
      { inbox: true, mail: true },
      { inbox: true, mail: false },
    ])
    const shown = await client.get(PAGE).qs({ role: id }).bearerToken(token)
    const { data } = shown.body() as {
      data: { reasons: { id: string; mail: string; inherited: { mail: string } }[] }
    }
    assert.containsSubset(
      data.reasons.find((each) => each.id === 'finished'),
      { mail: 'off', inherited: { mail: 'soon' } }
    )
  })

  test('are decided by those who may, for roles that there are, by ways that there are', async ({
    client,
  }) => {
    const [workshop, other] = [await makeWorkshop(), await makeWorkshop()]
    const token = await workshop.token()
    const put = (role: string, finished: object, bearer = token) =>
      client.put(`${PAGE}/${role}`).bearerToken(bearer).json({ reasons: { finished } })
    ;(await put('technician', MAILED, await workshop.token('manager'))).assertStatus(403)
    ;(await put('chief', MAILED)).assertStatus(404)
    ;(await put('technician', { ...MAILED, mail: 'hourly' })).assertStatus(422)
    const made = await client
      .post('/api/v1/settings/roles')
      .bearerToken(await other.token())
      .json({ name: 'Foreman', base: 'technician', grants: [], denials: [] })
    const { id } = (made.body() as { data: { id: string } }).data
    ;(await put(id, MAILED)).assertStatus(404)
    ;(await client.get(PAGE).qs({ role: id }).bearerToken(token)).assertStatus(404)
  })
})
