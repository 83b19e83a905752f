import { test } from '@japa/runner'
import { randomUUID } from 'node:crypto'
import User from '../../../app/identity/models/user.ts'
import Organisation from '../../../app/identity/models/organisation.ts'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'

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

test.group('Registration', () => {
  test('an owner registers and is signed in', async ({ client, assert }) => {
    const response = await client.post('/register').withCsrfToken().form(form()).redirects(0)
    response.assertStatus(303)
    response.assertHeader('location', '/')
    assert.exists(response.session()['auth_web'])
  })

  const cases: [string, Record<string, unknown>, string][] = [
    ['a GSTIN with a wrong check character', { taxId: '27AAPFU0939F1ZA' }, 'taxId'],
    ['a GSTIN of another state', { stateCode: '29' }, 'stateCode'],
    ['no state and no GSTIN', { taxId: null, stateCode: null }, 'stateCode'],
    ['a short password', { password: 'short' }, 'password'],
    ['a PIN with letters', { postalCode: '4110AB' }, 'postalCode'],
    ['a number where a text belongs', { organisationName: { evil: true } }, 'organisationName'],
  ]
  for (const [what, changes, field] of cases) {
    test(`${what} is named at its field and nothing is saved`, async ({ client, assert }) => {
      const input = form(changes)
      const response = await client
        .post('/register')
        .withCsrfToken()
        .header('referer', '/register')
        .json(input)
        .redirects(0)
      response.assertStatus(303)
      assert.property(response.flashMessage('inputErrorsBag'), field)
      assert.isNull(await User.findBy('email', input.email as string))
    })
  }

  test('an e-mail that is taken leaves no half organisation behind', async ({ client, assert }) => {
    const { email } = await (await makeWorkshop()).user()
    const before = await Organisation.query().count('* as total')
    const response = await client
      .post('/register')
      .withCsrfToken()
      .json(form({ email }))
      .redirects(0)
    assert.property(response.flashMessage('inputErrorsBag'), 'email')
    const after = await Organisation.query().count('* as total')
    assert.equal(after[0].$extras.total, before[0].$extras.total)
  })

  test('ten megabytes of text are turned away', async ({ client }) => {
    const response = await client
      .post('/register')
      .withCsrfToken()
      .header('accept', 'application/json')
      .json(form({ organisationName: 'x'.repeat(10 * 1024 * 1024) }))
    response.assertStatus(413)
  })
})

test.group('Signing in', () => {
  test('a wrong password and an unknown e-mail get the same answer', async ({ client, assert }) => {
    const user = await (await makeWorkshop()).user()
    const answers = []
    for (const email of [user.email, `nobody-${randomUUID()}@example.com`]) {
      const response = await client
        .post('/login')
        .withCsrfToken()
        .json({ email, password: 'not the password' })
        .redirects(0)
      response.assertStatus(303)
      answers.push(response.flashMessage('error'))
    }
    assert.deepEqual(answers[0], answers[1])
    assert.equal(answers[0].code, 'E_INVALID_CREDENTIALS')
  })

  test('the eleventh guess within a quarter of an hour is refused, others can still sign in', async ({
    client,
    assert,
  }) => {
    const [victim, bystander] = [
      await (await makeWorkshop()).user(),
      await (await makeWorkshop()).user(),
    ]
    const attempt = (email: string, password: string) =>
      client.post('/login').withCsrfToken().json({ email, password }).redirects(0)
    for (let guess = 1; guess <= 10; guess++) await attempt(victim.email, `guess number ${guess}`)
    const refused = await attempt(victim.email, TEST_PASSWORD)
    assert.equal(refused.flashMessage('error').code, 'E_TOO_MANY_REQUESTS')
    const signedIn = await attempt(bystander.email, TEST_PASSWORD)
    signedIn.assertHeader('location', '/')
  })

  test('after signing in only paths of this site are followed', async ({ client }) => {
    const user = await (await makeWorkshop()).user()
    const response = await client
      .post('/login')
      .withCsrfToken()
      .withSession({ intended_url: '//evil.example/steal' })
      .json({ email: user.email, password: TEST_PASSWORD })
      .redirects(0)
    response.assertHeader('location', '/')
  })
})
