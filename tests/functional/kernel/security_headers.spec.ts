import { readdirSync } from 'node:fs'
import { request } from 'node:http'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type { ApiClient } from '@japa/api-client'
import { makeWorkshop } from '@karkhana/kernel/testing'

/** One address of each kind: pages of strangers and members, API, problem, file. */
async function answers(client: ApiClient) {
  const workshop = await makeWorkshop()
  const user = await workshop.user()
  const asset = readdirSync(app.makePath('public/assets')).find((name) => name.endsWith('.js'))
  return {
    'the sign-in page': await client.get('/login'),
    'a page behind sign-in': await client.get('/').loginAs(user),
    'a page that is not there': await client.get('/no-such-page'),
    'the API': await client.get('/api/v1/contacts').bearerToken(await workshop.token()),
    'a refusal of the API': await client.get('/api/v1/contacts'),
    'the health check': await client.get('/api/health'),
    'a script': await client.get(`/assets/${asset}`),
  }
}

test.group('Security headers', () => {
  test('are on every answer, files and refusals included', async ({ client, assert }) => {
    for (const [name, response] of Object.entries(await answers(client))) {
      assert.equal(response.header('x-content-type-options'), 'nosniff', name)
      assert.equal(response.header('referrer-policy'), 'same-origin', name)
      assert.equal(response.header('cross-origin-opener-policy'), 'same-origin', name)
      assert.equal(response.header('cross-origin-resource-policy'), 'same-origin', name)
      assert.include(response.header('permissions-policy')!, 'camera=()', name)
      const policy = response.header('content-security-policy')!
      assert.match(policy, /base-uri 'none'/, name)
      assert.match(policy, /frame-ancestors '(none|self)'/, name)
      assert.match(policy, /(object|default)-src 'none'/, name)
    }
  })

  test('of a page let only our own scripts run, by nonce', async ({ client, assert }) => {
    const response = await client.get('/login')
    const policy = response.header('content-security-policy')!
    const nonce = /script-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1]
    assert.isString(nonce)
    assert.notInclude(/script-src [^;]+/.exec(policy)![0], 'unsafe')
    assert.include(response.text(), `nonce="${nonce}"`)
    const again = (await client.get('/login')).header('content-security-policy')!
    assert.notInclude(again, nonce!, 'a nonce is used once')
  })

  test('keep pages and answers of the API out of caches, and let files stay there', async ({
    client,
    assert,
  }) => {
    const { 'a script': script, ...others } = await answers(client)
    assert.include(script.header('cache-control')!, 'immutable')
    for (const [name, response] of Object.entries(others)) {
      assert.equal(response.header('cache-control'), 'no-store', name)
    }
  })

  test('say nothing of https while the deployment has none', async ({ client, assert }) => {
    const response = await client.get('/login')
    assert.isUndefined(response.header('strict-transport-security'))
  })
})

test.group('What strangers find', () => {
  test('is no list of files, no repository and no settings', async ({ client }) => {
    for (const path of ['/assets/', '/assets', '/.git/config', '/.env', '/package.json']) {
      ;(await client.get(path)).assertStatus(404)
    }
  })

  test('is nothing by TRACE, which would send cookies back', async ({ assert }) => {
    const { hostname, port } = new URL(process.env.APP_URL!)
    const options = { hostname, port, method: 'TRACE', path: '/login', headers: { cookie: 'a=b' } }
    const [status, body] = await new Promise<[number, string]>((resolve, reject) => {
      const asked = request(options, (response) => {
        let text = ''
        response.on('data', (chunk: Buffer) => (text += String(chunk)))
        response.on('end', () => resolve([response.statusCode!, text]))
      })
      asked.on('error', reject)
      asked.end()
    })
    assert.equal(status, 404)
    assert.notInclude(body, 'a=b')
  })

  test('is whom to tell about a weakness, once the deployment says so', async ({
    client,
    assert,
    cleanup,
  }) => {
    cleanup(() => void delete process.env.SECURITY_CONTACT)
    delete process.env.SECURITY_CONTACT
    ;(await client.get('/.well-known/security.txt')).assertStatus(404)
    process.env.SECURITY_CONTACT = 'mailto:security@example.com'
    const response = await client.get('/.well-known/security.txt')
    response.assertStatus(200)
    assert.match(response.text(), /^Contact: mailto:security@example\.com\nExpires: \d{4}-/)
  })
})

test.group('Over https', (group) => {
  group.setup(() => {
    app.config.set('app.http.cookie.secure', true)
    return () => app.config.set('app.http.cookie.secure', false)
  })

  test('every answer asks browsers to come by https for a year', async ({ client, assert }) => {
    for (const [name, response] of Object.entries(await answers(client))) {
      assert.equal(
        response.header('strict-transport-security'),
        'max-age=31536000; includeSubDomains',
        name
      )
    }
  })

  test('every cookie carries the prefix that ties it to this host, and is read by it alone', async ({
    assert,
  }) => {
    const url = `${process.env.APP_URL}/login`
    const first = await fetch(url)
    const cookies = first.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
    assert.isAtLeast(cookies.length, 2)
    for (const cookie of first.headers.getSetCookie()) {
      assert.match(cookie, /^__Host-/)
      assert.match(cookie, /; Path=\//)
      assert.notMatch(cookie, /; Domain=/)
    }
    const session = cookies.find((cookie) => cookie.startsWith('__Host-karkhana_session='))!

    const same = await fetch(url, { headers: { cookie: cookies.join('; ') } })
    assert.include(nameAndValue(same), session, 'the session goes on')
    const planted = cookies.join('; ').replaceAll('__Host-', '')
    const other = await fetch(url, { headers: { cookie: planted } })
    assert.notInclude(
      nameAndValue(other),
      session,
      'a cookie without the prefix counts for nothing'
    )
  })
})

function nameAndValue(response: Response): string[] {
  return response.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
}
