import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import User from '../../../app/identity/models/user.ts'
import { invite } from '../../helpers/invitations.ts'
import { mailTo } from '../../helpers/mail.ts'
import { newPerson, OauthServer, type Misbehaviour } from '../../helpers/oauth_server.ts'
import { giveTwoFactor } from '../../helpers/totp.ts'
import { Visitor, type Shown } from '../../helpers/visitor.ts'

const google = new OauthServer()
const BEGIN = '/login/google'
const CALLBACK = '/login/google/callback'
const REGISTRATION = {
  organisationName: 'Volt & Wheel',
  legalName: 'Volt & Wheel Services LLP',
  country: 'IN',
  taxId: '27AAPFU0939F1ZV',
  stateCode: '27',
  addressLine1: '12 Karve Road',
  city: 'Pune',
  postalCode: '411004',
}
const errorCode = (shown: Shown) => shown.props.flash?.error?.code

/** Goes to Google as the answer says, agrees there and brings what Google sends back. */
async function throughGoogle(visitor: Visitor, leaving: Shown): Promise<Shown> {
  const back = await returnAddress(leaving)
  const answer = await visitor.get(back)
  return answer.location ? visitor.get(answer.location) : answer
}

/** Path and query with which Google sends the browser back. */
async function returnAddress({ location, headers }: Shown): Promise<string> {
  const address = location ?? headers.get('x-inertia-location')
  const response = await fetch(address!, { redirect: 'manual' })
  const back = new URL(response.headers.get('location') ?? `refused:${await response.text()}`)
  if (back.origin !== process.env.APP_URL) throw new Error(`Sent to ${back.href}`)
  return back.pathname + back.search
}

async function identitiesOf(userId: string) {
  return (await db.from('user_identities').where('user_id', userId)) as { subject: string }[]
}

/** A person whose account is linked with the Google account that the server signs in. */
async function linkedPerson() {
  const user = await (await makeWorkshop()).user()
  google.person = newPerson({ email: user.email })
  await db.table('user_identities').insert({
    id: crypto.randomUUID(),
    user_id: user.id,
    provider: 'google',
    subject: google.person.sub,
    email: user.email,
  })
  return user
}

test.group('Sign-in with Google', (group) => {
  group.setup(() => google.start())
  group.teardown(() => google.stop())
  group.each.setup(() => {
    google.misbehaves = null
    google.person = newPerson()
  })

  test('opens the linked account, by its id at Google and not by its address', async ({
    assert,
  }) => {
    const user = await linkedPerson()
    google.person = { ...google.person, email: 'moved@example.com' }
    const visitor = new Visitor()
    const home = await throughGoogle(visitor, await visitor.get(BEGIN))
    assert.equal(home.status, 200)
    assert.equal((home.props.user as { id: string }).id, user.id)
    const [session] = (await db.from('user_sessions').where('user_id', user.id)) as {
      method: string
      remembered: boolean
    }[]
    assert.containsSubset(session, { method: 'google', remembered: false })
  })

  test('asks for the second factor all the same', async ({ assert }) => {
    const user = await linkedPerson()
    const { app } = await giveTwoFactor(user)
    const visitor = new Visitor()
    const page = await throughGoogle(visitor, await visitor.get(BEGIN))
    assert.equal(page.component, 'kernel::auth/two_factor')
    assert.isFalse(await visitor.isSignedIn())
    await visitor.submit('/login/two-factor', { code: app.code() })
    assert.isTrue(await visitor.isSignedIn())
  })

  test('remembers who wants to be remembered', async ({ assert }) => {
    await linkedPerson()
    const visitor = new Visitor()
    const back = await returnAddress(await visitor.get(`${BEGIN}?remember=1`))
    const { headers } = await visitor.get(back)
    const cookie = headers.getSetCookie().find((line) => line.startsWith('karkhana_session='))
    assert.match(cookie!, /Max-Age=2592000/)
  })

  test('links an account of the same address only after its password was typed', async ({
    assert,
  }) => {
    const user = await (await makeWorkshop()).user()
    google.person = newPerson({ email: user.email.toUpperCase() })
    const visitor = new Visitor()
    const page = await throughGoogle(visitor, await visitor.get(BEGIN))
    assert.equal(page.component, 'kernel::account/google_explain')
    assert.equal(page.props.email, user.email)
    assert.isFalse(await visitor.isSignedIn())
    assert.lengthOf(await identitiesOf(user.id), 0)
    await visitor.submit('/login', { email: user.email, password: TEST_PASSWORD })
    const [identity] = await identitiesOf(user.id)
    assert.equal(identity.subject, google.person.sub)
    await mailTo(user.email, /Google was linked/)
    const later = new Visitor()
    await throughGoogle(later, await later.get(BEGIN))
    assert.isTrue(await later.isSignedIn())
  })

  test('links nothing when somebody else signs in afterwards', async ({ assert }) => {
    const [user, other] = [await (await makeWorkshop()).user(), await (await makeWorkshop()).user()]
    google.person = newPerson({ email: user.email })
    const visitor = new Visitor()
    await throughGoogle(visitor, await visitor.get(BEGIN))
    await visitor.submit('/login', { email: other.email, password: TEST_PASSWORD })
    assert.isTrue(await visitor.isSignedIn())
    assert.lengthOf(await identitiesOf(other.id), 0)
    assert.lengthOf(await identitiesOf(user.id), 0)
  })

  test('links no account whose own address was never proven', async ({ assert }) => {
    const user = await (await makeWorkshop()).user()
    google.person = newPerson({ email: user.email })
    const visitor = new Visitor()
    await throughGoogle(visitor, await visitor.get(BEGIN))
    await db.from('users').where('id', user.id).update({ email_verified_at: null })
    await visitor.submit('/login', { email: user.email, password: TEST_PASSWORD })
    assert.lengthOf(await identitiesOf(user.id), 0)
  })

  test('leads somebody new to sign up, who needs no mail and no password', async ({ assert }) => {
    const { email, name, sub } = google.person
    const visitor = new Visitor()
    const page = await throughGoogle(visitor, await visitor.get(BEGIN))
    assert.equal(page.component, 'kernel::auth/register')
    assert.deepEqual(page.props.proven, { email, name })
    assert.isNull(await User.findBy('email', email))
    const home = await visitor.submit('/register', { ...REGISTRATION, name, email })
    assert.equal(home.status, 200)
    const user = await User.findByOrFail('email', email)
    assert.isNotNull(user.emailVerifiedAt)
    assert.isNull(user.password)
    assert.deepEqual(
      (await identitiesOf(user.id)).map(({ subject }) => subject),
      [sub]
    )
    const later = new Visitor()
    await throughGoogle(later, await later.get(BEGIN))
    assert.isTrue(await later.isSignedIn())
  })

  test('leads a guest back to the invitation that was open', async ({ assert }) => {
    const { secret } = await invite(await (await makeWorkshop()).scope())
    const guest = new Visitor()
    await guest.submit('/join', { code: secret })
    const page = await throughGoogle(guest, await guest.get(BEGIN))
    assert.equal(page.component, 'kernel::join/invitation')
  })

  test('opens no account that is disabled', async ({ assert }) => {
    const user = await linkedPerson()
    await user.merge({ disabledAt: user.createdAt }).save()
    const visitor = new Visitor()
    const page = await throughGoogle(visitor, await visitor.get(BEGIN))
    assert.equal(errorCode(page), 'E_ACCOUNT_DISABLED')
    assert.isFalse(await visitor.isSignedIn())
  })

  test('refuses an address that Google has not verified', async ({ assert }) => {
    const user = await (await makeWorkshop()).user()
    google.person = newPerson({ email: user.email, email_verified: false })
    const visitor = new Visitor()
    const page = await throughGoogle(visitor, await visitor.get(BEGIN))
    assert.equal(page.component, 'kernel::auth/login')
    assert.equal(errorCode(page), 'E_GOOGLE_UNVERIFIED')
    await visitor.submit('/login', { email: user.email, password: TEST_PASSWORD })
    assert.lengthOf(await identitiesOf(user.id), 0)
  })

  const troubles: [Misbehaviour, string][] = [
    ['wrong state', 'E_GOOGLE_STATE'],
    ['denied', 'E_GOOGLE_DENIED'],
    ['no code', 'E_GOOGLE_FAILED'],
    ['slow token', 'E_GOOGLE_FAILED'],
    ['slow user', 'E_GOOGLE_FAILED'],
    ['failing token', 'E_GOOGLE_FAILED'],
    ['failing user', 'E_GOOGLE_FAILED'],
    ['no json', 'E_GOOGLE_FAILED'],
    ['nobody', 'E_GOOGLE_FAILED'],
  ]
  for (const [misbehaviour, code] of troubles) {
    test(`says what to do when Google does this: ${misbehaviour}`, async ({ assert }) => {
      await linkedPerson()
      google.misbehaves = misbehaviour
      const visitor = new Visitor()
      const page = await throughGoogle(visitor, await visitor.get(BEGIN))
      assert.equal(page.component, 'kernel::auth/login')
      assert.equal(errorCode(page), code)
      assert.isString(page.props.flash?.error?.next)
      assert.isFalse(await visitor.isSignedIn())
    })
  }

  test('takes no answer that this browser did not ask for', async ({ assert }) => {
    await linkedPerson()
    const attacker = new Visitor()
    const back = await returnAddress(await attacker.get(BEGIN))
    const withoutState = back.replace(/state=[^&]+&?/, '')
    for (const address of [back, withoutState, `${CALLBACK}?code=${crypto.randomUUID()}`]) {
      const victim = new Visitor()
      const { location } = await victim.get(address)
      assert.equal(errorCode(await victim.get(location!)), 'E_GOOGLE_STATE', address)
      assert.isFalse(await victim.isSignedIn())
    }
  })

  test('takes an answer once', async ({ assert }) => {
    await linkedPerson()
    const visitor = new Visitor()
    const back = await returnAddress(await visitor.get(BEGIN))
    await visitor.get(back)
    assert.isTrue(await visitor.isSignedIn())
    await visitor.post('/logout')
    await visitor.get(back)
    assert.isFalse(await visitor.isSignedIn())
  })

  test('leads back to where the person wanted to go, and to no other site', async ({ assert }) => {
    await linkedPerson()
    const visitor = new Visitor()
    await visitor.get('/account/sessions')
    const page = await throughGoogle(visitor, await visitor.get(BEGIN))
    assert.equal(page.component, 'kernel::account/sessions')
  })
})

test.group('Linking Google from the account', (group) => {
  group.setup(() => google.start())
  group.teardown(() => google.stop())
  group.each.setup(() => {
    google.misbehaves = null
    google.person = newPerson()
  })

  async function signedIn() {
    const user = await (await makeWorkshop()).user()
    const visitor = new Visitor()
    await visitor.submit('/login', { email: user.email, password: TEST_PASSWORD })
    return { user, visitor }
  }

  test('links a Google account of any address, and unlinks it by the password', async ({
    assert,
  }) => {
    const { user, visitor } = await signedIn()
    const page = await throughGoogle(visitor, await visitor.post('/account/google'))
    assert.equal(page.component, 'kernel::account/security')
    assert.equal(
      (page.props.google as { linked: { email: string } }).linked.email,
      google.person.email
    )
    const refused = await visitor.submit('/account/google/unlink', { password: 'wrong' })
    assert.property(refused.props.errors, 'password')
    assert.lengthOf(await identitiesOf(user.id), 1)
    await visitor.submit('/account/google/unlink', { password: TEST_PASSWORD })
    assert.lengthOf(await identitiesOf(user.id), 0)
    await mailTo(user.email, /Google was unlinked/)
  })

  test('refuses a Google account that another account has', async ({ assert }) => {
    const owner = await linkedPerson()
    const { user, visitor } = await signedIn()
    const page = await throughGoogle(visitor, await visitor.post('/account/google'))
    assert.equal(errorCode(page), 'E_GOOGLE_IN_USE')
    assert.lengthOf(await identitiesOf(user.id), 0)
    assert.lengthOf(await identitiesOf(owner.id), 1)
  })

  test('refuses a second Google account', async ({ assert }) => {
    const { user, visitor } = await signedIn()
    await throughGoogle(visitor, await visitor.post('/account/google'))
    const first = google.person.sub
    google.person = newPerson()
    const page = await throughGoogle(visitor, await visitor.post('/account/google'))
    assert.equal(errorCode(page), 'E_GOOGLE_OTHER')
    assert.deepEqual(
      (await identitiesOf(user.id)).map(({ subject }) => subject),
      [first]
    )
  })

  test('links nothing after the session that asked was ended elsewhere', async ({ assert }) => {
    const { user, visitor } = await signedIn()
    const back = await returnAddress(await visitor.post('/account/google'))
    await db.from('user_sessions').where('user_id', user.id).update({ revoked_at: new Date() })
    await visitor.get(back)
    assert.lengthOf(await identitiesOf(user.id), 0)
  })

  test('keeps the only way in: without a password Google is not unlinked', async ({ assert }) => {
    const user = await linkedPerson()
    await db.from('users').where('id', user.id).update({ password: null })
    const visitor = new Visitor()
    await throughGoogle(visitor, await visitor.get(BEGIN))
    const refused = await visitor.submit('/account/google/unlink')
    assert.equal(errorCode(refused), 'E_GOOGLE_ONLY_WAY_IN')
    await visitor.change('PUT', '/account/password', { password: 'three grey lathes hum 7' })
    await visitor.submit('/account/google/unlink', { password: 'three grey lathes hum 7' })
    assert.lengthOf(await identitiesOf(user.id), 0)
  })
})

test.group('Without keys for Google', () => {
  test('there is no such sign-in', async ({ assert }) => {
    const visitor = new Visitor()
    for (const path of [BEGIN, `${CALLBACK}?code=x&state=y`]) {
      assert.equal((await visitor.get(path)).status, 404)
    }
    assert.isFalse((await visitor.get('/login')).props.google)
  })
})
