import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import { figure, GUESSES, inParallel } from '../../helpers/figures.ts'

/** One try to sign in from `address`, as a reverse proxy on this machine would report it. */
function signIn(client: ApiClient, address: string, email: string, password: string) {
  return client
    .post('/login')
    .header('accept', 'application/json')
    .header('x-forwarded-for', address)
    .withCsrfToken()
    .redirects(0)
    .json({ email, password })
}

test.group('Guessing passwords', () => {
  test('thousands from one address: almost none is even looked at, others still sign in', async ({
    client,
    assert,
  }) => {
    const [victim, bystander] = [await makeWorkshop(), await makeWorkshop()]
    const { email } = await victim.user()
    const counts = new Map<number, number>()
    const started = Date.now()
    await inParallel(GUESSES, 16, async (index) => {
      const response = await signIn(client, '203.0.113.7', email, `guess number ${index}`)
      counts.set(response.status(), (counts.get(response.status()) ?? 0) + 1)
    })
    const checked = GUESSES - (counts.get(429) ?? 0)
    figure('guesses looked at', `${checked} of ${GUESSES}, ${Date.now() - started} ms`)
    assert.isAtMost(checked, 20)

    const other = await signIn(
      client,
      '198.51.100.4',
      (await bystander.user()).email,
      TEST_PASSWORD
    )
    assert.equal(other.status(), 303, 'somebody else, from elsewhere')
    const colleague = await signIn(
      client,
      '198.51.100.5',
      (await victim.user('manager')).email,
      TEST_PASSWORD
    )
    assert.equal(colleague.status(), 303, 'a colleague of the victim')
    const guessed = await signIn(client, '203.0.113.7', email, TEST_PASSWORD)
    assert.equal(guessed.status(), 429, 'the right password, while the address is blocked')
  }).timeout(300_000)

  test('thousands from 1,000 addresses: the account stays shut, a known browser of its owner gets in', async ({
    client,
    assert,
  }) => {
    const victim = await makeWorkshop()
    const { email } = await victim.user()
    const first = await signIn(client, '198.51.100.20', email, TEST_PASSWORD)
    first.assertStatus(303)

    let checked = 0
    const started = Date.now()
    await inParallel(GUESSES, 16, async (index) => {
      const address = `203.0.${index % 4}.${(index >> 2) % 250}`
      const response = await signIn(client, address, email, `guess number ${index}`)
      if (response.status() !== 429) checked++
    })
    figure('guesses looked at', `${checked} of ${GUESSES}, ${Date.now() - started} ms`)
    assert.isAtMost(checked, 60)

    let again = signIn(client, '198.51.100.21', email, TEST_PASSWORD)
    for (const [name, cookie] of Object.entries(first.cookies())) {
      if (name.includes('device')) again = again.withCookie(name, cookie.value)
    }
    assert.equal(
      (await again).status(),
      303,
      'the owner, by the browser they signed in with before'
    )
  }).timeout(300_000)

  test('one password tried on 1,000 accounts from one address stops early', async ({
    client,
    assert,
  }) => {
    let checked = 0
    await inParallel(1_000, 16, async (index) => {
      const response = await signIn(
        client,
        '203.0.113.99',
        `person${index}@example.com`,
        'Welcome@2026'
      )
      if (response.status() !== 429) checked++
    })
    figure('accounts tried', `${checked} of 1000`)
    assert.isAtMost(checked, 80)
  }).timeout(120_000)
})
