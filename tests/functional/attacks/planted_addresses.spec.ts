import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import User from '../../../app/identity/models/user.ts'
import { mailTo } from '../../helpers/mail.ts'
import { Visitor } from '../../helpers/visitor.ts'

/** Somebody who asked to move their account to the address of another person, and the link that person got. */
async function planted() {
  const workshop = await makeWorkshop()
  const attacker = await workshop.user()
  const visitor = new Visitor()
  await visitor.submit('/login', { email: attacker.email, password: TEST_PASSWORD })
  const email = `victim-${randomUUID()}@example.com`
  await visitor.submit('/account/email', { email, password: TEST_PASSWORD })
  const { path } = await mailTo(email, /Confirm/)
  const present = async () => (await User.findOrFail(attacker.id)).email
  return { attacker, visitor, email, path, present }
}

test.group('The address of a stranger', () => {
  test('is not tied to the account of whoever typed it when the stranger presses the button', async ({
    assert,
  }) => {
    const { attacker, path, present } = await planted()
    const victim = new Visitor()
    const page = await victim.submit(path)
    assert.property(page.props.errors, 'password')
    assert.equal(await present(), attacker.email)

    const other = await (await makeWorkshop()).user()
    await victim.submit('/login', { email: other.email, password: TEST_PASSWORD })
    await victim.submit(path)
    await victim.submit(path, { password: 'a guess of the victim' })
    assert.equal(await present(), attacker.email)
  })

  test('nor of somebody who has no password and is not signed in', async ({ assert }) => {
    const { attacker, path, present } = await planted()
    await User.query().where('id', attacker.id).update({ password: null })
    const page = await new Visitor().submit(path, { password: '' })
    assert.equal(page.props.flash?.error?.code, 'E_CONFIRM_SIGNED_IN')
    assert.equal(await present(), attacker.email)
  })

  test('is tied to their own by themselves, signed in or by the password', async ({ assert }) => {
    const here = await planted()
    await here.visitor.submit(here.path)
    assert.equal(await here.present(), here.email)
    const elsewhere = await planted()
    await new Visitor().submit(elsewhere.path, { password: TEST_PASSWORD })
    assert.equal(await elsewhere.present(), elsewhere.email)
  })
})
