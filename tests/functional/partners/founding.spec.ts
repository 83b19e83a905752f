import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { randomUUID } from 'node:crypto'
import { memberScope, ModuleRegistry, systemScope } from '@karkhana/kernel'
import { TEST_PASSWORD } from '@karkhana/kernel/testing'
import type { ApiClient } from '@japa/api-client'
import { mailsTo, mailTo } from '../../helpers/mail.ts'
import { modulesWithout } from '../../helpers/modules.ts'
import { makePartner, type TestPartner } from '../../helpers/partner.ts'
import User from '../../../app/identity/models/user.ts'
import { acceptInvitation } from '../../../app/identity/services/accept_invitation.ts'
import { openInvitation } from '../../../app/identity/services/invitations_open.ts'
import { NOWHERE } from '../../../app/identity/services/origin.ts'

const ownerEmail = () => `owner-${randomUUID()}@example.com`

function input(planId: string, email: string, overrides: object = {}) {
  return {
    organisationName: 'Konkan Motors',
    country: 'IN',
    taxId: '27AAPFU0939F1ZV',
    stateCode: '27',
    addressLine1: '3 Station Road',
    city: 'Ratnagiri',
    postalCode: '415612',
    planId,
    ownerName: 'Sneha Patil',
    ownerEmail: email,
    ...overrides,
  }
}

async function found(client: ApiClient, partner: TestPartner, body: object) {
  return client
    .post('/partner/organisations')
    .loginAs(await partner.user())
    .withCsrfToken()
    .header('accept', 'application/json')
    .json(body)
}

/** Takes up the invitation behind a mailed link. */
async function accept(path: string, user: User) {
  const held = await openInvitation(path.slice('/join/'.length), NOWHERE)
  return acceptInvitation(held, user, NOWHERE)
}

test.group('A partner founds an organisation', () => {
  test('it is there at once with what its plan entitles it to; the owner joins by the mail', async ({
    client,
    assert,
  }) => {
    const partner = await makePartner()
    const registry = await app.container.make(ModuleRegistry)
    const plan = await partner.plan(modulesWithout(registry, 'jobcards'))
    const email = ownerEmail()
    const response = await found(client, partner, input(plan.id, email))
    response.assertStatus(201)
    const { id } = response.body().data as { id: string }

    const scope = await systemScope(id, 'test')
    assert.equal(scope.organisation.partnerId, partner.id)
    assert.equal(scope.modules.get('tickets'), 'enabled')
    assert.isFalse(scope.modules.has('jobcards'))
    const [accounts] = await scope.read((unit) =>
      unit.rows<{ count: number }>('select count(*)::int as count from accounting_accounts')
    )
    assert.isAbove(accounts.count, 0, 'its modules brought what they need')
    const event = await db
      .from('security_events')
      .where({ kind: 'organisation.created', organisation_id: id, partner_id: partner.id })
      .first()
    assert.isNotNull(event)

    const { path } = await mailTo(email, /invites you to Konkan Motors/)
    assert.match(path, /^\/join\/[A-Za-z0-9_-]{43}$/)
    const user = await User.create({
      name: 'Sneha Patil',
      email,
      password: TEST_PASSWORD,
      emailVerifiedAt: scope.now(),
    })
    await accept(path, user)
    const owner = await memberScope({ organisationId: id, userId: user.id })
    assert.equal(owner?.role, 'owner')
  })

  test('nothing is founded where the GSTIN, the plan or the mail address is wrong', async ({
    client,
    assert,
  }) => {
    const [partner, other] = [await makePartner(), await makePartner()]
    const plan = await partner.plan()
    const foreign = await other.plan()
    const before = await db.from('organisations').where('partner_id', partner.id)
    const tries: [object, string][] = [
      [input(plan.id, ownerEmail(), { taxId: '27AAPFU0939F1ZX' }), 'taxId'],
      [input(plan.id, ownerEmail(), { stateCode: '29' }), 'stateCode'],
      [input(foreign.id, ownerEmail()), 'planId'],
      [input(plan.id, 'nobody'), 'ownerEmail'],
    ]
    for (const [body, field] of tries) {
      const response = await found(client, partner, body)
      response.assertStatus(422)
      assert.equal(response.body().errors[0].field, field)
    }
    assert.deepEqual(await db.from('organisations').where('partner_id', partner.id), before)
  })

  test('the invitation can be sent again, also elsewhere; the former link is worth nothing', async ({
    client,
    assert,
  }) => {
    const partner = await makePartner()
    const plan = await partner.plan()
    const [wrong, right] = [ownerEmail(), ownerEmail()]
    const response = await found(client, partner, input(plan.id, wrong))
    const { id } = response.body().data as { id: string }
    const first = await mailTo(wrong)
    const again = (email: string) =>
      partner
        .user()
        .then((user) =>
          client
            .post(`/partner/organisations/${id}/invitation`)
            .loginAs(user)
            .withCsrfToken()
            .header('accept', 'application/json')
            .json({ email })
        )
    ;(await again(wrong)).assertStatus(200)
    assert.lengthOf(await mailsTo(wrong), 2)
    ;(await again(right)).assertStatus(200)
    const { path } = await mailTo(right)
    const user = await User.create({ name: 'S P', email: right, password: TEST_PASSWORD })
    await user.merge({ emailVerifiedAt: user.createdAt }).save()
    const [renewed] = await mailsTo(wrong)
    const renewedPath = new URL(/https?:\/\/\S+/.exec(renewed.text!)![0]).pathname
    for (const former of [first.path, renewedPath]) {
      await assert.rejects(() => accept(former, user))
    }
    assert.isNull(await memberScope({ organisationId: id, userId: user.id }))
    await accept(path, user)
    assert.equal((await memberScope({ organisationId: id, userId: user.id }))?.role, 'owner')
    const late = await again(right)
    late.assertStatus(422)
    late.assertBodyContains({ code: 'E_OWNER_JOINED' })
  })
})
