import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type { Scope } from '@karkhana/kernel'
import { activeMembers, ModuleRegistry } from '@karkhana/kernel'
import { makeWorkshop, type Workshop, type WorkshopMember } from '@karkhana/kernel/testing'
import { permission } from '../../../app/access/permissions.ts'
import Membership from '../../../app/identity/models/membership.ts'
import { addMember } from '../../../app/identity/services/members.ts'
import { updateMember, type MemberChanges } from '../../../app/identity/services/members_change.ts'
import { organisationsOf } from '../../../app/identity/services/memberships.ts'
import { invite, registry } from '../../helpers/invitations.ts'
import { mailTo } from '../../helpers/mail.ts'

/** What a change is refused with, `nothing` when it was made. */
async function change(scope: Scope, member: WorkshopMember, changes: MemberChanges) {
  const modules = await registry()
  return refusal(updateMember(scope, modules, member.membership.id, changes))
}

const refusal = async (work: Promise<unknown>) =>
  work.then(
    () => 'nothing',
    (error: { code: string }) => error.code
  )

async function placeOf({ membership }: WorkshopMember) {
  return (await db
    .from('memberships')
    .where('id', membership.id)
    .select('role', 'role_id', 'grants', 'branch_ids', 'active')
    .first()) as {
    role: string
    role_id: string | null
    grants: string[]
    branch_ids: string[]
    active: boolean
  }
}

/** A foreman: a technician who may invite and change members, in the branch NSK alone. */
async function foremanOf(workshop: Workshop) {
  const branch = await workshop.branch('NSK')
  const roleId = await workshop.role({ base: 'technician', grants: ['kernel.member.manage'] })
  const foreman = await workshop.memberWith({ roleId, branchIds: [branch.id], name: 'Foreman' })
  return { branch, roleId, foreman }
}

test.group('Changing members', () => {
  test('nobody gives more than they have', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const { branch, roleId, foreman } = await foremanOf(workshop)
    const colleague = await workshop.memberWith({ branchIds: [branch.id] })
    const scope = await foreman.scope()
    assert.equal(await change(scope, colleague, { role: 'manager' }), 'E_ROLE_ABOVE_OWN')
    assert.equal(await change(scope, colleague, { role: 'accountant' }), 'E_ROLE_ABOVE_OWN')
    assert.equal(await change(scope, colleague, { role: roleId }), 'nothing', 'what they have')
    assert.equal(await change(scope, foreman, { role: 'admin' }), 'E_ROLE_ABOVE_OWN', 'oneself')
    assert.deepEqual((await placeOf(foreman)).role_id, roleId)
  })

  test('an admin neither makes nor changes nor removes an owner', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const admin = await workshop.scope('admin')
    const owner = await workshop.memberWith({ role: 'owner' })
    const technician = await workshop.memberWith({})
    const masked = await workshop.role({ base: 'owner' })
    assert.equal(await change(admin, technician, { role: 'owner' }), 'E_ROLE_ABOVE_OWN')
    assert.equal(await change(admin, technician, { role: masked }), 'E_ROLE_ABOVE_OWN')
    assert.equal(await change(admin, owner, { role: 'technician' }), 'E_ROLE_ABOVE_OWN')
    assert.equal(await change(admin, owner, { active: false }), 'E_ROLE_ABOVE_OWN')
    await change(await workshop.scope(), owner, { active: false })
    assert.equal(await change(admin, owner, { active: true }), 'E_ROLE_ABOVE_OWN', 'back again')
    assert.equal(await change(await workshop.scope(), owner, { active: true }), 'nothing')
  })

  test('an owner who was made less meanwhile changes no owner any more', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const [second, third] = [
      await workshop.memberWith({ role: 'owner' }),
      await workshop.memberWith({ role: 'owner' }),
    ]
    const stale = await second.scope()
    await change(await workshop.scope(), second, { role: 'manager' })
    assert.equal(await change(stale, third, { active: false }), 'E_ROLE_ABOVE_OWN')
  })

  test('who works in some branches gives those alone and changes only their people', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const { branch, foreman } = await foremanOf(workshop)
    const other = await workshop.branch('MUM')
    const scope = await foreman.scope()
    const mine = await workshop.memberWith({ branchIds: [branch.id] })
    const everywhere = await workshop.memberWith({})
    const elsewhere = await workshop.memberWith({ branchIds: [other.id] })
    assert.equal(await change(scope, mine, { branchIds: [other.id] }), 'E_BRANCH_ABOVE_OWN')
    assert.equal(await change(scope, mine, { branchIds: [] }), 'E_BRANCH_ABOVE_OWN')
    assert.equal(await change(scope, everywhere, { active: false }), 'E_BRANCH_ABOVE_OWN')
    assert.equal(await change(scope, elsewhere, { active: false }), 'E_NOT_FOUND', 'not seen')
    assert.equal(await change(scope, foreman, { branchIds: [] }), 'E_RAISES_ONESELF')
    assert.equal(await change(scope, mine, { active: false }), 'nothing')
  })

  test('an admin in all branches limits members, but not to branches of others', async ({
    assert,
  }) => {
    const [workshop, other] = [await makeWorkshop(), await makeWorkshop()]
    const branch = await workshop.branch('NSK')
    const foreign = await other.branch('XYZ')
    const member = await workshop.memberWith({})
    const scope = await workshop.scope('admin')
    assert.equal(await change(scope, member, { branchIds: [foreign.id] }), 'E_BRANCH_UNKNOWN')
    assert.equal(await change(scope, member, { branchIds: [branch.id] }), 'nothing')
    assert.deepEqual((await member.scope()).branchIds, [branch.id])
  })

  test('nobody raises themselves, whatever they hold', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const branch = await workshop.branch('NSK')
    const limited = await workshop.memberWith({ role: 'owner', branchIds: [branch.id] })
    assert.equal(
      await change(await limited.scope(), limited, { branchIds: [] }),
      'E_RAISES_ONESELF'
    )
    const admin = await workshop.memberWith({ role: 'admin' })
    assert.equal(await change(await admin.scope(), admin, { role: 'owner' }), 'E_ROLE_ABOVE_OWN')
    assert.equal(await change(await admin.scope(), admin, { role: 'manager' }), 'nothing', 'less')
  })

  test('is noted, and told to the person by mail', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const member = await workshop.memberWith({ name: 'Meera Joshi' })
    const scope = await workshop.scope()
    await change(scope, member, { role: 'manager' })
    const mail = await mailTo(member.user.email)
    assert.include(mail.text, 'Technician → Manager')
    await change(scope, member, { active: false })
    await mailTo(member.user.email, /has ended/)
    const events = (await db
      .from('security_events')
      .where('user_id', member.user.id)
      .orderBy('at')
      .select('kind', 'details')) as { kind: string; details: Record<string, string> }[]
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['member.role_changed', 'member.deactivated']
    )
    assert.containsSubset(events[0].details, {
      by: 'Asha Kulkarni',
      from: 'Technician',
      to: 'Manager',
    })
  })

  test('the last owner stays: not demoted, not deactivated, does not leave', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const { user, membership } = await workshop.member('owner')
    const owner = { user, membership, scope: async () => scope }
    await workshop.memberWith({ roleId: await workshop.role({ base: 'owner' }) })
    assert.equal(await change(scope, owner, { role: 'admin' }), 'E_LAST_OWNER')
    assert.equal(await change(scope, owner, { active: false }), 'E_LAST_OWNER')
    const leaving = await client
      .post('/account/organisations/leave')
      .header('accept', 'application/json')
      .withCsrfToken()
      .loginAs(user)
      .json({ organisationId: workshop.organisationId })
    leaving.assertStatus(422)
    assert.equal((leaving.body() as { code: string }).code, 'E_LAST_OWNER')
  })
})

test.group('Permissions by grant', () => {
  const CONFIRM = permission('test.payment.confirm', 'Confirm a payment', [], {
    byGrant: ['admin', 'accountant'],
  })
  /** The modules of the deployment, and one more permission that is the owner's to give. */
  class WithConfirm extends ModuleRegistry {
    allPermissions() {
      return [...super.allPermissions(), CONFIRM]
    }
  }

  test('are given by who has them, to roles that may have them, and go with the role', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const modules = new WithConfirm((await registry()).all())
    const accountant = await workshop.memberWith({ role: 'accountant' })
    const technician = await workshop.memberWith({})
    const give = (scope: Scope, member: WorkshopMember, changes: MemberChanges) =>
      refusal(updateMember(scope, modules, member.membership.id, changes))
    const grants = [CONFIRM.id]
    const [owner, admin] = [await workshop.scope(), await workshop.scope('admin')]
    assert.equal(await give(admin, accountant, { grants }), 'E_GRANT', 'the admin has it not')
    assert.equal(await give(owner, technician, { grants }), 'E_GRANT', 'not for technicians')
    assert.equal(
      await give(owner, accountant, { grants: ['kernel.member.manage'] }),
      'E_GRANT',
      'not one that is given one by one'
    )
    assert.equal(await give(owner, accountant, { grants }), 'nothing')
    assert.deepEqual((await placeOf(accountant)).grants, grants)
    assert.equal(await give(owner, accountant, { role: 'manager' }), 'nothing')
    assert.deepEqual((await placeOf(accountant)).grants, [], 'gone with the role')
  })
})

test.group('The list of members', () => {
  test('shows people with role, branches and second factor, and no service account', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const branch = await workshop.branch('NSK')
    const roleId = await workshop.role({ base: 'technician', name: 'Foreman' })
    const member = await workshop.memberWith({ roleId, branchIds: [branch.id], name: 'Meera' })
    const scope = await workshop.scope()
    await scope.work((unit) =>
      Membership.create(
        {
          organisationId: workshop.organisationId,
          kind: 'service',
          name: 'Telematics',
          role: 'manager',
          active: true,
        },
        { client: unit.trx }
      )
    )
    assert.lengthOf(await activeMembers(scope), 2)
    const response = await client
      .get('/api/v1/settings/members')
      .bearerToken(await workshop.token())
    const { data } = response.body() as { data: { id: string }[] }
    assert.lengthOf(data, 2)
    assert.containsSubset(
      data.find(({ id }) => id === member.membership.id),
      {
        name: 'Meera',
        role: roleId,
        roleName: 'Foreman',
        branches: [{ id: branch.id, name: 'Branch NSK' }],
        twoFactor: false,
        active: true,
        lastSeenAt: null,
      }
    )
  })

  test('is filtered by role, branch and state, and searched', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const branch = await workshop.branch('NSK')
    const roleId = await workshop.role({ base: 'technician' })
    const own = await workshop.memberWith({ roleId, name: 'Meera Joshi' })
    const gone = await workshop.memberWith({ name: 'Gopal Rao', branchIds: [branch.id] })
    await change(await workshop.scope(), gone, { active: false })
    const token = await workshop.token()
    const names = async (query: string) => {
      const response = await client.get(`/api/v1/settings/members?${query}`).bearerToken(token)
      response.assertStatus(200)
      return (response.body() as { data: { id: string }[] }).data.map(({ id }) => id)
    }
    assert.deepEqual(await names(`role=${roleId}`), [own.membership.id])
    assert.deepEqual(await names('state=inactive'), [gone.membership.id])
    assert.deepEqual(await names('search=joshi'), [own.membership.id])
    assert.include(await names(`branch=${branch.id}`), gone.membership.id)
    const elsewhere = (await workshop.scope()).branches[0].id
    assert.notInclude(await names(`branch=${elsewhere}`), gone.membership.id)
    assert.lengthOf(await names('role=owner'), 1)
  })

  test('offers people for pickers by the base of their role and in the branches of the reader', async ({
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const { branch, foreman } = await foremanOf(workshop)
    const other = await workshop.branch('MUM')
    const elsewhere = await workshop.memberWith({ branchIds: [other.id] })
    const manager = await workshop.memberWith({ role: 'manager' })
    const ids = async (scope: Scope, roles?: Parameters<typeof activeMembers>[1]) =>
      (await activeMembers(scope, roles)).map(({ id }) => id)
    const owner = await workshop.scope()
    assert.sameMembers(await ids(owner, ['technician']), [
      foreman.membership.id,
      elsewhere.membership.id,
    ])
    const seen = await ids(await foreman.scope())
    assert.include(seen, manager.membership.id, 'who works everywhere works here too')
    assert.notInclude(seen, elsewhere.membership.id)
    assert.include(seen, foreman.membership.id)
    assert.equal(branch.code, 'NSK')
  })
})

test.group('Several organisations', () => {
  test('are listed with the role in each, opened, and remembered', async ({ client, assert }) => {
    const [first, second] = [await makeWorkshop(), await makeWorkshop()]
    const user = await first.user()
    const roleId = await second.role({ name: 'Foreman', base: 'technician' })
    const { held } = await invite(await second.scope(), { role: roleId })
    await client
      .post('/account/join')
      .withCsrfToken()
      .withSession({ held_invitation: held })
      .loginAs(user)
      .redirects(0)
    const mine = await organisationsOf(user.id)
    assert.sameDeepMembers(
      mine.map(({ id, role }) => [id, role]),
      [
        [first.organisationId, 'Owner'],
        [second.organisationId, 'Foreman'],
      ]
    )
    const response = await client
      .post('/account/organisations/switch')
      .withCsrfToken()
      .loginAs(user)
      .json({ organisationId: first.organisationId })
      .redirects(0)
    response.assertHeader('location', '/')
    await user.refresh()
    assert.equal(user.lastOrganisationId, first.organisationId)
  })

  test('that a person does not belong to cannot be opened or left', async ({ client }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    for (const verb of ['switch', 'leave']) {
      const response = await client
        .post(`/account/organisations/${verb}`)
        .header('accept', 'application/json')
        .withCsrfToken()
        .loginAs(await mine.user())
        .json({ organisationId: other.organisationId })
      response.assertStatus(422)
    }
  })

  test('one more can be founded by somebody who has an account', async ({ client, assert }) => {
    const user = await (await makeWorkshop()).user('technician')
    const response = await client
      .post('/account/organisations')
      .withCsrfToken()
      .loginAs(user)
      .json({
        organisationName: 'Second Shop',
        country: 'IN',
        stateCode: '27',
        addressLine1: '1 Mill Road',
        city: 'Pune',
        postalCode: '411001',
        role: 'technician',
        partnerId: '01890000-0000-7000-8000-000000000000',
      })
      .redirects(0)
    response.assertHeader('location', '/getting-started')
    const founded = (await organisationsOf(user.id)).find(({ name }) => name === 'Second Shop')
    assert.equal(founded?.kind, 'owner')
    const row = (await db.from('organisations').where('id', founded!.id).first()) as object
    assert.containsSubset(row, { partner_id: null })
  })

  test('the page of organisations answers people who have none', async ({ client }) => {
    const workshop = await makeWorkshop()
    const member = await workshop.memberWith({})
    await change(await workshop.scope(), member, { active: false })
    const page = await client.get('/account/organisations').loginAs(member.user)
    page.assertStatus(200)
  })
})

test.group('Adding members past an invitation', () => {
  test('is for commands and demo data, not for people', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const work = addMember(await workshop.scope(), {
      name: 'Somebody',
      email: 'somebody@example.com',
      password: 'plum gearbox sunrise',
      role: 'technician',
    })
    assert.equal(await refusal(work), 'E_FORBIDDEN')
  })
})
