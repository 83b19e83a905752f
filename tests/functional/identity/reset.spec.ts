import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import { mailsTo, mailTo } from '../../helpers/mail.ts'
import { Visitor } from '../../helpers/visitor.ts'

const NEW_PASSWORD = 'violet ladder umbrella'
const owner = async () => (await makeWorkshop()).user()

/** Path of the link that a forgotten password brings. */
async function askFor(email: string, visitor = new Visitor()): Promise<string> {
  await visitor.post('/password/forgot', { email })
  return (await mailTo(email, /Reset/)).path
}

/**
 * Statements that asking for a link costs at the least, over three addresses. The connection is shared with the timers
 * of the process (expired limits are cleared away every few minutes), which can only add to it.
 */
async function leastWork(address: () => Promise<string>): Promise<string[]> {
  const rounds: string[][] = []
  for (let round = 0; round < 3; round++) rounds.push(await statementsOf(await address()))
  return rounds.sort((a, b) => a.length - b.length)[0]
}

async function statementsOf(email: string): Promise<string[]> {
  const visitor = new Visitor()
  await visitor.get('/login')
  const statements: string[] = []
  const note = ({ sql }: { sql: string }) => statements.push(sql)
  const { client } = db.connection('app').getWriteClient()
  client.on('query', note)
  await visitor.post('/password/forgot', { email })
  client.off('query', note)
  return statements
}

test.group('Resetting a password', () => {
  test('the link sets a new one; the old one and every other session end', async ({ assert }) => {
    const user = await owner()
    const [elsewhere, asha] = [new Visitor(), new Visitor()]
    await elsewhere.signIn(user.email, TEST_PASSWORD)
    assert.isTrue(await elsewhere.isSignedIn())

    const path = await askFor(user.email, asha)
    assert.match(path, /^\/password\/reset\/[\w-]{43}$/)
    const page = await asha.get(path)
    assert.containsSubset(page.props, { state: 'open', email: user.email })
    assert.equal(page.headers.get('referrer-policy'), 'same-origin')
    assert.equal(page.headers.get('cache-control'), 'no-store')
    const home = await asha.submit(path, { password: NEW_PASSWORD })
    assert.equal(home.status, 200)

    assert.isFalse(await elsewhere.isSignedIn())
    assert.isTrue(await asha.isSignedIn())
    assert.equal((await new Visitor().signIn(user.email, TEST_PASSWORD)).status, 401)
    assert.equal((await new Visitor().signIn(user.email, NEW_PASSWORD)).status, 303)
    const told = await mailTo(user.email, /was changed/)
    assert.include(told.text, 'If this was not you')
    const kinds = (await db.from('security_events').where('user_id', user.id)) as { kind: string }[]
    assert.includeMembers(
      kinds.map(({ kind }) => kind),
      ['password.reset_asked', 'password.reset']
    )
  })

  test('known and unknown addresses get the same answer, and only the known one a mail', async ({
    assert,
  }) => {
    const known = (await owner()).email
    const unknown = `nobody-${randomUUID()}@example.com`
    const pages = []
    for (const email of [known, unknown]) {
      const page = await new Visitor().submit('/password/forgot', { email })
      assert.equal(page.props.email, email)
      pages.push([page.status, page.component])
    }
    assert.deepEqual(pages[0], pages[1])
    assert.lengthOf(await mailsTo(known), 1)
    assert.lengthOf(await mailsTo(unknown), 0)
  })

  test('asking does the same work for known and unknown addresses', async ({ assert }) => {
    const known = await leastWork(async () => (await owner()).email)
    const unknown = await leastWork(async () => `nobody-${randomUUID()}@example.com`)
    assert.isAbove(known.length, 0)
    assert.deepEqual(known, unknown)
  })

  test('a link works once, also when it is pressed twice at once', async ({ assert }) => {
    const user = await owner()
    const path = await askFor(user.email)
    const [a, b] = [new Visitor(), new Visitor()]
    const answers = await Promise.all([
      a.post(path, { password: 'violet ladder umbrella' }),
      b.post(path, { password: 'orange saddle carburettor' }),
    ])
    assert.deepEqual(answers.map(({ location }) => location).sort(), ['/', path])
    assert.equal((await a.get(path)).props.state, 'used')
    const again = await new Visitor().submit(path, { password: 'green wrench lighthouse' })
    assert.equal(again.props.flash?.error?.code, 'E_LINK_OVER')
  })

  test('a newer link makes the older one useless', async ({ assert }) => {
    const user = await owner()
    const first = await askFor(user.email)
    const second = await askFor(user.email)
    assert.notEqual(second, first)
    assert.equal((await new Visitor().get(first)).props.state, 'used')
    assert.equal((await new Visitor().post(second, { password: NEW_PASSWORD })).location, '/')
  })

  test('after an hour the link says that it is too old', async ({ assert }) => {
    const user = await owner()
    const path = await askFor(user.email)
    await db
      .from('user_links')
      .where('user_id', user.id)
      .update({ expires_at: new Date(Date.now() - 1000) })
    assert.equal((await new Visitor().get(path)).props.state, 'expired')
    const late = await new Visitor().submit(path, { password: NEW_PASSWORD })
    assert.equal(late.props.flash?.error?.message, 'This link is too old.')
    assert.equal((await new Visitor().signIn(user.email, TEST_PASSWORD)).status, 303)
  })

  test('a weak password is refused at its field, and the link stays good', async ({ assert }) => {
    const user = await owner()
    const path = await askFor(user.email)
    const visitor = new Visitor()
    for (const password of ['short', 'qwertyuiop', user.email]) {
      const page = await visitor.submit(path, { password })
      assert.property(page.props.errors, 'password')
    }
    assert.equal((await visitor.post(path, { password: NEW_PASSWORD })).location, '/')
  })

  test('whoever has two factors is asked for the second one all the same', async ({ assert }) => {
    const user = await owner()
    await user.merge({ twoFactorSecret: 'sealed', twoFactorConfirmedAt: DateTime.utc() }).save()
    const path = await askFor(user.email)
    const visitor = new Visitor()
    const answer = await visitor.post(path, { password: NEW_PASSWORD })
    assert.equal(answer.location, '/login/two-factor')
    assert.isFalse(await visitor.isSignedIn())
  })

  test('ends a sign-in with the old password that waits for its second factor', async ({
    assert,
  }) => {
    const user = await owner()
    await user.merge({ twoFactorSecret: 'sealed', twoFactorConfirmedAt: DateTime.utc() }).save()
    const thief = new Visitor()
    assert.equal((await thief.signIn(user.email, TEST_PASSWORD)).location, '/login/two-factor')
    assert.equal((await thief.get('/login/two-factor')).status, 200)
    await new Visitor().post(await askFor(user.email), { password: NEW_PASSWORD })
    assert.equal((await thief.get('/login/two-factor')).location, '/login')
  })

  test('gets somebody in who was locked out by wrong guesses', async ({ assert }) => {
    const user = await owner()
    const asha = new Visitor()
    for (let guess = 0; guess < 5; guess++) await asha.signIn(user.email, `guess ${guess}`)
    assert.equal((await asha.signIn(user.email, TEST_PASSWORD)).status, 429)
    await asha.post(await askFor(user.email, asha), { password: NEW_PASSWORD })
    await asha.submit('/logout')
    assert.equal((await asha.signIn(user.email, NEW_PASSWORD)).status, 303)
  })

  test('nobody can flood a mailbox: after five the asking has to wait', async ({ assert }) => {
    const { email } = await owner()
    const statuses = []
    for (let time = 0; time < 7; time++) {
      statuses.push((await new Visitor().ask('/password/forgot', { email })).status)
    }
    assert.deepEqual(statuses, [303, 303, 303, 303, 303, 429, 429])
  })

  test('a disabled account gets no link', async ({ assert }) => {
    const user = await owner()
    await user.merge({ disabledAt: DateTime.utc() }).save()
    await new Visitor().post('/password/forgot', { email: user.email })
    assert.lengthOf(await mailsTo(user.email), 0)
  })
})
