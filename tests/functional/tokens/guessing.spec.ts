import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { randomBytes, randomInt } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { ModuleRegistry } from '@karkhana/kernel'
import { makeWorkshop } from '@karkhana/kernel/testing'
import { scopeOfToken } from '../../../app/tokens/open_token.ts'
import { createToken } from '../../../app/tokens/tokens.ts'

const GUESSES = 10_000
const encode = (text: string) => Buffer.from(text).toString('base64url')

/** A well-formed token that was never made: right shape, right checksum, random secret. */
function forged(id: number) {
  const secret = randomBytes(30).toString('base64url')
  return `krk_${encode(String(id))}.${encode(`${secret}${crc32(secret)}`)}`
}

/** The token with one character of its secret changed and the checksum made right again. */
function nearMiss(value: string) {
  const [head, tail] = value.split('.')
  const secret = Buffer.from(tail, 'base64url').toString().slice(0, 40).split('')
  const at = randomInt(40)
  secret[at] = secret[at] === 'x' ? 'y' : 'x'
  const changed = secret.join('')
  return `${head}.${encode(`${changed}${crc32(changed)}`)}`
}

async function realToken() {
  const workshop = await makeWorkshop()
  const registry = await app.container.make(ModuleRegistry)
  return createToken(await workshop.scope(), registry, { name: 'x1', days: 1, abilities: ['*'] })
}

test.group('Guessing a token', () => {
  test(`fails ${GUESSES} times out of ${GUESSES}, by random values and by near misses of a real one`, async ({
    assert,
  }) => {
    const { id, value } = await realToken()
    const kinds = [
      () => nearMiss(value),
      () => forged(id),
      () => forged(id + randomInt(1, 1000)),
      () => value.slice(0, randomInt(value.length)),
      () => `krk_${randomBytes(40).toString('base64url')}`,
    ]
    let opened = 0
    for (let n = 0; n < GUESSES; n += 50) {
      const batch = Array.from({ length: 50 }, (_, at) => kinds[at % kinds.length]())
      const scopes = await Promise.all(batch.map((guess) => scopeOfToken(guess, { ip: null })))
      opened += scopes.filter(Boolean).length
    }
    assert.equal(opened, 0)
    assert.isNotNull(await scopeOfToken(value, { ip: null }))
  }).timeout(120_000)

  test('blocks the address after a minute’s share of failures; a right token works from elsewhere', async ({
    client,
    assert,
  }) => {
    const { id, value } = await realToken()
    const ask = (token: string, address: string) =>
      client
        .get('/api/v1/settings/organisation')
        .bearerToken(token)
        .header('x-forwarded-for', address)
    const [guesser, elsewhere] = ['198.51.100.23', '203.0.113.80']
    const tally: Record<number, number> = {}
    for (let n = 0; n < 90; n++) {
      const { status } = await ask(n % 2 ? nearMiss(value) : forged(id), guesser).then(
        (answer) => ({
          status: answer.status(),
        })
      )
      tally[status] = (tally[status] ?? 0) + 1
    }
    assert.deepEqual(tally, { 401: 60, 429: 30 })

    const blocked = await ask(value, guesser)
    blocked.assertStatus(429)
    assert.equal(blocked.body().code, 'E_TOO_MANY_REQUESTS')
    assert.equal(blocked.header('content-type'), 'application/problem+json')
    const wait = Number(blocked.header('retry-after'))
    assert.isTrue(wait >= 1 && wait <= 60, `waits ${wait} seconds`)
    assert.equal(blocked.header('ratelimit-policy'), '"auth";q=60;w=60')
    assert.equal(blocked.header('ratelimit'), `"auth";r=0;t=${wait}`)

    ;(await ask(value, elsewhere)).assertStatus(200)
  })

  test('counts a whole network of one customer as one address', async ({ client, assert }) => {
    const ask = (last: string) =>
      client
        .get('/api/v1/settings/organisation')
        .bearerToken(forged(1))
        .header('x-forwarded-for', `2001:db8:77:1${last}`)
    for (let n = 0; n < 60; n++) (await ask(`::${n.toString(16)}`)).assertStatus(401)
    ;(await ask(':a:b:c:d')).assertStatus(429)
    const neighbour = await client
      .get('/api/v1/settings/organisation')
      .bearerToken(forged(1))
      .header('x-forwarded-for', '2001:db8:77:2::1')
    assert.equal(neighbour.status(), 401)
  })
})
