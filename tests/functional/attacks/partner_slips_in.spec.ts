import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { ModuleRegistry } from '@karkhana/kernel'
import { TEST_PASSWORD } from '@karkhana/kernel/testing'
import { grantAccess } from '../../../app/partners/services/access.ts'
import { makePartner } from '../../helpers/partner.ts'
import { Visitor } from '../../helpers/visitor.ts'

/** A partner's person who looks into an organisation that has let them in. */
async function lookingIn() {
  const partner = await makePartner()
  const workshop = await partner.workshop()
  await grantAccess(await workshop.scope(), await app.container.make(ModuleRegistry), {
    role: 'manager',
    hours: 4,
    reason: 'The trial balance looks wrong.',
  })
  const visitor = new Visitor()
  const { email } = await partner.user()
  await visitor.submit('/login', { email, password: TEST_PASSWORD })
  await visitor.post(`/partner/organisations/${workshop.organisationId}/enter`)
  if ((await visitor.get('/tickets')).status !== 200) throw new Error('The partner is not in')
  return { partner, workshop, visitor }
}

test.group('A partner who looks in', () => {
  test('sees no page more when the organisation asks for a second factor they lack', async ({
    assert,
  }) => {
    const { workshop, visitor } = await lookingIn()
    await db
      .from('organisations')
      .where('id', workshop.organisationId)
      .update({ two_factor_roles: ['manager'] })
    assert.equal((await visitor.get('/tickets')).location, '/account/two-factor')
    assert.equal((await visitor.get('/account/two-factor')).status, 200)
    await db
      .from('organisations')
      .where('id', workshop.organisationId)
      .update({ two_factor_roles: ['accountant'] })
    assert.equal((await visitor.get('/tickets')).status, 200)
  })

  test('leaves nothing open for whoever signs in next in the same browser', async ({ assert }) => {
    const { partner, workshop, visitor } = await lookingIn()
    const next = await partner.user('support')
    next.lastOrganisationId = workshop.organisationId
    await next.save()
    await visitor.submit('/login', { email: next.email, password: TEST_PASSWORD })
    const { status } = await visitor.get('/tickets')
    assert.notEqual(status, 200)
  })
})
