import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import { localPath } from '../../../app/http/local_path.ts'
import User from '../../../app/identity/models/user.ts'
import { NOTIFICATION_KINDS, wantsMail } from '../../../app/identity/services/notification_kinds.ts'
import { NOWHERE } from '../../../app/identity/services/origin.ts'
import { noteSecurityEvent } from '../../../app/identity/services/security_events.ts'
import { invite } from '../../helpers/invitations.ts'
import { mailsTo, mailTo } from '../../helpers/mail.ts'
import { Visitor } from '../../helpers/visitor.ts'

const NEW_PASSWORD = 'three grey lathes hum 7'

async function signedIn() {
  const workshop = await makeWorkshop()
  const user = await workshop.user()
  const visitor = new Visitor()
  await visitor.submit('/login', { email: user.email, password: TEST_PASSWORD })
  return { workshop, user, visitor }
}

const present = (user: User) => User.findOrFail(user.id)
const PAGES = ['', '/security', '/two-factor', '/sessions', '/activity', '/notifications']

test.group('The pages of an account', () => {
  test('open for a person without any organisation too', async ({ assert }) => {
    const { workshop, user, visitor } = await signedIn()
    await db.from('memberships').where('organisation_id', workshop.organisationId).update({
      active: false,
    })
    await db.from('users').where('id', user.id).update({ last_organisation_id: null })
    const alone = new Visitor()
    await alone.post('/login', { email: user.email, password: TEST_PASSWORD })
    for (const each of [visitor, alone]) {
      for (const page of PAGES) {
        const shown = await each.get(`/account${page}`)
        assert.equal(shown.status, 200, page)
        assert.isNull(shown.props.organisation)
      }
    }
  })

  test('open for nobody else', async ({ assert }) => {
    for (const page of PAGES) {
      assert.equal((await new Visitor().get(`/account${page}`)).location, '/login')
    }
  })
})

test.group('The profile', () => {
  test('keeps name, phone, language and appearance with the person', async ({ assert }) => {
    const { user, visitor } = await signedIn()
    await visitor.change('PUT', '/account', {
      name: 'Asha K. Kulkarni',
      phone: '+919822054321',
      locale: 'hi-IN',
    })
    await visitor.change('PUT', '/account/appearance', { appearance: 'light' })
    const elsewhere = new Visitor()
    await elsewhere.submit('/login', { email: user.email, password: TEST_PASSWORD })
    const page = await elsewhere.get('/account')
    assert.containsSubset(page.props.user, {
      name: 'Asha K. Kulkarni',
      locale: 'hi-IN',
      appearance: 'light',
    })
    assert.containsSubset(page.props.profile, { phone: '+919822054321' })
  })

  const wrong: [string, object, string][] = [
    ['no name', { name: ' ', locale: 'en-IN' }, 'name'],
    ['a phone of letters', { name: 'Asha', phone: 'call me', locale: 'en-IN' }, 'phone'],
    ['a language there is not', { name: 'Asha', locale: 'tlh' }, 'locale'],
  ]
  for (const [what, input, field] of wrong) {
    test(`refuses ${what} and saves nothing`, async ({ assert }) => {
      const { user, visitor } = await signedIn()
      const page = await visitor.change('PUT', '/account', input)
      assert.property(page.props.errors, field)
      assert.equal((await present(user)).name, user.name)
    })
  }

  test('takes no appearance that there is not', async ({ assert }) => {
    const { user, visitor } = await signedIn()
    await visitor.change('PUT', '/account/appearance', { appearance: 'neon' })
    assert.isNull((await present(user)).appearance)
  })
})

test.group('Changing the e-mail address', () => {
  const fresh = () => `moved-${randomUUID()}@example.com`

  test('happens when the link to the new address is confirmed; the old one is told', async ({
    assert,
  }) => {
    const { user, visitor } = await signedIn()
    const email = fresh()
    const asked = await visitor.submit('/account/email', {
      email: email.toUpperCase(),
      password: TEST_PASSWORD,
    })
    assert.equal(asked.props.awaitedEmail, email)
    assert.equal((await present(user)).email, user.email)
    await mailTo(user.email, /wants to change/)
    const { path } = await mailTo(email, /Confirm/)
    const stranger = new Visitor()
    const page = await stranger.get(path)
    assert.equal(page.props.email, email)
    assert.equal((await present(user)).email, user.email, 'opening a link changes nothing')
    await stranger.submit(path, { password: TEST_PASSWORD })
    assert.equal((await present(user)).email, email)
    await mailTo(user.email, /was changed/)
    const again = await stranger.submit(path)
    assert.equal(again.props.flash?.error?.code, 'E_LINK_OVER')
    const later = new Visitor()
    await later.submit('/login', { email, password: TEST_PASSWORD })
    assert.isTrue(await later.isSignedIn())
  })

  test('needs the password', async ({ assert }) => {
    const { visitor } = await signedIn()
    const email = fresh()
    const page = await visitor.submit('/account/email', { email, password: 'wrong' })
    assert.property(page.props.errors, 'password')
    assert.lengthOf(await mailsTo(email), 0)
  })

  test('tells nobody on the page whether the address has an account', async ({ assert }) => {
    const { visitor } = await signedIn()
    const other = await (await makeWorkshop()).user()
    const answers = []
    for (const email of [other.email, fresh()]) {
      const page = await visitor.submit('/account/email', { email, password: TEST_PASSWORD })
      const { awaitedEmail, flash, errors } = page.props
      answers.push({ same: awaitedEmail === email, flash: { ...flash, id: null }, errors })
    }
    assert.deepEqual(answers[0], answers[1])
    const mail = await mailTo(other.email, /have an account/)
    assert.equal(mail.path, '', 'the owner gets no link')
  })

  test('of two people who want one address the second is refused', async ({ assert }) => {
    const email = fresh()
    const [one, two] = [await signedIn(), await signedIn()]
    for (const { visitor } of [one, two]) {
      await visitor.submit('/account/email', { email, password: TEST_PASSWORD })
    }
    const paths = (await mailsTo(email)).map(({ text }) => /\/email\/[\w-]+/.exec(text!)![0])
    assert.lengthOf(paths, 2)
    const answers = []
    for (const path of paths) {
      answers.push(await new Visitor().submit(path, { password: TEST_PASSWORD }))
    }
    assert.lengthOf(await User.query().where('email', email), 1)
    assert.property(answers[1].props.errors, 'email')
  })

  test('is withdrawn on the page, and by a new password', async ({ assert }) => {
    const { user, visitor } = await signedIn()
    const ways = [
      () => visitor.change('DELETE', '/account/email'),
      () =>
        visitor.change('PUT', '/account/password', {
          currentPassword: TEST_PASSWORD,
          password: NEW_PASSWORD,
        }),
    ]
    for (const withdraw of ways) {
      const email = fresh()
      await visitor.submit('/account/email', { email, password: TEST_PASSWORD })
      const { path } = await mailTo(email, /Confirm/)
      await withdraw()
      await visitor.submit(path)
      assert.equal((await present(user)).email, user.email)
    }
  })

  test('voids the links that were sent to the old address', async ({ assert }) => {
    const { user, visitor } = await signedIn()
    await db.table('user_links').insert({
      id: randomUUID(),
      kind: 'reset_password',
      user_id: user.id,
      email: user.email,
      hash: randomUUID(),
      expires_at: new Date(Date.now() + 3_600_000),
    })
    const email = fresh()
    await visitor.submit('/account/email', { email, password: TEST_PASSWORD })
    await visitor.submit((await mailTo(email, /Confirm/)).path)
    const open: unknown[] = await db
      .from('user_links')
      .where('user_id', user.id)
      .whereNull('used_at')
    assert.lengthOf(open, 0)
  })
})

test.group('Changing the password', () => {
  const change = (visitor: Visitor, currentPassword: string, password: string) =>
    visitor.change('PUT', '/account/password', { currentPassword, password })

  test('asks for the present one, signs other devices out and writes a mail', async ({
    assert,
  }) => {
    const { user, visitor } = await signedIn()
    const other = new Visitor()
    await other.submit('/login', { email: user.email, password: TEST_PASSWORD })
    const refused = await change(visitor, 'not the password', NEW_PASSWORD)
    assert.property(refused.props.errors, 'currentPassword')
    assert.isTrue(await other.isSignedIn())
    await change(visitor, TEST_PASSWORD, NEW_PASSWORD)
    assert.isTrue(await visitor.isSignedIn())
    assert.isFalse(await other.isSignedIn())
    await mailTo(user.email, /password was changed/)
    await other.submit('/login', { email: user.email, password: TEST_PASSWORD })
    assert.isFalse(await other.isSignedIn())
    await other.submit('/login', { email: user.email, password: NEW_PASSWORD })
    assert.isTrue(await other.isSignedIn())
  })

  test('refuses a password that is easy to guess', async ({ assert }) => {
    const { user, visitor } = await signedIn()
    for (const weak of ['short', 'password12345', user.email]) {
      const page = await change(visitor, TEST_PASSWORD, weak)
      assert.property(page.props.errors, 'password', weak)
    }
  })

  test('cannot be guessed on an unattended screen', async ({ assert }) => {
    const { visitor } = await signedIn()
    for (let time = 1; time <= 5; time++) await change(visitor, `guess ${time}`, NEW_PASSWORD)
    const page = await change(visitor, TEST_PASSWORD, NEW_PASSWORD)
    assert.equal(page.props.flash?.error?.code, 'E_TOO_MANY_REQUESTS')
  })
})

test.group('Notifications', () => {
  test('can be switched off one by one, but not those about security', async ({ assert }) => {
    const { user, visitor } = await signedIn()
    const all = Object.fromEntries(NOTIFICATION_KINDS.map(({ id }) => [id, false]))
    await visitor.change('PUT', '/account/notifications', { wanted: { ...all, made_up: true } })
    const off = await present(user)
    for (const { id, always } of NOTIFICATION_KINDS) assert.equal(wantsMail(off, id), always, id)
    assert.notProperty(off.notifications, 'made_up')
    assert.notProperty(off.notifications, 'security')
    await visitor.change('PUT', '/account/notifications', { wanted: { 'member.joined': true } })
    const one = await present(user)
    assert.isTrue(wantsMail(one, 'member.joined'))
    assert.isFalse(wantsMail(one, 'member.role_changed'), 'the others stay as they were')
    const page = await visitor.get('/account/notifications')
    assert.containsSubset(page.props.kinds, [{ id: 'security', always: true, on: true }])
  })

  test('that are off are not sent, the change is made all the same', async ({ assert, client }) => {
    const { workshop } = await signedIn()
    const token = await workshop.token()
    const [deaf, listening] = [
      await workshop.member('technician'),
      await workshop.member('accountant'),
    ]
    await deaf.user.merge({ notifications: { 'member.role_changed': false } }).save()
    for (const { membership } of [deaf, listening]) {
      const answer = await client
        .put(`/api/v1/settings/members/${membership.id}`)
        .bearerToken(token)
        .json({ role: 'manager' })
      answer.assertStatus(200)
    }
    await mailTo(listening.user.email, /What you may do/)
    assert.lengthOf(await mailsTo(deaf.user.email), 0)
  })

  test('of somebody who joined go to those who want them', async ({ assert }) => {
    const { workshop, user } = await signedIn()
    const scope = await workshop.scope()
    const join = async () => {
      const { secret } = await invite(scope)
      const guest = await (await makeWorkshop()).user()
      const visitor = new Visitor()
      await visitor.submit('/login', { email: guest.email, password: TEST_PASSWORD })
      await visitor.submit('/join', { code: secret })
      await visitor.submit('/account/join')
      return guest.email
    }
    const told = await join()
    await mailTo(user.email, / joined /)
    await user.merge({ notifications: { 'member.joined': false } }).save()
    const untold = await join()
    const texts = (await mailsTo(user.email)).map(({ text }) => text).join()
    assert.include(texts, told)
    assert.notInclude(texts, untold)
  })

  test('are on until somebody switches them off', async ({ assert }) => {
    const { user } = await signedIn()
    for (const { id } of NOTIFICATION_KINDS) assert.isTrue(wantsMail(await present(user), id))
  })
})

test.group('The activity of an account', () => {
  interface Entry {
    id: string
    at: string
    title: string
  }

  test('is told page by page, newest first, each thing once and nothing of others', async ({
    assert,
  }) => {
    const { user, visitor } = await signedIn()
    for (let time = 1; time <= 65; time++) {
      await noteSecurityEvent({ kind: 'sign_in.failed', userId: user.id }, NOWHERE)
    }
    const stranger = await (await makeWorkshop()).user()
    await noteSecurityEvent({ kind: 'two_factor.on', userId: stranger.id }, NOWHERE)
    const seen: Entry[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page = await visitor.get(`/account/activity${cursor && `?cursor=${cursor}`}`)
      seen.push(...(page.props.entries as Entry[]))
      cursor = page.props.nextCursor as string | null
    }
    const own: unknown[] = await db.from('security_events').where('user_id', user.id)
    assert.lengthOf(seen, own.length)
    assert.lengthOf(new Set(seen.map(({ id }) => id)), own.length)
    const times = seen.map((entry) => entry.at)
    assert.deepEqual(times, times.toSorted().reverse())
    assert.include(
      seen.map(({ title }) => title),
      'Signed in'
    )
    assert.notInclude(
      seen.map(({ title }) => title),
      'Two-factor sign-in switched on'
    )
  })
})

test.group('A path to go to after signing in', () => {
  test('is one of this site or the start page', ({ assert }) => {
    for (const path of ['/', '/tickets?status=open', '/account/sessions']) {
      assert.equal(localPath(path), path)
    }
    const elsewhere = [
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      '/.//evil.example',
      '/a/..//evil.example',
      'https://evil.example',
      'javascript:alert(1)',
      '',
      null,
      { toString: () => '//evil.example' },
    ]
    for (const path of elsewhere) assert.equal(localPath(path), '/', String(path))
  })
})
