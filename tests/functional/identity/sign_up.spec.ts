import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import Organisation from '../../../app/identity/models/organisation.ts'
import User from '../../../app/identity/models/user.ts'
import { mailsTo, mailTo } from '../../helpers/mail.ts'
import { Visitor } from '../../helpers/visitor.ts'

const form = (changes: Record<string, unknown> = {}) => ({
  organisationName: 'Volt & Wheel',
  legalName: 'Volt & Wheel Services LLP',
  country: 'IN',
  taxId: '27AAPFU0939F1ZV',
  stateCode: '27',
  addressLine1: '12 Karve Road',
  city: 'Pune',
  postalCode: '411004',
  phone: '+91 98220 54321',
  name: 'Asha Kulkarni',
  email: `asha-${randomUUID()}@example.com`,
  password: TEST_PASSWORD,
  ...changes,
})

async function eventsOf(userId: string) {
  const rows = (await db.from('security_events').where('user_id', userId).orderBy('id')) as {
    kind: string
  }[]
  return rows.map(({ kind }) => kind)
}

test.group('Signing up', () => {
  test('nothing exists before the address is proven; then the owner is in', async ({ assert }) => {
    const input = form()
    const asha = new Visitor()
    const sent = await asha.submit('/register', input)
    assert.equal(sent.component, 'kernel::auth/register_sent')
    assert.equal(sent.props.email, input.email)
    assert.isNull(await User.findBy('email', input.email))
    assert.isFalse(await asha.isSignedIn())

    const { path, text } = await mailTo(input.email)
    assert.match(path, /^\/verify\/[\w-]{43}$/)
    assert.include(text, 'Volt & Wheel')
    const page = await asha.get(path)
    assert.containsSubset(page.props, {
      state: 'open',
      ofThisBrowser: true,
      registration: { organisationName: 'Volt & Wheel', email: input.email },
    })
    assert.isNull(await User.findBy('email', input.email), 'opening a link changes nothing')

    const home = await asha.submit(path)
    assert.equal(home.status, 200)
    assert.equal(home.props.flash?.success, 'Welcome to Karkhana, Asha Kulkarni.')
    const user = await User.findByOrFail('email', input.email)
    assert.isNotNull(user.emailVerifiedAt)
    assert.includeMembers(await eventsOf(user.id), [
      'register.done',
      'email.verified',
      'sign_in.ok',
    ])
    assert.equal((await new Visitor().signIn(input.email, TEST_PASSWORD)).status, 303)
  })

  test('the password waits as its hash, and the link as its digest', async ({ assert }) => {
    const input = form()
    await new Visitor().post('/register', input)
    const { path } = await mailTo(input.email)
    const [row] = (await db.from('user_links').where('email', input.email)) as object[]
    const stored = JSON.stringify(row)
    assert.include(stored, '$scrypt$')
    assert.notInclude(stored, TEST_PASSWORD)
    assert.notInclude(stored, path.split('/').at(-1)!)
  })

  test('a link works once, also when it is pressed twice at once', async ({ assert }) => {
    const input = form()
    const asha = new Visitor()
    await asha.post('/register', input)
    const { path } = await mailTo(input.email)
    const answers = await Promise.all([asha.post(path), asha.post(path), asha.post(path)])
    assert.deepEqual(answers.map(({ location }) => location).sort(), [
      '/getting-started',
      path,
      path,
    ])
    const again = await asha.get(path)
    assert.equal(again.props.state, 'used')
    const owned = await db
      .from('memberships')
      .whereIn('user_id', db.from('users').where('email', input.email).select('id'))
    assert.lengthOf(owned, 1)
  })

  test('a link that is too old, and one that never was, say what to do next', async ({
    assert,
  }) => {
    const input = form()
    const asha = new Visitor()
    await asha.post('/register', input)
    const { path } = await mailTo(input.email)
    await db.from('user_links').where('email', input.email).update({ expires_at: new Date() })
    assert.equal((await asha.get(path)).props.state, 'expired')
    const late = await asha.submit(path)
    assert.equal(late.props.flash?.error?.code, 'E_LINK_OVER')
    assert.equal((await asha.get('/verify/made-up')).props.state, 'unknown')
    assert.isNull(await User.findBy('email', input.email))
  })

  test('sent again, the newest link works and the one before does not', async ({ assert }) => {
    const input = form()
    const asha = new Visitor()
    await asha.post('/register', input)
    const first = await mailTo(input.email)
    await asha.submit('/register/resend')
    const second = await mailTo(input.email)
    assert.notEqual(second.path, first.path)
    assert.equal((await asha.get(first.path)).props.state, 'unknown')
    assert.equal((await asha.submit(second.path)).status, 200)
    assert.isTrue(await asha.isSignedIn())
  })

  test('in another browser the chosen password is asked for, so that nobody confirms a stranger’s sign-up', async ({
    assert,
  }) => {
    const input = form()
    await new Visitor().post('/register', input)
    const { path } = await mailTo(input.email)
    const other = new Visitor()
    assert.isFalse((await other.get(path)).props.ofThisBrowser)
    const without = await other.submit(path)
    assert.property(without.props.errors, 'password')
    const wrong = await other.submit(path, { password: 'not the chosen one' })
    assert.property(wrong.props.errors, 'password')
    assert.isNull(await User.findBy('email', input.email))
    await other.post(path, { password: TEST_PASSWORD })
    assert.isTrue(await other.isSignedIn())
  })

  test('a known address is answered as an unknown one, and told by mail', async ({ assert }) => {
    const known = await (await makeWorkshop()).user()
    const [twice, new_] = [form({ email: known.email.toUpperCase() }), form()]
    const before = await Organisation.query().count('* as total')
    const [a, b] = [new Visitor(), new Visitor()]
    const answers = [await a.post('/register', twice), await b.post('/register', new_)]
    assert.deepEqual(
      answers.map(({ status, location }) => [status, location]),
      [
        [303, '/register/sent'],
        [303, '/register/sent'],
      ]
    )
    const pages = [await a.get('/register/sent'), await b.get('/register/sent')]
    for (const [page, input] of [
      [pages[0], twice],
      [pages[1], new_],
    ] as const) {
      assert.equal(page.component, 'kernel::auth/register_sent')
      assert.deepEqual(page.props.email, input.email)
    }
    const mail = await mailTo(known.email)
    assert.equal(mail.subject, 'You have a Karkhana account already')
    assert.equal(mail.path, `/password/forgot`)
    assert.lengthOf(await mailsTo(new_.email), 1)
    const after = await Organisation.query().count('* as total')
    assert.equal(after[0].$extras.total, before[0].$extras.total)
  })

  const cases: [string, Record<string, unknown>, string][] = [
    ['a GSTIN with a wrong check character', { taxId: '27AAPFU0939F1ZA' }, 'taxId'],
    ['a GSTIN of another state', { stateCode: '29' }, 'stateCode'],
    ['no state and no GSTIN', { taxId: null, stateCode: null }, 'stateCode'],
    ['a short password', { password: 'short' }, 'password'],
    ['no password', { password: null }, 'password'],
    ['a common password', { password: 'P@ssword1234' }, 'password'],
    ['a password made of the organisation', { password: 'VoltWheel2026!' }, 'password'],
    ['a PIN with letters', { postalCode: '4110AB' }, 'postalCode'],
    ['a number where a text belongs', { organisationName: { evil: true } }, 'organisationName'],
  ]
  for (const [what, changes, field] of cases) {
    test(`${what} is named at its field and nothing is kept`, async ({ assert }) => {
      const input = form(changes)
      const answer = await new Visitor().submit('/register', input)
      assert.property(answer.props.errors, field)
      assert.lengthOf(await db.from('user_links').where('email', input.email as string), 0)
    })
  }

  test('ten megabytes of text are turned away', async ({ assert }) => {
    const answer = await new Visitor().ask(
      '/register',
      form({ organisationName: 'x'.repeat(10 * 1024 * 1024) })
    )
    assert.equal(answer.status, 413)
  })
})
