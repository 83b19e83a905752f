import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { withClient } from '../../../bin/postgres/connection.ts'
import { memberScope, ModuleRegistry, type Scope } from '@karkhana/kernel'
import { makeWorkshop, TEST_PASSWORD, type Workshop } from '@karkhana/kernel/testing'
import Membership from '../../../app/identity/models/membership.ts'
import {
  endAccess,
  grantAccess,
  listAccess,
  type AccessRole,
} from '../../../app/partners/services/access.ts'
import { listViews, placeOf } from '../../../app/partners/services/views.ts'
import { fillWorkshop } from '../../helpers/fill_workshop.ts'
import { mailsTo } from '../../helpers/mail.ts'
import { makePartner, type TestPartner } from '../../helpers/partner.ts'
import { Visitor } from '../../helpers/visitor.ts'

const registryOf = () => app.container.make(ModuleRegistry)

async function letIn(workshop: Workshop, role: AccessRole = 'manager', hours = 4) {
  const input = { role, hours, reason: 'The trial balance looks wrong.' }
  return grantAccess(await workshop.scope(), await registryOf(), input)
}

/** The partner's person at a browser, who has opened the organisation. */
async function enter(partner: TestPartner, workshop: Workshop, role: 'manager' | 'support') {
  const visitor = new Visitor()
  const { email } = await partner.user(role)
  const { status } = await visitor.signIn(email, TEST_PASSWORD)
  if (status >= 400) throw new Error(`Signing in answered ${status}`)
  const answer = await visitor.post(`/partner/organisations/${workshop.organisationId}/enter`)
  return { visitor, answer }
}

async function views(scope: Scope) {
  const { rows } = await listViews(scope, await registryOf(), { limit: 200 })
  return rows.map(({ person, path }) => [person, path]).reverse()
}

const modulesOf = (scope: Scope) => [...scope.modules.keys()]

test.group('A partner looks into an organisation', () => {
  test('not at all without an invitation', async ({ assert }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    const { visitor, answer } = await enter(partner, workshop, 'manager')
    assert.equal(answer.location, `/partner/organisations/${workshop.organisationId}/enter`)
    const told = await visitor.get('/partner/organisations')
    assert.equal(told.props.flash?.error?.code, 'E_NO_ACCESS')
    const { id } = await partner.user()
    assert.isNull(
      await memberScope({ organisationId: workshop.organisationId, userId: id }),
      'there is no scope for them'
    )
  })

  test('as the role it was let in with, changes nothing, and the owner sees every page', async ({
    assert,
  }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    await fillWorkshop(workshop)
    await letIn(workshop, 'technician')
    const owner = await workshop.scope()
    const [ticket] = await owner.read((unit) =>
      unit.rows<{ id: string }>('select id from tickets_tickets limit 1')
    )
    const { visitor, answer } = await enter(partner, workshop, 'support')
    assert.equal(answer.location, '/')
    const pages = ['/', '/tickets?search=brake', `/tickets/${ticket.id}`, '/settings/members']
    const answers = []
    for (const path of pages) answers.push((await visitor.get(path)).status)
    assert.equal(answers[0], 200)
    assert.equal(answers[3], 403, 'a technician sees no members')
    const lookup = await visitor.get('/contacts/lookup?q=raj')
    assert.oneOf(lookup.status, [200, 403])

    const before = await owner.read((unit) =>
      unit.rows('select count(*)::int from tickets_tickets')
    )
    const write = await visitor.ask('/tickets', { complaint: 'none' })
    assert.equal(write.status, 403)
    assert.deepEqual(
      await owner.read((unit) => unit.rows('select count(*)::int from tickets_tickets')),
      before
    )

    const person = `${(await partner.user('support')).name} (${partner.name})`
    assert.deepEqual(
      await views(owner),
      [...pages, '/contacts/lookup?q=raj'].map((path) => [person, path])
    )
    const { rows } = await listViews(owner, await registryOf(), { limit: 2 })
    assert.lengthOf(rows, 2)
    assert.equal(rows[1].ip, visitor.address)
  })

  test('in words that the owner knows', async ({ assert }) => {
    const registry = await registryOf()
    const id = '01890000-0000-7000-8000-000000000000'
    const words: [string, string][] = [
      ['/', 'Home'],
      ['/tickets', 'Tickets'],
      ['/tickets?search=brake', 'Tickets, searched for “brake”'],
      [`/tickets/${id}`, 'Tickets: one record'],
      [`/invoicing/${id}/pdf`, 'Invoices: one record, pdf'],
      ['/settings/members', 'Members'],
    ]
    for (const [path, place] of words) assert.equal(placeOf(registry, path), place, path)
  })

  test('no page without its row: when the row cannot be written, nothing is shown', async ({
    assert,
    cleanup,
  }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    await letIn(workshop)
    const { visitor } = await enter(partner, workshop, 'manager')
    assert.equal((await visitor.get('/contacts')).status, 200)
    const owner = await workshop.scope()
    const written = await views(owner)
    assert.lengthOf(written, 1)
    await withClient(process.env.DATABASE_URL!, async (client) => {
      const role = client.escapeIdentifier(new URL(process.env.DATABASE_APP_URL!).username)
      await client.query(`revoke insert on partner_views from ${role}`)
      cleanup(() =>
        withClient(process.env.DATABASE_URL!, async (again) => {
          await again.query(`grant insert on partner_views to ${role}`)
        })
      )
    })
    const refused = await visitor.get('/contacts')
    assert.equal(refused.status, 500)
    assert.notInclude(refused.text, 'Raj Kumar')
    assert.notEqual(refused.component, 'contacts::index')
    assert.deepEqual(await views(owner), written)
  })

  test('until the second it ends, by time', async ({ assert }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    const { id } = await letIn(workshop)
    const { visitor } = await enter(partner, workshop, 'manager')
    const owner = await workshop.scope()
    const endsIn = (interval: string) =>
      owner.work((unit) =>
        unit.rows(`update partner_access set expires_at = now() + ?::interval where id = ?`, [
          interval,
          id,
        ])
      )
    await endsIn('1 minute')
    assert.equal((await visitor.get('/contacts')).status, 200)
    await endsIn('-1 millisecond')
    const seen = await views(owner)
    const gone = await visitor.get('/contacts')
    assert.deepEqual([gone.status, gone.location], [303, '/partner/organisations'])
    const page = await visitor.get('/partner/organisations')
    assert.equal(page.props.flash?.error?.code, 'E_PARTNER_ACCESS_ENDED')
    assert.deepEqual(await views(owner), seen, 'what was not shown is not noted')
    assert.equal((await visitor.get('/contacts')).location, '/account/organisations')
  })

  test('until the owner ends it, and who ended it stands in the list', async ({ assert }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    const { id } = await letIn(workshop)
    const { visitor } = await enter(partner, workshop, 'manager')
    assert.equal((await visitor.get('/')).status, 200)
    await endAccess(await workshop.scope(), id)
    assert.equal((await visitor.get('/')).location, '/partner/organisations')
    const [access] = await listAccess(await workshop.scope())
    assert.containsSubset(access, { state: 'ended', views: 1, grantedBy: 'Asha Kulkarni' })
    const events = await db
      .from('security_events')
      .where({ organisation_id: workshop.organisationId, partner_id: partner.id })
      .orderBy('at')
      .select('kind')
    assert.deepEqual(
      events.map(({ kind }: { kind: string }) => kind),
      ['partner.access_granted', 'partner.looked_in', 'partner.access_revoked']
    )
  })

  test('the owners who want to know get one mail at the first look', async ({ assert }) => {
    const partner = await makePartner()
    const [workshop, silent] = [await partner.workshop(), await partner.workshop()]
    const deaf = await silent.user()
    await deaf.merge({ notifications: { 'partner.looked_in': false } }).save()
    for (const each of [workshop, silent]) {
      await letIn(each)
      const { visitor } = await enter(partner, each, 'manager')
      await Promise.all([visitor.get('/'), visitor.get('/contacts')])
      await visitor.get('/')
    }
    const looks = async (address: string) =>
      (await mailsTo(address)).filter(({ subject }) => subject.includes('looks into')).length
    assert.equal(await looks((await workshop.user()).email), 1)
    assert.equal(await looks(deaf.email), 0)
  })

  test('not by the API, by the switcher or by an old address of theirs', async ({
    client,
    assert,
  }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    await letIn(workshop, 'admin')
    const visitor = new Visitor()
    const manager = await partner.user()
    await manager.merge({ lastOrganisationId: workshop.organisationId }).save()
    await visitor.signIn(manager.email, TEST_PASSWORD)
    const home = await visitor.get('/')
    assert.notEqual(home.status, 200, 'an organisation is entered by the pages of the partner')
    const switched = await visitor.ask('/account/organisations/switch', {
      organisationId: workshop.organisationId,
    })
    assert.equal(switched.status, 422)
    const api = await client.get('/api/v1/settings/modules').loginAs(manager)
    api.assertStatus(401)
    assert.lengthOf(await views(await workshop.scope()), 0)
  })

  test('leaving leads back to the partner’s pages', async ({ assert }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    await letIn(workshop)
    const { visitor } = await enter(partner, workshop, 'manager')
    const left = await visitor.post('/partner/leave')
    assert.equal(left.location, `/partner/organisations/${workshop.organisationId}/access`)
    assert.equal((await visitor.get('/')).location, '/partner/organisations')
  })

  test('asks for a second factor where the organisation does', async ({ assert }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    await letIn(workshop)
    await db
      .from('organisations')
      .where('id', workshop.organisationId)
      .update({ two_factor_roles: ['*'] })
    const { answer } = await enter(partner, workshop, 'manager')
    assert.equal(answer.location, '/account/two-factor')
  })
})

test.group('Letting a partner in', () => {
  test('is for an organisation with a partner, one at a time, within what one may see', async ({
    assert,
  }) => {
    const partner = await makePartner()
    const [workshop, alone] = [await partner.workshop(), await makeWorkshop()]
    const registry = await registryOf()
    const input = { role: 'manager' as const, hours: 4, reason: 'Please look.' }
    await assert.rejects(
      async () => grantAccess(await alone.scope(), registry, input),
      'No partner looks after this organisation.'
    )
    await assert.rejects(
      async () => grantAccess(await workshop.scope('manager'), registry, input),
      'Your role does not allow this.'
    )
    const owner = await workshop.scope()
    const outcomes = await Promise.allSettled([
      grantAccess(owner, registry, input),
      grantAccess(await workshop.scope(), registry, input),
    ])
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected')
    assert.lengthOf(failures, 1)
    assert.equal((failures[0] as PromiseRejectedResult).reason.code, 'E_ACCESS_OPEN')
  })

  test('takes no owner’s role, no day too many and no reason too short', async ({
    client,
    assert,
  }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    const good = { role: 'manager', hours: 4, reason: 'Please look.' }
    for (const [change, field] of [
      [{ role: 'owner' }, 'role'],
      [{ hours: 24 * 14 + 1 }, 'hours'],
      [{ hours: 0 }, 'hours'],
      [{ reason: '' }, 'reason'],
    ] as const) {
      const response = await client
        .post('/api/v1/settings/partner-access')
        .bearerToken(await workshop.token())
        .json({ ...good, ...change })
      response.assertStatus(422)
      assert.equal(response.body().errors[0].field, field)
    }
  })

  test('reaches only the partner that looks after the organisation', async ({ assert }) => {
    const [partner, former] = [await makePartner(), await makePartner()]
    const workshop = await former.workshop()
    await letIn(workshop)
    await db
      .from('organisations')
      .where('id', workshop.organisationId)
      .update({ partner_id: partner.id })
    for (const each of [partner, former]) {
      const { id } = await each.user()
      assert.isNull(await memberScope({ organisationId: workshop.organisationId, userId: id }))
    }
  })
})

test.group('A person of the partner who is also a member', () => {
  test('works as themselves, with no more than their role, and is not noted as the partner', async ({
    assert,
  }) => {
    const partner = await makePartner()
    const [workshop, other] = [await partner.workshop(), await partner.workshop()]
    const manager = await partner.user()
    const scope = await workshop.scope()
    await scope.work((unit) =>
      Membership.create(
        {
          organisationId: workshop.organisationId,
          userId: manager.id,
          role: 'technician',
          active: true,
        },
        { client: unit.trx }
      )
    )
    await letIn(workshop, 'admin')
    await letIn(other)
    const own = await memberScope({
      organisationId: workshop.organisationId,
      userId: manager.id,
    })
    assert.equal(own?.actor.kind, 'user')
    assert.equal(own?.role, 'technician')
    assert.isNull(own?.readOnly)
    assert.isFalse(own?.can('kernel.member.manage'), 'the invitation of the partner adds nothing')
    assert.deepEqual(modulesOf(own!), modulesOf(scope))

    const { answer, visitor } = await enter(partner, workshop, 'manager')
    assert.notEqual(answer.location, '/')
    const told = await visitor.get('/partner/organisations')
    assert.equal(told.props.flash?.error?.code, 'E_PARTNER_IS_MEMBER')
    const switched = await visitor.post('/account/organisations/switch', {
      organisationId: workshop.organisationId,
    })
    assert.equal(switched.location, '/')
    assert.equal((await visitor.get('/')).status, 200)
    assert.lengthOf(await views(await workshop.scope()), 0)

    await visitor.post(`/partner/organisations/${other.organisationId}/enter`)
    assert.equal((await visitor.get('/')).props.readOnly, 'partner')
    assert.lengthOf(await views(await other.scope()), 1)
  })
})
