import { test } from '@japa/runner'
import { Scrypt } from '@adonisjs/core/hash/drivers/scrypt'
import { RuleError } from '@karkhana/kernel'
import { ensureGoodPassword } from '../../../app/identity/services/passwords.ts'
import { Visitor } from '../../helpers/visitor.ts'

async function refusal(password: string, words: string[] = []): Promise<RuleError> {
  const error: unknown = await ensureGoodPassword('password', password, words).catch(
    (raw: unknown) => raw
  )
  if (!(error instanceof RuleError)) throw new Error(`${password} was let through`)
  return error
}

test.group('The rule for passwords', () => {
  test('names the field and what to do', async ({ assert }) => {
    const error = await refusal('P@ssw0rd2024')
    assert.equal(error.field, 'password')
    assert.equal(error.code, 'E_PASSWORD_WEAK')
    assert.include(error.next, 'Three words')
  })

  test('takes any characters, up to two hundred of them', async ({ assert }) => {
    const long = 'violet ladder umbrella carburettor '.repeat(6)
    await ensureGoodPassword('password', long.slice(0, 200), [])
    await ensureGoodPassword('password', 'नीला पहिया और चाबी', [])
    assert.equal((await refusal(long.slice(0, 201))).code, 'E_PASSWORD_LONG')
  })

  test('knows the words of its owner', async ({ assert }) => {
    await ensureGoodPassword('password', 'namma fleet logistics', [])
    const error = await refusal('namma fleet logistics', ['Namma Fleet Logistics'])
    assert.include(error.next, 'your name')
  })

  test('is kept as slowly as OWASP asks, outside of tests', async ({ assert }) => {
    const { PRODUCTION } = await import('../../../config/hash.ts')
    // Password Storage Cheat Sheet, scrypt with r = 8: N and the p it needs at least.
    const asked = [
      [2 ** 17, 1],
      [2 ** 16, 2],
      [2 ** 15, 3],
      [2 ** 14, 5],
      [2 ** 13, 10],
    ]
    const [, least] = asked.find(([cost]) => PRODUCTION.cost >= cost)!
    assert.isAtLeast(PRODUCTION.parallelization, least)
    const scrypt = new Scrypt(PRODUCTION)
    const stored = await scrypt.make('violet ladder umbrella')
    assert.isTrue(await scrypt.verify(stored, 'violet ladder umbrella'))
    assert.isFalse(await scrypt.verify(stored, 'violet ladder umbrellas'))
  })
})

test.group('Advice while typing', () => {
  test('comes from the server, for everybody, and is not kept', async ({ assert }) => {
    const visitor = new Visitor()
    const weak = await visitor.ask('/password-strength', {
      password: 'voltwheel2026',
      words: ['Volt & Wheel', null],
    })
    assert.equal(weak.status, 200)
    assert.containsSubset(JSON.parse(weak.text).data, { good: false })
    const strong = await visitor.ask('/password-strength', { password: 'violet ladder umbrella' })
    assert.deepEqual(JSON.parse(strong.text).data, { score: 4, good: true, message: 'Strong.' })
    assert.equal(strong.headers.get('cache-control'), 'no-store')
  })

  test('is slowed down for whoever asks without end', async ({ assert }) => {
    const visitor = new Visitor()
    let answered = 0
    for (let time = 0; time < 160; time++) {
      const { status } = await visitor.ask('/password-strength', { password: 'hors' })
      if (status === 200) answered++
    }
    assert.equal(answered, 150)
  })
})
