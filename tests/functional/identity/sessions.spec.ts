import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import { describeDevice, networkOf } from '../../../app/identity/services/devices.ts'
import { placeOf } from '../../../app/identity/services/places.ts'
import type { SessionView } from '../../../app/identity/services/sessions.ts'
import { mailsTo, mailTo } from '../../helpers/mail.ts'
import { Visitor } from '../../helpers/visitor.ts'

const PHONE =
  'Mozilla/5.0 (Linux; Android 14; SM-A546E) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36'
const NEWER_PHONE = PHONE.replace('Chrome/131.0.0.0', 'Chrome/140.0.0.0')
const LAPTOP =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15'
/** Of an Indian network. */
const MUMBAI = '49.36.1.17'
const COOKIE = 'karkhana_session'

const somebody = async () => (await makeWorkshop()).user()
const signIn = (visitor: Visitor, email: string, more: object = {}) =>
  visitor.submit('/login', { email, password: TEST_PASSWORD, ...more })
const sessionsOf = async (visitor: Visitor) =>
  (await visitor.get('/account/sessions')).props.sessions as SessionView[]

function cookieLine(headers: Headers): string {
  const line = headers.getSetCookie().find((each) => each.startsWith(`${COOKIE}=`))
  if (!line) throw new Error('No session cookie was sent')
  return line
}

test.group('The list of sessions', () => {
  test('says which device, where, since when, and which one this is', async ({ assert }) => {
    const user = await somebody()
    const phone = new Visitor(MUMBAI, PHONE)
    const laptop = new Visitor('192.168.1.20', LAPTOP)
    await signIn(phone, user.email)
    await signIn(laptop, user.email)
    const [here, there, ...others] = await sessionsOf(laptop)
    assert.lengthOf(others, 0)
    assert.containsSubset(here, {
      device: 'Safari on macOS',
      kind: 'computer',
      place: 'This network',
      ip: '192.168.1.20',
      current: true,
    })
    assert.containsSubset(there, {
      device: 'Chrome on Android',
      kind: 'phone',
      place: 'India',
      ip: MUMBAI,
      method: 'password',
      twoFactor: false,
      current: false,
    })
  })

  test('shows nobody the sessions of others, and ends none of them', async ({ assert }) => {
    const [mine, other] = [await somebody(), await somebody()]
    const [me, them] = [new Visitor(), new Visitor()]
    await signIn(me, mine.email)
    await signIn(them, other.email)
    const [theirs] = await sessionsOf(them)
    assert.notInclude(
      (await sessionsOf(me)).map(({ id }) => id),
      theirs.id
    )
    const answer = await me.change('DELETE', `/account/sessions/${theirs.id}`)
    assert.equal(answer.props.flash?.error?.code, 'E_NOT_FOUND')
    assert.isTrue(await them.isSignedIn())
  })

  test('ends one session, which is signed out at its next request and told so', async ({
    assert,
  }) => {
    const user = await somebody()
    const [here, there] = [new Visitor(), new Visitor()]
    await signIn(here, user.email)
    await signIn(there, user.email)
    const other = (await sessionsOf(here)).find(({ current }) => !current)!
    await here.change('DELETE', `/account/sessions/${other.id}`)
    const { location } = await there.get('/account/sessions')
    assert.equal(location, '/login')
    const page = await there.get('/login')
    assert.equal(page.props.flash?.error?.code, 'E_SESSION_ENDED')
    assert.isTrue(await here.isSignedIn())
    assert.lengthOf(await sessionsOf(here), 1)
  })

  test('turns away what a page of an ended session still sends, and does not do it', async ({
    assert,
  }) => {
    const user = await somebody()
    const visitor = new Visitor()
    await signIn(visitor, user.email)
    await visitor.get('/account')
    await db.from('user_sessions').where('user_id', user.id).update({ revoked_at: new Date() })
    const page = await visitor.change('PUT', '/account', { name: 'Somebody Else', locale: 'en-IN' })
    assert.equal(page.component, 'kernel::auth/login')
    const [row] = (await db.from('users').where('id', user.id)) as { name: string }[]
    assert.equal(row.name, user.name)
  })

  test('ends all others at once', async ({ assert }) => {
    const user = await somebody()
    const [here, ...others] = [new Visitor(), new Visitor(), new Visitor()]
    for (const visitor of [here, ...others]) await signIn(visitor, user.email)
    await here.submit('/account/sessions/end-others')
    assert.isTrue(await here.isSignedIn())
    for (const other of others) assert.isFalse(await other.isSignedIn())
  })

  test('loses a session that signs out', async ({ assert }) => {
    const user = await somebody()
    const visitor = new Visitor()
    await signIn(visitor, user.email)
    const stolen = new Map(visitor.cookies)
    await visitor.post('/logout')
    const [row] = (await db.from('user_sessions').where('user_id', user.id)) as {
      revoked_at: Date | null
    }[]
    assert.isNotNull(row.revoked_at)
    const thief = new Visitor()
    for (const [name, value] of stolen) thief.cookies.set(name, value)
    assert.isFalse(await thief.isSignedIn(), 'a copy of the cookie is worth nothing')
  })
})

test.group('The browser session', () => {
  test('that was planted before is worth nothing after signing in', async ({ assert }) => {
    const user = await somebody()
    const attacker = new Visitor()
    await attacker.get('/login')
    const victim = new Visitor()
    for (const [name, value] of attacker.cookies) victim.cookies.set(name, value)
    await signIn(victim, user.email)
    assert.isTrue(await victim.isSignedIn())
    assert.notEqual(victim.cookies.get(COOKIE), attacker.cookies.get(COOKIE))
    assert.isFalse(await attacker.isSignedIn())
  })

  test('of an earlier person ends when another signs in in the same browser', async ({
    assert,
  }) => {
    const [first, second] = [await somebody(), await somebody()]
    const visitor = new Visitor()
    await signIn(visitor, first.email)
    const stolen = new Map(visitor.cookies)
    await signIn(visitor, second.email)
    const [row] = (await db.from('user_sessions').where('user_id', first.id)) as {
      revoked_at: Date | null
    }[]
    assert.isNotNull(row.revoked_at)
    const former = new Visitor()
    for (const [name, value] of stolen) former.cookies.set(name, value)
    assert.isFalse(await former.isSignedIn())
  })

  test('ends with the browser and after 12 hours without use', async ({ assert }) => {
    const user = await somebody()
    const visitor = new Visitor()
    const { headers } = await visitor.post('/login', { email: user.email, password: TEST_PASSWORD })
    const line = cookieLine(headers)
    assert.notMatch(line, /max-age|expires/i)
    assert.match(line, /HttpOnly/i)
    assert.match(line, /SameSite=Lax/i)
    const [row] = (await db.from('user_sessions').where('user_id', user.id)) as SessionRow[]
    assert.isFalse(row.remembered)
    assert.closeTo(hoursUntil(row.expires_at), 12, 0.1)
  })

  test('of somebody who is remembered lives on for 30 days', async ({ assert }) => {
    const user = await somebody()
    const visitor = new Visitor()
    const { headers } = await visitor.post('/login', {
      email: user.email,
      password: TEST_PASSWORD,
      remember: true,
    })
    assert.match(cookieLine(headers), /Max-Age=2592000/)
    const later = await visitor.get('/account')
    assert.match(cookieLine(later.headers), /Max-Age=2592000/, 'counted from the last use')
    const [row] = (await db.from('user_sessions').where('user_id', user.id)) as SessionRow[]
    assert.isTrue(row.remembered)
    assert.closeTo(hoursUntil(row.expires_at), 30 * 24, 0.1)
    const out = await visitor.post('/logout')
    assert.notMatch(cookieLine(out.headers), /max-age=[1-9]/i)
  })

  test('lets a page that stood open all day send its form', async ({ assert }) => {
    const { headers } = await new Visitor().get('/login')
    const token = headers.getSetCookie().find((line) => line.startsWith('XSRF-TOKEN='))
    assert.notMatch(token!, /max-age|expires/i)
  })

  test('that nobody used in time is over, whatever the cookie says', async ({ assert }) => {
    const user = await somebody()
    const visitor = new Visitor()
    await signIn(visitor, user.email, { remember: true })
    await db.from('user_sessions').where('user_id', user.id).update({ expires_at: new Date() })
    assert.isFalse(await visitor.isSignedIn())
  })
})

interface SessionRow {
  remembered: boolean
  expires_at: Date
}
const hoursUntil = (instant: Date) => (instant.getTime() - Date.now()) / 3_600_000

test.group('A new device', () => {
  const newDevice = /New sign-in/

  test('is noted and mailed, a known one is not', async ({ assert }) => {
    const user = await somebody()
    await signIn(new Visitor(MUMBAI, PHONE), user.email)
    assert.lengthOf(
      (await mailsTo(user.email)).filter(({ subject }) => newDevice.test(subject)),
      0,
      'the first sign-in of all is no news'
    )
    await signIn(new Visitor('49.36.1.200', NEWER_PHONE), user.email)
    assert.lengthOf(
      (await mailsTo(user.email)).filter(({ subject }) => newDevice.test(subject)),
      0,
      'the same browser and system from the same network'
    )
    await signIn(new Visitor('203.0.113.9', LAPTOP), user.email)
    const mail = await mailTo(user.email, newDevice)
    assert.include(mail.subject, 'Safari on macOS')
    assert.include(mail.text, '203.0.113.9')
    assert.equal(mail.path, '/account/sessions')
    const events = (await db
      .from('security_events')
      .where({ user_id: user.id, kind: 'sign_in.new_device' })) as { details: unknown }[]
    assert.lengthOf(events, 1)
  })

  test('is one that was not seen for 90 days', async ({ assert }) => {
    const user = await somebody()
    await signIn(new Visitor(MUMBAI, PHONE), user.email)
    const longAgo = new Date(Date.now() - 91 * 24 * 3_600_000)
    await db.from('user_sessions').where('user_id', user.id).update({ created_at: longAgo })
    await signIn(new Visitor(MUMBAI, PHONE), user.email)
    assert.match((await mailTo(user.email, newDevice)).subject, /Chrome on Android/)
  })

  test('is read from what the browser says of itself, and an address from its network', ({
    assert,
  }) => {
    assert.equal(describeDevice(PHONE).name, 'Chrome on Android')
    assert.equal(describeDevice(LAPTOP).kind, 'computer')
    for (const nonsense of [null, '', 'x', 'node-superagent/3.8.3', '\u0000<script>']) {
      assert.match(describeDevice(nonsense).name, /Unknown/)
    }
    assert.equal(networkOf('49.36.1.17'), networkOf('::ffff:49.36.1.99'))
    assert.notEqual(networkOf('49.36.1.17'), networkOf('49.36.2.17'))
    assert.equal(networkOf('2401:4900:1c2a::1'), networkOf('2401:4900:1c2a:ffff:0:0:0:9'))
    assert.notEqual(networkOf('2401:4900:1c2a::1'), networkOf('2401:4900:1c2b::1'))
    assert.isNull(networkOf('not an address'))
  })

  test('has a place as far as anybody knows', async ({ assert }) => {
    assert.equal(await placeOf(MUMBAI), 'India')
    assert.equal(await placeOf('2401:4900::1'), 'India')
    for (const own of [
      '10.1.2.3',
      '127.0.0.1',
      '192.168.0.9',
      '::1',
      'fd00::2',
      '::ffff:10.0.0.1',
    ]) {
      assert.equal(await placeOf(own), 'This network')
    }
    assert.isNull(await placeOf(null))
    assert.isNull(await placeOf('192.0.2.1'), 'an address for examples is nowhere')
  })
})

test.group('What a page asks for in the background', () => {
  test('brings no cookies, so that an answer that comes late puts nobody out', async ({
    assert,
  }) => {
    const visitor = new Visitor()
    await signIn(visitor, (await somebody()).email)
    const page = await visitor.get('/')
    const background = await fetch(`${visitor.origin}/inbox/count`, {
      headers: {
        'cookie': [...visitor.cookies].map((cookie) => cookie.join('=')).join('; '),
        'x-background': '1',
      },
    })
    assert.deepEqual([page.status, background.status], [200, 200])
    assert.deepEqual(background.headers.getSetCookie(), [])
    assert.sameMembers(
      page.headers.getSetCookie().map((cookie) => cookie.split('=')[0]),
      [COOKIE, 'XSRF-TOKEN']
    )
  })

  test('gives whoever has no session one', async ({ assert }) => {
    const { headers } = await fetch(`${process.env.APP_URL}/login`, {
      headers: { 'x-background': '1' },
    })
    assert.isDefined(cookieLine(headers))
  })
})

test.group('Sessions that ended long ago', () => {
  test('are forgotten with the next sign-in, younger ones are kept', async ({ assert }) => {
    const user = await somebody()
    const visitor = new Visitor()
    for (let time = 1; time <= 3; time++) await signIn(visitor, user.email)
    const rows = (await db
      .from('user_sessions')
      .where('user_id', user.id)
      .orderBy('created_at')) as { id: string }[]
    const ago = (days: number) => new Date(Date.now() - days * 24 * 3_600_000)
    await db
      .from('user_sessions')
      .where('id', rows[0].id)
      .update({ revoked_at: ago(181) })
    await db
      .from('user_sessions')
      .where('id', rows[1].id)
      .update({ revoked_at: ago(179) })
    await signIn(visitor, user.email)
    const left = (await db.from('user_sessions').where('user_id', user.id)) as { id: string }[]
    const ids = left.map(({ id }) => id)
    assert.notInclude(ids, rows[0].id)
    assert.includeMembers(ids, [rows[1].id, rows[2].id])
  })
})
