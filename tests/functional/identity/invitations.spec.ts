import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import db from '@adonisjs/lucid/services/db'
import type { SessionData } from '@adonisjs/session/types'
import { randomUUID } from 'node:crypto'
import { systemScope, type Scope } from '@karkhana/kernel'
import { makeWorkshop, TEST_PASSWORD, type Workshop } from '@karkhana/kernel/testing'
import User from '../../../app/identity/models/user.ts'
import {
  createInvitation,
  renewInvitation,
  withdrawInvitation,
} from '../../../app/identity/services/invitations.ts'
import { hashesOf, makeSecret } from '../../../app/identity/services/invitation_secrets.ts'
import { updateMember } from '../../../app/identity/services/members_change.ts'
import { eventsOf, invite, registry, usesOf } from '../../helpers/invitations.ts'
import { mailsTo, mailTo } from '../../helpers/mail.ts'

const PASSWORD = 'plum gearbox sunrise'
const address = (name: string) => `${name}-${randomUUID()}@example.com`

/** One visitor: their address on the network, and the session that their cookies carry on. */
function visitor(client: ApiClient, ip = `198.51.100.${1 + Math.floor(Math.random() * 250)}`) {
  let session: SessionData = {}
  const ask = async (method: 'GET' | 'POST', path: string, body?: object) => {
    const request = client
      .request(path, method)
      .header('x-forwarded-for', `${ip}`)
      .header('referer', '/join')
      .withCsrfToken()
      .withSession(session)
      .redirects(0)
    const response = await (body ? request.json(body) : request)
    session = { ...response.session() }
    return response
  }
  return {
    ask,
    get session() {
      return session
    },
  }
}

/** A member as the database has it. */
async function memberNamed(workshop: Workshop, email: string) {
  const [row] = await db
    .from('memberships as m')
    .join('users as u', 'u.id', 'm.user_id')
    .where({ 'm.organisation_id': workshop.organisationId, 'u.email': email })
    .select('m.role', 'm.role_id', 'm.branch_ids', 'm.active', 'u.email_verified_at')
  return row as
    | {
        role: string
        role_id: string
        branch_ids: string[]
        active: boolean
        email_verified_at: Date
      }
    | undefined
}

const refusal = async (work: Promise<unknown>) =>
  work.then(
    () => 'nothing',
    (error: { code: string }) => error.code
  )

test.group('Invitations', () => {
  test('show their secret once and keep only what it cannot be told from', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const made = await client
      .post('/api/v1/settings/invitations')
      .bearerToken(await workshop.token())
      .json({ kind: 'code', role: 'technician', uses: 3, hours: 24 })
    made.assertStatus(201)
    const { id, secret, hint } = (made.body() as { data: Record<string, string> }).data
    assert.match(secret, /^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/)
    assert.equal(hint, secret.slice(-2))
    const scope = await workshop.scope()
    const [row] = await scope.read((unit) =>
      unit.rows<{ text: string }>('select i::text as text from invitations i where id = ?', [id])
    )
    assert.notInclude(row.text, secret.replace('-', ''))
    assert.notInclude(row.text, secret)
    const shown = await client
      .get(`/api/v1/settings/invitations/${id}`)
      .bearerToken(await workshop.token())
    assert.notInclude(shown.text(), secret.slice(0, 4))
  })

  test('by mail show their secret to nobody but the reader of the mail', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const email = address('imran')
    const made = await client
      .post('/api/v1/settings/invitations')
      .bearerToken(await workshop.token())
      .json({ kind: 'email', email, role: 'technician', hours: 24 })
    assert.isNull((made.body() as { data: { secret: null } }).data.secret)
    const { path } = await mailTo(email)
    const token = path.replace('/join/', '')
    assert.lengthOf(token, 43)
    assert.notInclude(made.text(), token)
  })

  test('are found by a code in any case, with or without dash', ({ assert }) => {
    const { value, hash } = makeSecret('code')
    for (const typed of [value, value.toLowerCase(), value.replace('-', ''), ` ${value} `]) {
      assert.deepEqual(hashesOf(typed), [hash], typed)
    }
    assert.deepEqual(hashesOf('OOOO-1111'), [], 'letters that no code has')
  })

  test('by code still open after the key of the deployment was changed', ({ assert, cleanup }) => {
    const { APP_KEY, APP_KEY_PREVIOUS } = process.env
    cleanup(() => {
      process.env.APP_KEY = APP_KEY
      if (APP_KEY_PREVIOUS === undefined) delete process.env.APP_KEY_PREVIOUS
      else process.env.APP_KEY_PREVIOUS = APP_KEY_PREVIOUS
    })
    const { value, hash } = makeSecret('code')
    process.env.APP_KEY = 'another key of more than thirty-two characters'
    assert.notInclude(hashesOf(value), hash)
    process.env.APP_KEY_PREVIOUS = APP_KEY
    assert.include(hashesOf(value), hash)
  })

  test('give nobody more than the inviter has', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const branch = await workshop.branch('NSK')
    const roleId = await workshop.role({ base: 'technician', grants: ['kernel.member.manage'] })
    const foreman = await workshop.memberWith({ roleId, branchIds: [branch.id] })
    const modules = await registry()
    const ask = (scope: Scope, role: string, branchIds: string[] = []) =>
      refusal(createInvitation(scope, modules, { kind: 'code', role, branchIds, hours: 1 }))
    const admin = await workshop.scope('admin')
    assert.equal(await ask(admin, 'owner'), 'E_ROLE_ABOVE_OWN', 'an admin makes no owner')
    assert.equal(await ask(admin, 'admin'), 'nothing')
    assert.equal(await ask(await workshop.scope('manager'), 'technician'), 'E_FORBIDDEN')

    const limited = await foreman.scope()
    assert.equal(await ask(limited, 'manager', [branch.id]), 'E_ROLE_ABOVE_OWN')
    assert.equal(await ask(limited, 'technician'), 'E_BRANCH_ABOVE_OWN', 'all branches')
    const elsewhere = admin.branches[0].id
    assert.equal(await ask(limited, 'technician', [elsewhere]), 'E_BRANCH_ABOVE_OWN')
    assert.equal(await ask(limited, 'technician', [branch.id]), 'nothing')
    assert.equal(await ask(limited, roleId, [branch.id]), 'nothing', 'the role they have')
    const foreign = await (await makeWorkshop()).role({ base: 'technician' })
    assert.equal(await ask(admin, foreign), 'E_NOT_FOUND', 'a role of another organisation')
  })

  const limits: [string, Record<string, unknown>, string][] = [
    ['a code for more than a week', { kind: 'code', hours: 169 }, 'hours'],
    ['a link for more than 30 days', { kind: 'link', hours: 721 }, 'hours'],
    ['less than an hour', { kind: 'link', hours: 0 }, 'hours'],
    ['more than 20 uses', { kind: 'link', uses: 21 }, 'uses'],
    ['a mail for two', { kind: 'email', email: 'two@example.com', uses: 2 }, 'uses'],
    ['a mail to nobody', { kind: 'email' }, 'email'],
  ]
  for (const [what, input, field] of limits) {
    test(`refuse ${what}, naming ${field}`, async ({ client, assert }) => {
      const workshop = await makeWorkshop()
      const response = await client
        .post('/api/v1/settings/invitations')
        .bearerToken(await workshop.token())
        .json({ role: 'technician', hours: 24, ...input })
      response.assertStatus(422)
      const { errors } = response.body() as { errors: { field: string }[] }
      assert.deepEqual(
        errors.map((error) => error.field),
        [field]
      )
    })
  }

  test('are listed, sent again and withdrawn, all noted', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const { invitation, secret } = await invite(scope)
    const again = await renewInvitation(scope, await registry(), invitation.id)
    assert.notEqual(again.secret, secret)
    await withdrawInvitation(scope, invitation.id)
    assert.equal(
      await refusal(renewInvitation(scope, await registry(), invitation.id)),
      'E_INVITATION_OVER'
    )
    assert.deepEqual(await eventsOf(workshop.organisationId), [
      'invitation.created',
      'invitation.renewed',
      'invitation.revoked',
    ])
  })

  test('to other branches stay untouched by who works in some', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const [branch, other] = [await workshop.branch('NSK'), await workshop.branch('MUM')]
    const limited = await workshop.memberWith({ role: 'admin', branchIds: [branch.id] })
    const scope = await workshop.scope()
    const everywhere = await invite(scope)
    const there = await invite(scope, { branchIds: [other.id] })
    const here = await invite(scope, { branchIds: [branch.id] })
    const page = await client
      .get('/settings/invitations')
      .header('accept', 'application/json')
      .loginAs(limited.user)
    const { data } = page.body() as { data: { id: string }[] }
    assert.sameMembers(
      data.map(({ id }) => id),
      [everywhere.invitation.id, here.invitation.id]
    )
    const mine = await limited.scope()
    const modules = await registry()
    for (const { invitation } of [everywhere, there]) {
      assert.equal(await refusal(withdrawInvitation(mine, invitation.id)), 'E_BRANCH_ABOVE_OWN')
      assert.equal(
        await refusal(renewInvitation(mine, modules, invitation.id)),
        'E_BRANCH_ABOVE_OWN'
      )
    }
    assert.equal(await refusal(withdrawInvitation(mine, here.invitation.id)), 'nothing')
  })

  test('of another organisation are not there', async ({ assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const { invitation } = await invite(await other.scope())
    const scope = await mine.scope()
    assert.equal(await refusal(withdrawInvitation(scope, invitation.id)), 'E_NOT_FOUND')
    assert.equal(
      await refusal(renewInvitation(scope, await registry(), invitation.id)),
      'E_NOT_FOUND'
    )
  })
})

test.group('Joining as a stranger', () => {
  test('by code: nothing is made before the mail, then they are in with role and branch', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const branch = await workshop.branch('NSK')
    const scope = await workshop.scope()
    const { invitation, secret } = await invite(scope, { branchIds: [branch.id], uses: 2 })
    const email = address('newcomer')
    const guest = visitor(client)

    const opened = await guest.ask('POST', '/join', { code: secret.toLowerCase() })
    opened.assertHeader('location', '/join/invitation')
    assert.notInclude(JSON.stringify(guest.session), secret, 'the session keeps no secret')
    const asked = await guest.ask('POST', '/join/invitation', {
      name: 'Imran Shaikh',
      email: email.toUpperCase(),
      password: PASSWORD,
      role: 'owner',
      roleId: null,
      branchIds: [],
      organisationId: randomUUID(),
    })
    asked.assertHeader('location', '/join/mailed')
    assert.isNull(await User.findBy('email', email), 'no account yet')
    assert.deepEqual(await usesOf(scope, invitation.id), { uses: 0, joined: 0 })

    const { path } = await mailTo(email)
    assert.match(path, /^\/join\/confirm\//)
    ;(await client.get(path)).assertStatus(200)
    assert.isNull(await User.findBy('email', email), 'a program that looks at links makes none')
    const done = await guest.ask('POST', path)
    done.assertHeader('location', '/')
    assert.exists(guest.session.auth_web, 'signed in')

    const member = await memberNamed(workshop, email)
    assert.containsSubset(member, { role: 'technician', active: true, branch_ids: [branch.id] })
    assert.exists(member!.email_verified_at)
    assert.deepEqual(await usesOf(scope, invitation.id), { uses: 1, joined: 1 })
    assert.deepEqual(await eventsOf(workshop.organisationId), [
      'invitation.created',
      'invitation.used',
      'sign_in.ok',
    ])

    const second = await visitor(client).ask('POST', path, { password: PASSWORD })
    assert.equal(second.flashMessage('error').code, 'E_LINK_OVER', 'the link counts once')
  })

  test('in another browser than the one that asked, the password is asked as well', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const { secret } = await invite(await workshop.scope())
    const email = address('victim')
    const attacker = visitor(client)
    await attacker.ask('POST', '/join', { code: secret })
    await attacker.ask('POST', '/join/invitation', { name: 'Victim', email, password: PASSWORD })
    const { path } = await mailTo(email)
    const victim = visitor(client)
    const pressed = await victim.ask('POST', path)
    assert.property(pressed.flashMessage('inputErrorsBag'), 'password')
    assert.isNull(await User.findBy('email', email), 'nobody has an account with that address')
    const owner = await victim.ask('POST', path, { password: PASSWORD })
    owner.assertHeader('location', '/')
    assert.isTrue((await memberNamed(workshop, email))?.active)
  })

  test('by mail: the address is fixed and proven, they are in at once', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const email = address('sunita')
    await invite(await workshop.scope(), { kind: 'email', email, role: 'accountant' })
    const { path } = await mailTo(email)
    const guest = visitor(client)
    const followed = await guest.ask('GET', path)
    followed.assertHeader('location', '/join/invitation')
    followed.assertHeader('cache-control', 'no-store')
    const done = await guest.ask('POST', '/join/invitation', {
      name: 'Sunita Nair',
      email: address('somebody-else'),
      password: PASSWORD,
    })
    done.assertHeader('location', '/')
    const member = await memberNamed(workshop, email)
    assert.containsSubset(member, { role: 'accountant', active: true })
    assert.exists(member!.email_verified_at)
  })

  test('a weak password is refused at its field', async ({ client, assert }) => {
    const { held } = await invite(await (await makeWorkshop()).scope())
    const response = await client
      .post('/join/invitation')
      .header('accept', 'application/json')
      .withCsrfToken()
      .withSession({ held_invitation: held })
      .json({ name: 'Imran', email: address('imran'), password: 'password12' })
    response.assertStatus(422)
    assert.equal((response.body() as { errors: { field: string }[] }).errors[0].field, 'password')
  })

  test('an address that has an account gets the same answer, and a mail that says so', async ({
    client,
    assert,
  }) => {
    const { email } = await (await makeWorkshop()).user()
    const workshop = await makeWorkshop()
    const { held } = await invite(await workshop.scope())
    const answers = []
    for (const tried of [email, address('nobody')]) {
      const response = await client
        .post('/join/invitation')
        .withCsrfToken()
        .withSession({ held_invitation: held })
        .json({ name: 'Somebody', email: tried, password: PASSWORD })
        .redirects(0)
      answers.push([response.status(), response.header('location')])
    }
    assert.deepEqual(answers[0], answers[1])
    const mail = await mailTo(email)
    assert.include(mail.text, 'You have an account already')
    assert.notInclude(mail.text, '/join/confirm/')
    assert.isUndefined(await memberNamed(workshop, email))
  })
})

test.group('Joining with an account', () => {
  /** What the page answers to a signed-in person who accepts. */
  async function accept(client: ApiClient, held: object, user: User) {
    const response = await client
      .post('/account/join')
      .header('accept', 'application/json')
      .withCsrfToken()
      .withSession({ held_invitation: held })
      .loginAs(user)
      .redirects(0)
    return response.status() < 400 ? 'ok' : (response.body() as { code: string }).code
  }

  test('is one button, and the organisation opens', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const user = await (await makeWorkshop()).user()
    const { held } = await invite(await workshop.scope(), { role: 'manager' })
    assert.equal(await accept(client, held, user), 'ok')
    assert.equal((await memberNamed(workshop, user.email))?.role, 'manager')
    await user.refresh()
    assert.equal(user.lastOrganisationId, workshop.organisationId)
  })

  test('by a mail to another address is refused, and nothing is used up', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const { invitation, held } = await invite(scope, { kind: 'email', email: address('meera') })
    const user = await (await makeWorkshop()).user()
    assert.equal(await accept(client, held, user), 'E_INVITATION_OTHER_ADDRESS')
    assert.deepEqual(await usesOf(scope, invitation.id), { uses: 0, joined: 0 })
    assert.include(await eventsOf(workshop.organisationId), 'invitation.failed')
  })

  test('says so to a member, and counts no use', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const { invitation, held } = await invite(scope)
    assert.equal(await accept(client, held, await workshop.user('manager')), 'E_ALREADY_MEMBER')
    assert.deepEqual(await usesOf(scope, invitation.id), { uses: 0, joined: 0 })
    assert.equal((await workshop.scope('manager')).role, 'manager')
  })

  test('waits until the address is proven', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const user = await (await makeWorkshop()).user('technician')
    await user.merge({ emailVerifiedAt: null }).save()
    const { held } = await invite(await workshop.scope())
    await accept(client, held, user)
    assert.isUndefined(await memberNamed(workshop, user.email))
    const { path } = await mailTo(user.email, /^Join/)
    await visitor(client).ask('POST', path, { password: TEST_PASSWORD })
    assert.isTrue((await memberNamed(workshop, user.email))?.active)
  })

  test('brings back who left, with the new role', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const member = await workshop.memberWith({ role: 'manager', grants: [] })
    const leaving = await client
      .post('/account/organisations/leave')
      .withCsrfToken()
      .loginAs(member.user)
      .json({ organisationId: workshop.organisationId })
      .redirects(0)
    leaving.assertStatus(303)
    assert.isFalse((await memberNamed(workshop, member.user.email))?.active)
    const { held } = await invite(await workshop.scope(), { role: 'technician' })
    assert.equal(await accept(client, held, member.user), 'ok')
    assert.containsSubset(await memberNamed(workshop, member.user.email), {
      role: 'technician',
      active: true,
    })
  })

  test('does not bring back who was let go, by an invitation from before', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const before = await invite(scope, { uses: 5 })
    const { user, membership } = await workshop.memberWith({ role: 'technician' })
    await updateMember(scope, await registry(), membership.id, { active: false })
    assert.equal(await accept(client, before.held, user), 'E_ACCESS_ENDED')
    assert.isFalse((await memberNamed(workshop, user.email))?.active)
    const after = await invite(scope)
    assert.equal(await accept(client, after.held, user), 'ok')
  })

  test('does not bring back an admin by an invitation of their own', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const admin = await workshop.memberWith({ role: 'admin' })
    const { held } = await invite(await admin.scope(), { kind: 'link', role: 'admin', uses: 5 })
    await updateMember(await workshop.scope(), await registry(), admin.membership.id, {
      active: false,
    })
    assert.equal(
      await accept(client, held, await (await makeWorkshop()).user()),
      'E_INVITATION_WITHDRAWN'
    )
  })

  test('withdraws what a demoted admin could no longer give, and only that', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const roleId = await workshop.role({ base: 'manager', grants: ['kernel.member.manage'] })
    const admin = await workshop.memberWith({ role: 'admin' })
    const high = await invite(await admin.scope(), { role: 'admin' })
    const low = await invite(await admin.scope(), { role: 'technician' })
    await updateMember(await workshop.scope(), await registry(), admin.membership.id, {
      role: roleId,
    })
    const guest = await (await makeWorkshop()).user()
    assert.equal(await accept(client, high.held, guest), 'E_INVITATION_WITHDRAWN')
    assert.equal(await accept(client, low.held, guest), 'ok')
  })

  test('is refused while the organisation is suspended', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const { held } = await invite(await workshop.scope())
    const scope = await systemScope(workshop.organisationId, 'test')
    await scope.work((unit) =>
      unit
        .from('organisations')
        .where('id', workshop.organisationId)
        .update({ suspended_at: new Date() })
    )
    const guest = await (await makeWorkshop()).user()
    assert.equal(await accept(client, held, guest), 'E_ORGANISATION_SUSPENDED')
  })
})

test.group('What is over', () => {
  const OVER: [string, (scope: Scope, id: string) => Promise<unknown>, string][] = [
    [
      'expired',
      (scope, id) =>
        scope.work((unit) =>
          unit
            .from('invitations')
            .where('id', id)
            .update({ expires_at: new Date(Date.now() - 1000) })
        ),
      'E_INVITATION_EXPIRED',
    ],
    [
      'used up',
      (scope, id) =>
        scope.work((unit) => unit.from('invitations').where('id', id).update({ uses: 1 })),
      'E_INVITATION_USED_UP',
    ],
    ['withdrawn', withdrawInvitation, 'E_INVITATION_WITHDRAWN'],
  ]
  for (const [what, end, code] of OVER) {
    test(`an invitation that is ${what} says so to its holder, and whom to ask`, async ({
      client,
      assert,
    }) => {
      const workshop = await makeWorkshop()
      const scope = await workshop.scope()
      const { invitation, secret, held } = await invite(scope)
      await end(scope, invitation.id)
      const opened = await visitor(client).ask('POST', '/join', { code: secret })
      opened.assertHeader('location', '/join/invitation')
      const response = await client
        .post('/account/join')
        .header('accept', 'application/json')
        .withCsrfToken()
        .withSession({ held_invitation: held })
        .loginAs(await (await makeWorkshop()).user())
      response.assertStatus(422)
      const body = response.body() as { code: string; next: string }
      assert.equal(body.code, code)
      assert.include(body.next, 'Asha Kulkarni')
    })
  }

  test('a wrong code, a former one and one that can be none are answered alike', async ({
    client,
    assert,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    const { invitation, secret } = await invite(scope)
    await renewInvitation(scope, await registry(), invitation.id)
    const answers = []
    for (const code of [makeSecret('code').value, secret, 'hello', makeSecret('link').value]) {
      const response = await visitor(client).ask('POST', '/join', { code })
      answers.push([
        response.status(),
        response.header('location'),
        response.flashMessage('inputErrorsBag'),
      ])
    }
    for (const answer of answers) assert.deepEqual(answer, answers[0])
    assert.property(answers[0][2], 'code')
  })

  test('who opened it before it was sent again holds nothing any more', async ({ client }) => {
    const scope = await (await makeWorkshop()).scope()
    const { invitation, secret } = await invite(scope)
    const guest = visitor(client)
    await guest.ask('POST', '/join', { code: secret })
    await renewInvitation(scope, await registry(), invitation.id)
    const response = await guest.ask('GET', '/join/invitation')
    response.assertHeader('location', '/join')
  })
})

test.group('Guessing codes', () => {
  test('is stopped after ten wrong ones, for this client alone, and a right one buys no more', async ({
    client,
    assert,
  }) => {
    const ip = '203.0.113.77'
    const { secret } = await invite(await (await makeWorkshop()).scope(), { uses: 20 })
    const attacker = visitor(client, ip)
    for (let guess = 1; guess <= 9; guess++) {
      const wrong = await attacker.ask('POST', '/join', { code: makeSecret('code').value })
      assert.property(wrong.flashMessage('inputErrorsBag'), 'code', `guess ${guess}`)
    }
    const right = await attacker.ask('POST', '/join', { code: secret })
    right.assertHeader('location', '/join/invitation')
    await attacker.ask('POST', '/join', { code: makeSecret('code').value })
    const stopped = await attacker.ask('POST', '/join', { code: secret })
    assert.equal(stopped.flashMessage('error').code, 'E_TOO_MANY_REQUESTS')
    const other = await visitor(client, '203.0.113.78').ask('POST', '/join', { code: secret })
    other.assertHeader('location', '/join/invitation')
  })

  test('links are no way around it', async ({ client, assert }) => {
    const attacker = visitor(client, '203.0.113.79')
    for (let guess = 1; guess <= 10; guess++) {
      await attacker.ask('GET', `/join/${makeSecret('code').value}`)
    }
    const stopped = await attacker.ask('GET', `/join/${makeSecret('code').value}`)
    assert.equal(stopped.flashMessage('error').code, 'E_TOO_MANY_REQUESTS')
    stopped.assertHeader('location', '/join')
  })

  test('mails to a guest are few', async ({ client, assert }) => {
    const { held } = await invite(await (await makeWorkshop()).scope())
    const email = address('flooded')
    for (let sent = 1; sent <= 8; sent++) {
      await client
        .post('/join/invitation')
        .header('x-forwarded-for', `192.0.2.${sent}`)
        .withCsrfToken()
        .withSession({ held_invitation: held })
        .json({ name: 'Somebody', email, password: PASSWORD })
        .redirects(0)
    }
    assert.lengthOf(await mailsTo(email), 5)
  })
})
