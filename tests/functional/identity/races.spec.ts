import { test } from '@japa/runner'
import { systemScope } from '@karkhana/kernel'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { atOnce, invite, usesOf } from '../../helpers/invitations.ts'

const ROUNDS = 20
const OWNERS = `select id from memberships where organisation_id = ? and role = 'owner' order by id for update`

/** What a response told: `ok`, or the code of its error. */
const outcome = (response: { status(): number; body(): unknown }) =>
  response.status() < 400 ? 'ok' : (response.body() as { code: string }).code

test.group('Two people at once', () => {
  test(`use the last use of an invitation: one comes in, the other is told, ${ROUNDS} times`, async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    for (let round = 1; round <= ROUNDS; round++) {
      const { invitation, held } = await invite(scope, { uses: 1 })
      const elsewhere = await makeWorkshop()
      const guests = [await elsewhere.user('manager'), await elsewhere.user('technician')]
      const answers = await atOnce(
        scope.organisationId,
        'select id from invitations where id = ? for update',
        [invitation.id],
        guests.map(
          (guest) => async () =>
            client
              .post('/account/join')
              .header('accept', 'application/json')
              .withCsrfToken()
              .withSession({ held_invitation: held })
              .loginAs(guest)
              .redirects(0)
        )
      )
      assert.sameMembers(answers.map(outcome), ['ok', 'E_INVITATION_USED_UP'], `round ${round}`)
      assert.deepEqual(await usesOf(scope, invitation.id), { uses: 1, joined: 1 })
      const members = await scope.read((unit) =>
        unit.rows(
          'select id from memberships where organisation_id = ? and user_id in (?, ?) and active',
          [scope.organisationId, guests[0].id, guests[1].id]
        )
      )
      assert.lengthOf(members, 1)
    }
  }).timeout(180_000)

  test(`one person sends the form twice: they join once and one use counts`, async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const guest = await (await makeWorkshop()).user()
    const { invitation, held } = await invite(scope, { uses: 5 })
    const join = async () =>
      client
        .post('/account/join')
        .header('accept', 'application/json')
        .withCsrfToken()
        .withSession({ held_invitation: held })
        .loginAs(guest)
        .redirects(0)
    const answers = await atOnce(
      scope.organisationId,
      'select id from invitations where id = ? for update',
      [invitation.id],
      [join, join]
    )
    assert.sameMembers(answers.map(outcome), ['ok', 'E_ALREADY_MEMBER'])
    assert.deepEqual(await usesOf(scope, invitation.id), { uses: 1, joined: 1 })
  })

  for (const change of [{ active: false }, { role: 'technician' }]) {
    const what = 'role' in change ? 'demote' : 'deactivate'
    test(`owners ${what} each other: one owner is left, ${ROUNDS} times`, async ({
      client,
      assert,
    }) => {
      for (let round = 1; round <= ROUNDS; round++) {
        const workshop = await makeWorkshop()
        const one = await workshop.member('owner')
        const two = await workshop.memberWith({ role: 'owner' })
        const pairs = [
          [one, two],
          [two, one],
        ]
        const answers = await atOnce(
          workshop.organisationId,
          OWNERS,
          [workshop.organisationId],
          pairs.map(
            ([actor, target]) =>
              async () =>
                client
                  .put(`/settings/members/${target.membership.id}`)
                  .header('accept', 'application/json')
                  .withCsrfToken()
                  .loginAs(actor.user)
                  .json(change)
                  .redirects(0)
          )
        )
        assert.sameMembers(answers.map(outcome), ['ok', 'E_LAST_OWNER'], `round ${round}`)
        assert.equal(await ownersOf(workshop), 1)
      }
    }).timeout(180_000)
  }

  test(`the two owners leave: one stays, ${ROUNDS} times`, async ({ client, assert }) => {
    for (let round = 1; round <= ROUNDS; round++) {
      const workshop = await makeWorkshop()
      const owners = [await workshop.member('owner'), await workshop.memberWith({ role: 'owner' })]
      const answers = await atOnce(
        workshop.organisationId,
        OWNERS,
        [workshop.organisationId],
        owners.map(
          ({ user }) =>
            async () =>
              client
                .post('/account/organisations/leave')
                .header('accept', 'application/json')
                .withCsrfToken()
                .loginAs(user)
                .json({ organisationId: workshop.organisationId })
                .redirects(0)
        )
      )
      assert.sameMembers(answers.map(outcome), ['ok', 'E_LAST_OWNER'], `round ${round}`)
      assert.equal(await ownersOf(workshop), 1)
    }
  }).timeout(180_000)
})

async function ownersOf(workshop: Workshop): Promise<number> {
  const scope = await systemScope(workshop.organisationId, 'test')
  const rows = await scope.read((unit) =>
    unit.rows(
      `select id from memberships where organisation_id = ? and role = 'owner' and active`,
      [workshop.organisationId]
    )
  )
  return rows.length
}
