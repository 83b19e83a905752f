import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import db from '@adonisjs/lucid/services/db'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import User from '../../../app/identity/models/user.ts'
import { mailTo } from '../../helpers/mail.ts'
import { authenticatorOf, earlyInStep, giveTwoFactor } from '../../helpers/totp.ts'
import { Visitor, type Shown } from '../../helpers/visitor.ts'

const HERE = '/account/two-factor'
const CHALLENGE = '/login/two-factor'

/** A person with two factors who has typed the password. */
async function atTheChallenge() {
  const user = await (await makeWorkshop()).user()
  const { app, codes } = await giveTwoFactor(user)
  const visitor = new Visitor()
  await visitor.post('/login', { email: user.email, password: TEST_PASSWORD })
  return { user, app, codes, visitor }
}

const forgetPauses = () => db.from('sign_in_throttles').delete()
const errorCode = (shown: Shown) => shown.props.flash?.error?.code

async function countOf(userId: string, kind: string): Promise<number> {
  const rows = (await db.from('security_events').where({ user_id: userId, kind })) as unknown[]
  return rows.length
}

test.group('Setting up two-factor sign-in', () => {
  test('the secret is shown until a code confirms it, and the recovery codes once', async ({
    assert,
  }) => {
    const user = await (await makeWorkshop()).user()
    const visitor = new Visitor()
    await visitor.submit('/login', { email: user.email, password: TEST_PASSWORD })
    const begun = await visitor.submit(HERE)
    const setUp = begun.props.setUp as { secret: string; uri: string; qr: string }
    assert.match(setUp.secret, /^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/)
    assert.include(setUp.uri, 'otpauth://totp/Karkhana:')
    assert.match(setUp.qr, /^data:image\/svg\+xml/)
    const [row] = (await db.from('users').where('id', user.id)) as { two_factor_secret: string }[]
    assert.notInclude(row.two_factor_secret, setUp.secret.replace(/ /g, ''), 'stored encrypted')

    const app = await authenticatorOf(user.id)
    const refused = await visitor.submit(`${HERE}/confirm`, { code: app.wrongCode() })
    assert.property(refused.props.errors, 'code')
    assert.equal((await visitor.get(HERE)).props.state, 'off')

    const done = await visitor.submit(`${HERE}/confirm`, { code: app.code() })
    assert.equal(done.props.state, 'on')
    const codes = done.props.codes as string[]
    assert.lengthOf(new Set(codes), 10)
    for (const code of codes) assert.match(code, /^[2-9a-hjkmnp-z]{5}-[2-9a-hjkmnp-z]{5}$/)
    const again = await visitor.get(HERE)
    assert.isNull(again.props.codes)
    assert.equal(again.props.recoveryCodesLeft, 10)
    assert.isNull(again.props.setUp)
    const stored = JSON.stringify(await db.from('user_recovery_codes').where('user_id', user.id))
    for (const code of codes) assert.notInclude(stored, code.replace('-', ''))
    await mailTo(user.email, /Two-factor sign-in is on/)
  })

  test('signs every other session out, for it has passed one factor only', async ({ assert }) => {
    const user = await (await makeWorkshop()).user()
    const [here, elsewhere] = [new Visitor(), new Visitor()]
    for (const visitor of [here, elsewhere]) {
      await visitor.submit('/login', { email: user.email, password: TEST_PASSWORD })
    }
    await here.submit(HERE)
    const app = await authenticatorOf(user.id)
    await here.submit(`${HERE}/confirm`, { code: app.code() })
    assert.isTrue(await here.isSignedIn())
    assert.isFalse(await elsewhere.isSignedIn())
  })

  test('needs the password when the sign-in is not fresh', async ({ assert }) => {
    const user = await (await makeWorkshop()).user()
    const visitor = new Visitor()
    await visitor.submit('/login', { email: user.email, password: TEST_PASSWORD })
    await db
      .from('user_sessions')
      .where('user_id', user.id)
      .update({ confirmed_at: new Date(Date.now() - 16 * 60 * 1000) })
    const refused = await visitor.submit(HERE)
    assert.property(refused.props.errors, 'password')
    assert.isNull((await User.findOrFail(user.id)).twoFactorSecret)
    const begun = await visitor.submit(HERE, { password: TEST_PASSWORD, code: null })
    assert.isNotNull(begun.props.setUp)
  })

  test('is asked for by the organisation, and then leads back', async ({ assert }) => {
    const workshop = await makeWorkshop()
    const user = await workshop.user('technician')
    await db
      .from('organisations')
      .where('id', workshop.organisationId)
      .update({ two_factor_roles: ['technician'] })
    const visitor = new Visitor()
    const home = await visitor.submit('/login', { email: user.email, password: TEST_PASSWORD })
    assert.equal(home.location, HERE)
    const page = await visitor.get(HERE)
    assert.equal(page.props.askedBy, 'Volt & Wheel')
    const direct = await visitor.get('/tickets?status=open')
    assert.equal(direct.location, HERE)
    await visitor.submit(HERE)
    const app = await authenticatorOf(user.id)
    const done = await visitor.submit(`${HERE}/confirm`, { code: app.code() })
    assert.equal(done.props.next, '/tickets?status=open')
    assert.equal((await visitor.get('/tickets?status=open')).status, 200)
  })
})

test.group('Signing in with two factors', (group) => {
  group.each.setup(() => void forgetPauses())

  test('the password alone opens nothing', async ({ assert }) => {
    const { visitor } = await atTheChallenge()
    assert.isFalse(await visitor.isSignedIn())
    assert.equal((await visitor.get('/account')).location, '/login')
  })

  test('the code of the app opens the account and marks the session', async ({ assert }) => {
    const { visitor, user, app } = await atTheChallenge()
    const page = await visitor.get(CHALLENGE)
    assert.equal(page.component, 'kernel::auth/two_factor')
    const home = await visitor.submit(CHALLENGE, {
      code: app.code().replace(/(...)/, '$1 '),
      recoveryCode: null,
    })
    assert.equal(home.status, 200)
    const [session] = (await db.from('user_sessions').where('user_id', user.id)) as {
      two_factor: boolean
    }[]
    assert.isTrue(session.two_factor)
  })

  test('the codes of the half minutes before and after count, others do not', async ({
    assert,
  }) => {
    for (const [steps, works] of [
      [-1, true],
      [1, true],
      [-3, false],
      [3, false],
    ] as const) {
      const { visitor, app } = await atTheChallenge()
      await earlyInStep()
      await visitor.submit(CHALLENGE, { code: app.code(steps) })
      assert.equal(await visitor.isSignedIn(), works, `${steps} half minutes off`)
    }
  })

  test('a code that was used is refused, also in another sign-in', async ({ assert }) => {
    const { visitor, user, app } = await atTheChallenge()
    const code = app.code()
    await visitor.submit(CHALLENGE, { code })
    assert.isTrue(await visitor.isSignedIn())
    const thief = new Visitor()
    await thief.post('/login', { email: user.email, password: TEST_PASSWORD })
    const refused = await thief.submit(CHALLENGE, { code })
    assert.property(refused.props.errors, 'code')
    assert.isFalse(await thief.isSignedIn())
    const earlier = await thief.submit(CHALLENGE, { code: app.code(-1) })
    assert.property(earlier.props.errors, 'code', 'nor does an earlier one count after it')
    assert.equal(await countOf(user.id, 'two_factor.failed'), 2)
  })

  test('of two requests with the same code at once one wins', async ({ assert }) => {
    const { visitor, user, app } = await atTheChallenge()
    const other = new Visitor()
    await other.post('/login', { email: user.email, password: TEST_PASSWORD })
    await Promise.all([visitor.get(CHALLENGE), other.get(CHALLENGE)])
    const code = app.code()
    await Promise.all([visitor.post(CHALLENGE, { code }), other.post(CHALLENGE, { code })])
    const signedIn = await Promise.all([visitor.isSignedIn(), other.isSignedIn()])
    assert.sameMembers(signedIn, [true, false])
  })

  test('a recovery code opens the account once, in any case and without its dash', async ({
    assert,
  }) => {
    const { visitor, user, codes } = await atTheChallenge()
    const recoveryCode = codes[3].toUpperCase().replace('-', '')
    await visitor.submit(CHALLENGE, { code: null, recoveryCode })
    assert.isTrue(await visitor.isSignedIn())
    await mailTo(user.email, /recovery code was used/)
    const thief = new Visitor()
    await thief.post('/login', { email: user.email, password: TEST_PASSWORD })
    const refused = await thief.submit(CHALLENGE, { recoveryCode: codes[3] })
    assert.property(refused.props.errors, 'recoveryCode')
    assert.isFalse(await thief.isSignedIn())
    assert.equal((await visitor.get(HERE)).props.recoveryCodesLeft, 9)
  })

  test('of two requests with the same recovery code at once one wins', async ({ assert }) => {
    const { visitor, user, codes } = await atTheChallenge()
    const other = new Visitor()
    await other.post('/login', { email: user.email, password: TEST_PASSWORD })
    const recoveryCode = codes[0]
    await Promise.all([
      visitor.post(CHALLENGE, { recoveryCode }),
      other.post(CHALLENGE, { recoveryCode }),
    ])
    const signedIn = await Promise.all([visitor.isSignedIn(), other.isSignedIn()])
    assert.sameMembers(signedIn, [true, false])
  })

  test('after five wrong codes even the right one has to wait', async ({ assert }) => {
    const { visitor, app } = await atTheChallenge()
    for (let time = 1; time <= 5; time++) {
      await visitor.post(CHALLENGE, { code: app.wrongCode() })
    }
    const refused = await visitor.submit(CHALLENGE, { code: app.code() })
    assert.equal(errorCode(refused), 'E_TOO_MANY_REQUESTS')
    assert.isFalse(await visitor.isSignedIn())
    await forgetPauses()
    await visitor.submit(CHALLENGE, { code: app.code() })
    assert.isTrue(await visitor.isSignedIn())
  })

  test('ten wrong codes void the sign-in: the password is asked again', async ({ assert }) => {
    const { visitor, user, app } = await atTheChallenge()
    for (let time = 1; time <= 9; time++) {
      await visitor.post(CHALLENGE, { code: app.wrongCode() })
      // The pause of the account is what the test before shows.
      await db.from('sign_in_throttles').whereLike('key', 'two_factor:%').delete()
    }
    const refused = await visitor.submit(CHALLENGE, { code: app.wrongCode() })
    assert.equal(refused.component, 'kernel::auth/login')
    assert.equal(errorCode(refused), 'E_SIGN_IN_OVER')
    await forgetPauses()
    await visitor.submit(CHALLENGE, { code: app.code() })
    assert.isFalse(await visitor.isSignedIn())
    assert.equal(await countOf(user.id, 'two_factor.failed'), 10)
  })

  test('a sign-in that waited for ten minutes is void', async ({ assert, client }) => {
    const user = await (await makeWorkshop()).user()
    await user.merge({ passwordChangedAt: DateTime.utc().minus({ hours: 1 }) }).save()
    const { app } = await giveTwoFactor(user)
    const pending = (minutes: number) => ({
      pending_sign_in: {
        id: crypto.randomUUID(),
        userId: user.id,
        proof: { method: 'password', remember: false },
        intended: '/',
        begunAt: Date.now() - minutes * 60 * 1000,
      },
    })
    const send = (minutes: number) =>
      client
        .post(CHALLENGE)
        .withSession(pending(minutes))
        .withCsrfToken()
        .json({ code: app.code() })
        .redirects(0)
    const late = await send(10.1)
    late.assertHeader('location', '/login')
    assert.notProperty(late.session(), 'auth_web')
    const inTime = await send(9.9)
    inTime.assertHeader('location', '/')
    assert.equal(inTime.session().auth_web, user.id)
  })

  test('leaving it leads back to the first factor', async ({ assert }) => {
    const { visitor, app } = await atTheChallenge()
    await visitor.post(`${CHALLENGE}/leave`)
    await visitor.submit(CHALLENGE, { code: app.code() })
    assert.isFalse(await visitor.isSignedIn())
  })
})

test.group('Two-factor sign-in that is on', () => {
  /** Signed in with both factors. */
  async function inside() {
    const { visitor, user, app, codes } = await atTheChallenge()
    await visitor.submit(CHALLENGE, { code: app.code() })
    return { visitor, user, codes }
  }

  test('is switched off by the password alone, and mailed', async ({ assert }) => {
    const { visitor, user } = await inside()
    const refused = await visitor.submit(`${HERE}/off`, { password: 'not the password' })
    assert.property(refused.props.errors, 'password')
    assert.isNotNull((await User.findOrFail(user.id)).twoFactorConfirmedAt)
    await visitor.submit(`${HERE}/off`, { password: TEST_PASSWORD })
    const after = await User.findOrFail(user.id)
    assert.isNull(after.twoFactorConfirmedAt)
    assert.isNull(after.twoFactorSecret)
    assert.lengthOf(await db.from('user_recovery_codes').where('user_id', user.id), 0)
    await mailTo(user.email, /Two-factor sign-in is off/)
    const fresh = new Visitor()
    await fresh.submit('/login', { email: user.email, password: TEST_PASSWORD })
    assert.isTrue(await fresh.isSignedIn())
  })

  test('stays on while an organisation asks for it', async ({ assert }) => {
    const { visitor, user } = await inside()
    await db
      .from('organisations')
      .where('id', user.lastOrganisationId!)
      .update({ two_factor_roles: ['*'] })
    const refused = await visitor.submit(`${HERE}/off`, { password: TEST_PASSWORD })
    assert.equal(errorCode(refused), 'E_TWO_FACTOR_NEEDED')
    assert.isNotNull((await User.findOrFail(user.id)).twoFactorConfirmedAt)
  })

  test('renews its recovery codes by the password; the old ones are worth nothing', async ({
    assert,
  }) => {
    const { visitor, user, codes } = await inside()
    const refused = await visitor.submit(`${HERE}/recovery-codes`, { password: 'wrong' })
    assert.property(refused.props.errors, 'password')
    const renewed = await visitor.submit(`${HERE}/recovery-codes`, { password: TEST_PASSWORD })
    const fresh = renewed.props.codes as string[]
    assert.lengthOf(fresh, 10)
    assert.notIncludeMembers(fresh, codes)
    const other = new Visitor()
    await other.post('/login', { email: user.email, password: TEST_PASSWORD })
    await other.submit(CHALLENGE, { recoveryCode: codes[0] })
    assert.isFalse(await other.isSignedIn())
    await other.submit(CHALLENGE, { recoveryCode: fresh[0] })
    assert.isTrue(await other.isSignedIn())
  })

  test('cannot be set up over again while it is on', async ({ assert }) => {
    const { visitor, user } = await inside()
    const before = (await User.findOrFail(user.id)).twoFactorSecret
    await visitor.submit(HERE, { password: TEST_PASSWORD })
    assert.equal((await User.findOrFail(user.id)).twoFactorSecret, before)
  })
})
