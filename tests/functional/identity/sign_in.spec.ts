import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import hash from '@adonisjs/core/services/hash'
import { Scrypt } from '@adonisjs/core/hash/drivers/scrypt'
import { DateTime } from 'luxon'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import User from '../../../app/identity/models/user.ts'
import { mailTo } from '../../helpers/mail.ts'
import { figure } from '../../helpers/figures.ts'
import { Visitor } from '../../helpers/visitor.ts'

const WRONG = 'not the password'
const owner = async () => (await makeWorkshop()).user()
const stranger = () => `nobody-${randomUUID()}@example.com`

/** What is answered, without what differs by nature. */
const said = ({ status, location, text }: Awaited<ReturnType<Visitor['ask']>>) => ({
  status,
  location,
  text: text.replace(/"requestId":"[^"]*"/, ''),
})

async function events(userId: string) {
  const rows = (await db.from('security_events').where('user_id', userId).orderBy('id')) as {
    kind: string
  }[]
  return rows.map(({ kind }) => kind)
}

test.group('Signing in', () => {
  test('opens the start page, with e-mail in any case', async ({ assert }) => {
    const user = await owner()
    const asha = new Visitor()
    const home = await asha.submit('/login', {
      email: ` ${user.email.toUpperCase()}`,
      password: TEST_PASSWORD,
    })
    assert.equal(home.status, 200)
    assert.containsSubset(home.props.user, { email: user.email })
  })

  test('says the same to an unknown e-mail, a wrong password, a disabled and an unproven account', async ({
    assert,
  }) => {
    const [known, disabled, unproven, without] = [
      await owner(),
      await owner(),
      await owner(),
      await owner(),
    ]
    await disabled.merge({ disabledAt: DateTime.utc() }).save()
    await unproven.merge({ emailVerifiedAt: null }).save()
    await db.from('users').where('id', without.id).update({ password: null })
    const tries: [string, string][] = [
      [stranger(), TEST_PASSWORD],
      [known.email, WRONG],
      [disabled.email, TEST_PASSWORD],
      [unproven.email, TEST_PASSWORD],
      [without.email, TEST_PASSWORD],
    ]
    const answers = []
    for (const [email, password] of tries) {
      answers.push(said(await new Visitor().ask('/login', { email, password })))
    }
    assert.include(answers[0].text, 'E_INVALID_CREDENTIALS')
    for (const answer of answers) assert.deepEqual(answer, answers[0])
    const forms = []
    for (const [email, password] of tries) {
      const page = await new Visitor().submit('/login', { email, password })
      forms.push([page.component, page.props.errors, page.props.flash])
    }
    for (const shown of forms) assert.deepEqual(shown, forms[0])
    assert.property(forms[0][1], 'password')
  })

  test('takes as long for an unknown e-mail as for a wrong password', async ({ assert }) => {
    const known = (await owner()).email
    const unknown = stranger()
    await difference(known, unknown, 5)
    const found: number[] = []
    // A busy machine can spoil one measurement; what is really slower is slower in each.
    for (let run = 0; run < 4; run++) {
      found.push(await difference(known, unknown, 40))
      if (found[run] < 0.15) break
    }
    figure('known and unknown differ by', `${(Math.min(...found) * 100).toFixed(1)} %`)
    assert.isBelow(Math.min(...found), 0.15, found.join(', '))
  }).timeout(120_000)

  test('five wrong passwords from one place are free; then nobody gets in from there, however right', async ({
    assert,
  }) => {
    const [user, unknown] = [await owner(), stranger()]
    const refusals = []
    for (const email of [user.email, unknown]) {
      const visitor = new Visitor()
      for (let guess = 0; guess < 5; guess++) {
        assert.equal((await visitor.signIn(email, `${WRONG} ${guess}`)).status, 401)
      }
      const refused = await visitor.signIn(email, TEST_PASSWORD)
      assert.equal(refused.status, 429)
      const seconds = Number(refused.headers.get('retry-after'))
      assert.isTrue(seconds > 20 && seconds <= 30, `${seconds} s`)
      const page = await visitor.post('/login', { email, password: TEST_PASSWORD })
      assert.equal(page.status, 429)
      assert.equal(page.component, 'kernel::auth/login')
      assert.containsSubset(page.props.refused, { message: 'Too many tries.' })
      refusals.push(JSON.parse(refused.text).next)
    }
    assert.deepEqual(refusals, Array(2).fill('Wait 1 minute, or reset the password.'))
    assert.include(await events(user.id), 'sign_in.blocked')
  })

  test('wrong passwords from everywhere shut the account to new browsers, not to one its owner has used', async ({
    assert,
  }) => {
    const user = await owner()
    const ownBrowser = new Visitor()
    await ownBrowser.signIn(user.email, TEST_PASSWORD)
    await ownBrowser.submit('/logout')
    for (let guess = 0; guess < 20; guess++) await new Visitor().signIn(user.email, WRONG)

    const elsewhere = await new Visitor().signIn(user.email, TEST_PASSWORD)
    assert.equal(elsewhere.status, 429)
    assert.equal((await ownBrowser.signIn(user.email, TEST_PASSWORD)).status, 303)
    const mail = await mailTo(user.email, /tries to sign in/)
    assert.equal(mail.path, '/password/forgot')

    const forged = new Visitor()
    forged.cookies.set('karkhana_device', ownBrowser.cookies.get('karkhana_device')!.slice(0, -2))
    assert.equal((await forged.signIn(user.email, TEST_PASSWORD)).status, 429)
  })

  test('a known browser has its own five tries, and does not open other accounts', async ({
    assert,
  }) => {
    const [user, other] = [await owner(), await owner()]
    const browser = new Visitor()
    await browser.signIn(user.email, TEST_PASSWORD)
    await browser.submit('/logout')
    for (let guess = 0; guess < 5; guess++) await browser.signIn(user.email, WRONG)
    assert.equal((await browser.signIn(user.email, TEST_PASSWORD)).status, 429)
    assert.equal((await new Visitor().signIn(user.email, TEST_PASSWORD)).status, 303)

    for (let guess = 0; guess < 20; guess++) await new Visitor().signIn(other.email, WRONG)
    const stolen = new Visitor()
    stolen.cookies.set('karkhana_device', browser.cookies.get('karkhana_device')!)
    assert.equal((await stolen.signIn(other.email, TEST_PASSWORD)).status, 429)
  })

  test('one password tried on many accounts from one place is stopped after sixty', async ({
    assert,
  }) => {
    const sprayer = new Visitor()
    const statuses = []
    for (let index = 0; index < 62; index++) {
      statuses.push((await sprayer.signIn(stranger(), 'Welcome@2026')).status)
    }
    assert.deepEqual([...new Set(statuses.slice(0, 60))], [401])
    assert.deepEqual(statuses.slice(60), [429, 429])
  })

  test('a session id from before is worth nothing afterwards', async ({ assert }) => {
    const user = await owner()
    const asha = new Visitor()
    await asha.get('/login')
    const planted = asha.cookies.get('karkhana_session')!
    await asha.signIn(user.email, TEST_PASSWORD)
    assert.notEqual(asha.cookies.get('karkhana_session'), planted)
    const attacker = new Visitor()
    attacker.cookies.set('karkhana_session', planted)
    assert.isFalse(await attacker.isSignedIn())
    assert.isTrue(await asha.isSignedIn())
  })

  test('leads to the page that was asked for before', async ({ assert }) => {
    const user = await owner()
    const asha = new Visitor()
    assert.equal((await asha.get('/settings/branches?sort=name')).location, '/login')
    assert.equal(
      (await asha.signIn(user.email, TEST_PASSWORD)).location,
      '/settings/branches?sort=name'
    )
  })

  test('renews a hash of a weaker setting, once', async ({ assert }) => {
    const user = await owner()
    const weak = new Scrypt({ cost: 1024, blockSize: 8, parallelization: 1 })
    const old = await weak.make(TEST_PASSWORD)
    await db.from('users').where('id', user.id).update({ password: old })
    await new Visitor().signIn(user.email, WRONG)
    assert.equal((await User.findOrFail(user.id)).password, old)
    assert.equal((await new Visitor().signIn(user.email, TEST_PASSWORD)).status, 303)
    const renewed = (await User.findOrFail(user.id)).password!
    assert.isFalse(hash.use('scrypt').needsReHash(renewed))
    assert.equal((await new Visitor().signIn(user.email, TEST_PASSWORD)).status, 303)
    assert.equal((await User.findOrFail(user.id)).password, renewed)
  })

  test('notes what was tried, for the account it was tried at', async ({ assert }) => {
    const user = await owner()
    await new Visitor().signIn(user.email, WRONG)
    await new Visitor().signIn(user.email, TEST_PASSWORD)
    assert.includeMembers(await events(user.id), ['sign_in.failed', 'sign_in.ok'])
    const rows = (await db.from('security_events').where('user_id', user.id)) as object[]
    assert.notInclude(JSON.stringify(rows), WRONG)
  })
})

/**
 * How much longer one of two addresses takes to be refused: the median difference within pairs of tries, one right
 * after the other and in turn first, as a share of the median time.
 */
async function difference(one: string, other: string, pairs: number): Promise<number> {
  const differences: number[] = []
  const times: number[] = []
  for (let pair = 0; pair < pairs; pair++) {
    const took = new Map<string, number>()
    for (const email of pair % 2 ? [one, other] : [other, one]) {
      took.set(email, await refusal(email))
    }
    differences.push(took.get(one)! - took.get(other)!)
    times.push(...took.values())
  }
  return Math.abs(median(differences)) / median(times)
}

/** Milliseconds until a wrong password is refused; the counters begin anew each time. */
async function refusal(email: string): Promise<number> {
  const visitor = new Visitor()
  await visitor.get('/login')
  await db.from('sign_in_throttles').delete()
  const started = performance.now()
  const { status } = await visitor.signIn(email, WRONG)
  if (status !== 401) throw new Error(`${email} was answered ${status}`)
  return performance.now() - started
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}
