import { test } from '@japa/runner'
import router from '@adonisjs/core/services/router'
import { makeWorkshop } from '@karkhana/kernel/testing'

const MISSING = '01890000-0000-7000-8000-000000000000'

/** Every address of a page that changes something, signed in or not. */
function formRoutes() {
  return Object.values(router.toJSON())
    .flat()
    .filter(({ pattern }) => !pattern.includes('*') && !pattern.startsWith('/api/'))
    .flatMap(({ pattern, methods }) =>
      methods
        .filter((method) => !['GET', 'HEAD'].includes(method))
        .map((method) => ({ method, path: pattern.replace(/:\w+/g, MISSING) }))
    )
}

test.group('A foreign page that sends a form', () => {
  test('is refused by every address, for it has no token', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const owner = await workshop.user()
    const routes = formRoutes()
    assert.isAbove(routes.length, 40)
    for (const { method, path } of routes) {
      const response = await client
        .request(path, method)
        .loginAs(owner)
        .header('accept', 'application/json')
        .header('origin', 'https://evil.example')
        .redirects(0)
        .form({ name: 'x' })
      assert.equal(response.status(), 403, `${method} ${path}`)
      assert.equal(response.body().code, 'E_BAD_CSRF_TOKEN', `${method} ${path}`)
    }
  }).timeout(60_000)

  test('cannot read an answer of the API either: no origin is let in', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const response = await client
      .get('/api/v1/settings/organisation')
      .bearerToken(await workshop.token())
      .header('origin', 'https://evil.example')
    response.assertStatus(200)
    assert.isUndefined(response.header('access-control-allow-origin'))
  })

  test('gets nothing from the API by the cookie of a signed-in person', async ({ client }) => {
    const workshop = await makeWorkshop()
    const response = await client
      .post('/api/v1/settings/branches')
      .loginAs(await workshop.user())
      .json({})
    response.assertStatus(401)
  })
})
