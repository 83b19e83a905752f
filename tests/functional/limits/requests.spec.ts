import { test } from '@japa/runner'
import testUtils from '@adonisjs/core/services/test_utils'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { limitRate } from '../../../app/http/rate_limits/limit_rate.ts'

const LIMITS = { RATE_LIMIT_API: '40', RATE_LIMIT_PAGES: '60', RATE_LIMIT_AI: '3' }

test.group('Requests behind sign-in', (group) => {
  group.each.setup(() => {
    const before = Object.fromEntries(
      Object.keys(LIMITS).map((name) => [name, process.env[name] ?? ''])
    )
    Object.assign(process.env, LIMITS)
    return () => void Object.assign(process.env, before)
  })

  test('of a program are told the limit with every answer, and when to come again', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const token = await workshop.token()
    const ask = (path: string) => client.get(path).bearerToken(token)
    const first = await ask('/api/v1/settings/organisation')
    first.assertStatus(200)
    assert.equal(first.header('ratelimit-policy'), '"standard";q=40;w=60')
    assert.match(first.header('ratelimit')!, /^"standard";r=39;t=(60|5\d)$/)
    const missing = await ask('/api/v1/tickets/01890000-0000-7000-8000-000000000000')
    missing.assertStatus(404)
    assert.match(missing.header('ratelimit')!, /^"standard";r=38;/)

    for (let n = 0; n < 38; n++) (await ask('/api/v1/settings/organisation')).assertStatus(200)
    const refused = await ask('/api/v1/settings/organisation')
    refused.assertStatus(429)
    const wait = Number(refused.header('retry-after'))
    assert.isTrue(wait >= 1 && wait <= 60)
    assert.equal(refused.header('ratelimit'), `"standard";r=0;t=${wait}`)
    assert.equal(refused.header('content-type'), 'application/problem+json')
    assert.containsSubset(refused.body(), {
      status: 429,
      code: 'E_TOO_MANY_REQUESTS',
      title: 'Too many requests.',
      meta: { retryAfter: wait },
    })
  })

  test('of one token leave the others alone', async ({ client }) => {
    const workshop = await makeWorkshop()
    const [busy, calm] = [await workshop.token(), await workshop.token('manager')]
    for (let n = 0; n < 41; n++) await client.get('/api/v1/tickets').bearerToken(busy)
    ;(await client.get('/api/v1/tickets').bearerToken(busy)).assertStatus(429)
    ;(await client.get('/api/v1/tickets').bearerToken(calm)).assertStatus(200)
  })

  test('without a token are told the limit on wrong ones', async ({ client, assert }) => {
    const answer = await client.get('/api/v1/tickets').header('x-forwarded-for', '192.0.2.99')
    answer.assertStatus(401)
    assert.equal(answer.header('ratelimit-policy'), '"auth";q=60;w=60')
    assert.equal(answer.header('ratelimit'), '"auth";r=60;t=60')
  })

  test('of one person in the pages end at the limit with a page that says so', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const user = await workshop.user('manager')
    for (let n = 0; n < 60; n++) {
      ;(await client.get('/account/organisations').loginAs(user)).assertStatus(200)
    }
    const refused = await client.get('/tickets').loginAs(user)
    refused.assertStatus(429)
    assert.isAbove(Number(refused.header('retry-after')), 0)
    assert.include(refused.text(), 'Too many requests.')
    ;(await client.get('/tickets').loginAs(await workshop.user())).assertStatus(200)
  })

  test('that come too soon after wrong passwords are told when to come again', async ({
    client,
    assert,
  }) => {
    const user = await (await makeWorkshop()).user()
    const attempt = () =>
      client
        .post('/login')
        .withCsrfToken()
        .header('accept', 'application/json')
        .header('x-forwarded-for', '192.0.2.55')
        .json({ email: user.email, password: 'not the password' })
    let answer = await attempt()
    for (let n = 0; n < 20 && answer.status() !== 429; n++) answer = await attempt()
    answer.assertStatus(429)
    const wait = Number(answer.header('retry-after'))
    assert.isAbove(wait, 0)
    assert.equal(answer.header('ratelimit'), `"auth";r=0;t=${wait}`)
  })

  test('that ask a language model count for the whole organisation as well', async ({ assert }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const ask = async (workshop: typeof mine, role: 'owner' | 'manager') => {
      const ctx = await testUtils.createHttpContext()
      ctx.surface = 'api'
      const scope = await workshop.scope(role)
      ctx.scope = scope.with({ actor: { ...scope.actor, kind: 'token' } })
      let passed = false
      let wait = 0
      await limitRate('ai')(ctx, async () => (passed = true)).catch((error) => {
        assert.equal(error.code, 'E_TOO_MANY_REQUESTS')
        wait = error.meta.retryAfter
      })
      return { passed, wait, headers: ctx.response.getHeaders() }
    }
    const first = await ask(mine, 'owner')
    assert.isTrue(first.passed)
    assert.equal(first.headers['ratelimit-policy'], '"standard";q=40;w=60, "ai";q=3;w=60')
    assert.match(String(first.headers.ratelimit), /^"standard";r=39;t=\d+, "ai";r=2;t=\d+$/)
    assert.isTrue((await ask(mine, 'manager')).passed)
    assert.isTrue((await ask(mine, 'manager')).passed)
    const fourth = await ask(mine, 'owner')
    assert.isFalse(fourth.passed)
    assert.isAbove(fourth.wait, 0)
    assert.isTrue((await ask(other, 'owner')).passed)
  })
})
