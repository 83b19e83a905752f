import { test } from '@japa/runner'
import { randomUUID } from 'node:crypto'
import { makeWorkshop } from '@karkhana/kernel/testing'
import User from '../../../app/identity/models/user.ts'
import { resetPassword } from '../../../app/identity/services/password_reset.ts'
import { NOWHERE } from '../../../app/identity/services/origin.ts'
import { partnersOf } from '../../../app/partners/partner_scope.ts'
import { addMember, changeMember, listMembers } from '../../../app/partners/services/members.ts'
import { createPartner } from '../../../app/partners/services/partners.ts'
import { mailTo } from '../../helpers/mail.ts'
import { makePartner } from '../../helpers/partner.ts'

const address = () => `person-${randomUUID()}@example.com`

test.group('People of a partner', () => {
  test('somebody new sets a password by the mail and works for the partner', async ({
    client,
    assert,
  }) => {
    const partner = await makePartner()
    const email = address()
    await addMember(await partner.scope(), { name: 'Nisha Rao', email, role: 'support' })
    const { path, text } = await mailTo(email, /You work for/)
    assert.include(text, 'Set a password first')
    const [, token] = /^\/password\/reset\/([\w-]{43})$/.exec(path)!
    const user = await resetPassword(token, 'kettle plum harbour 77', NOWHERE)
    assert.deepEqual(
      (await partnersOf(user.id)).map(({ id, role }) => [id, role]),
      [[partner.id, 'support']]
    )
    ;(await client.get('/partner/organisations').loginAs(user)).assertStatus(200)
  })

  test('somebody with an account keeps it, and is told where to go', async ({ assert }) => {
    const partner = await makePartner()
    const owner = await (await makeWorkshop()).user()
    const { name, password } = owner
    await addMember(await partner.scope(), {
      name: 'Another Name',
      email: owner.email.toUpperCase(),
      role: 'manager',
    })
    const { path } = await mailTo(owner.email, /You work for/)
    assert.equal(path, '/partner/organisations')
    await owner.refresh()
    assert.deepEqual([owner.name, owner.password], [name, password])
    await assert.rejects(
      async () =>
        addMember(await partner.scope(), { name: 'X', email: owner.email, role: 'support' }),
      'This person works for you already.'
    )
  })

  test('the last manager stays, also when two leave at once', async ({ assert }) => {
    const partner = await makePartner()
    const scope = await partner.scope()
    const email = address()
    await addMember(scope, { name: 'Nisha Rao', email, role: 'manager' })
    const managers = (await listMembers(scope)).map(({ id }) => id)
    const outcomes = await Promise.allSettled([
      changeMember(scope, managers[0], { active: false }),
      changeMember(scope, managers[1], { role: 'support' }),
    ])
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected')
    assert.lengthOf(failures, 1)
    assert.equal((failures[0] as PromiseRejectedResult).reason.code, 'E_LAST_MANAGER')
  })

  test('a new partner begins with a manager', async ({ assert }) => {
    const email = address()
    const name = `Bharat Garages ${randomUUID().slice(0, 8)}`
    const { partner, manager } = await createPartner({
      name,
      managerName: 'Nisha Rao',
      managerEmail: email,
    })
    assert.deepEqual(
      (await partnersOf(manager.id)).map(({ id, role }) => [id, role]),
      [[partner.id, 'manager']]
    )
    assert.isNotNull(await User.findBy('email', email))
    await mailTo(email, /You work for/)
    await assert.rejects(
      () =>
        createPartner({ name: name.toUpperCase(), managerName: 'X Y', managerEmail: address() }),
      'There is a partner of this name already.'
    )
  })
})
