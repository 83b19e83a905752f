import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { makeWorkshop, TEST_PASSWORD } from '@karkhana/kernel/testing'
import { mailTo } from '../../helpers/mail.ts'

const ELSEWHERE = [
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'https://evil.example',
  'https:evil.example',
  '/%2f/evil.example',
  '/\t/evil.example',
  '/\n//evil.example',
  'javascript:alert(1)',
  ' //evil.example',
  '/.//evil.example',
  '/@evil.example',
]

async function signInFrom(client: ApiClient, email: string, intended: string) {
  return client
    .post('/login')
    .header('accept', 'application/json')
    .withSession({ intended_url: intended })
    .withCsrfToken()
    .redirects(0)
    .json({ email, password: TEST_PASSWORD })
}

/** Where a browser of this site ends up. */
function target(location: string) {
  return new URL(location, process.env.APP_URL).origin
}

test.group('A link that should lead elsewhere', () => {
  for (const intended of ELSEWHERE) {
    test(`after signing in: ${JSON.stringify(intended)} stays on this site`, async ({
      client,
      assert,
    }) => {
      const workshop = await makeWorkshop()
      const response = await signInFrom(client, (await workshop.user()).email, intended)
      response.assertStatus(303)
      const location = response.header('location')!
      assert.equal(target(location), target('/'), location)
    })
  }

  test('back after a refused form: the Referer of another site is not followed', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const response = await client
      .put('/settings/organisation')
      .loginAs(await workshop.user())
      .withCsrfToken()
      .header('accept', 'text/html')
      .header('referer', 'https://evil.example/form')
      .redirects(0)
      .form({ name: '' })
    assert.equal(target(response.header('location')!), target('/'))
  })
})

test.group('A forged Host header', () => {
  for (const [name, headers] of Object.entries({
    'Host': { host: 'evil.example' },
    'X-Forwarded-Host': { 'x-forwarded-host': 'evil.example' },
    'Forwarded': { forwarded: 'host=evil.example' },
  })) {
    test(`${name}: the link in the mail leads to this site`, async ({ client, assert }) => {
      const workshop = await makeWorkshop()
      const { email } = await workshop.user()
      let request = client.post('/password/forgot').withCsrfToken().redirects(0)
      for (const [key, value] of Object.entries(headers)) request = request.header(key, value)
      const response = await request.form({ email })
      response.assertStatus(303)
      const location = response.header('location')!
      assert.equal(target(location), target('/'), location)
      const mail = await mailTo(email)
      assert.include(mail.text, `${process.env.APP_URL}/password/reset/`)
      assert.notInclude(JSON.stringify(mail), 'evil.example')
    })
  }
})
