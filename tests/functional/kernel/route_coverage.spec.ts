import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import router from '@adonisjs/core/services/router'
import { ModuleRegistry, type Scope } from '@karkhana/kernel'
import {
  makeWorkshop,
  publicRoutes,
  registeredRoutes,
  type RegisteredRoute,
  type Workshop,
} from '@karkhana/kernel/testing'
import type { ApiClient, ApiResponse } from '@japa/api-client'
import { type ROLES } from '../../../app/access/permissions.ts'
import { checkRoutes } from '../../../app/http/check_routes.ts'
import { fillEverything } from '../../helpers/fill_workshop.ts'
import { switchAllOn } from '../../helpers/modules.ts'
import { saidBy } from '../../helpers/said_by.ts'

const memberRoutes = () => registeredRoutes.filter(({ audience }) => audience === 'member')
const MISSING = '01890000-0000-7000-8000-000000000000'
const label = (route: RegisteredRoute) => `${route.method} ${route.pattern}`
const fill = (route: RegisteredRoute, id: string) => route.pattern.replace(/:\w+/g, id)

/** One request as a member of `workshop`, by session on a page and by token on the API. */
async function ask(
  client: ApiClient,
  route: RegisteredRoute,
  path: string,
  reader: { workshop: Workshop; role: (typeof ROLES)[number] } | null
): Promise<ApiResponse> {
  let request = client.request(path, route.method).header('accept', 'application/json').redirects(0)
  if (route.surface === 'web') request = request.withCsrfToken()
  if (reader && route.surface === 'web') {
    request = request.loginAs(await reader.workshop.user(reader.role))
  } else if (reader) {
    request = request.bearerToken(await tokenOf(reader.workshop, reader.role))
  }
  if (route.method !== 'GET') request = request.json({})
  return request
}

const tokens = new Map<string, Promise<string>>()
function tokenOf(workshop: Workshop, role: (typeof ROLES)[number]) {
  const key = `${workshop.organisationId}/${role}`
  if (!tokens.has(key)) tokens.set(key, workshop.token(role))
  return tokens.get(key)!
}

/** Up to three ids of each table that a module owns in the organisation of `scope`. */
async function idsOf(scope: Scope, module: string | null): Promise<string[]> {
  const registry = await app.container.make(ModuleRegistry)
  const tables = module ? Object.keys(registry.get(module)!.manifest.tables) : ['branches']
  return scope.read(async (unit) => {
    const found = []
    for (const table of tables) {
      found.push(...(await unit.rows<{ id: string }>(`select id from ${table} limit 3`)))
    }
    return found.map((row) => row.id)
  })
}

test.group('Every route behind sign-in', (group) => {
  let mine: Workshop
  let other: Workshop

  group.setup(async () => {
    mine = await makeWorkshop()
    await fillEverything(mine)
    other = await makeWorkshop()
  })

  test('is declared: nothing answers that asks for no permission and gives no reason to be public', async ({
    assert,
  }) => {
    const declared = new Set([
      ...registeredRoutes.map(({ method, pattern }) => `${method} ${pattern}`),
      ...publicRoutes.map(({ method, path }) => `${method} ${path}`),
    ])
    const answering = Object.values(router.toJSON())
      .flat()
      .filter(({ pattern }) => pattern !== '/*')
      .flatMap(({ methods, pattern }) =>
        methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${pattern}`)
      )
    assert.isAbove(answering.length, 200)
    for (const route of answering) assert.isTrue(declared.has(route), route)
    for (const { path, why } of publicRoutes) assert.isAbove(why.length, 10, path)
  })

  test('needs a permission that somebody declares, or the boot refuses it', async ({ assert }) => {
    const registry = await app.container.make(ModuleRegistry)
    checkRoutes(registry)
    registeredRoutes.push({ ...registeredRoutes[0], pattern: '/loose', permission: 'loose.end' })
    assert.throws(() => checkRoutes(registry), /GET \/loose \(loose\.end\)/)
    registeredRoutes.pop()
  })

  test('turns strangers away', async ({ client, assert }) => {
    for (const route of registeredRoutes) {
      const response = await ask(client, route, fill(route, MISSING), null)
      assert.equal(response.status(), 401, label(route))
    }
  }).timeout(300_000)

  test('lists nothing of another organisation', async ({ client, assert }) => {
    const victim = await mine.scope()
    const reader = { workshop: other, role: 'owner' as const }
    const lists = memberRoutes().filter(
      (route) => route.method === 'GET' && !route.pattern.includes('/:')
    )
    for (const route of lists) {
      const ids = await idsOf(victim, route.module)
      const response = await ask(client, route, route.pattern, reader)
      assert.notEqual(response.status(), 500, label(route))
      const said = saidBy(response)
      for (const id of ids) assert.notInclude(said, id, label(route))
    }
  }).timeout(300_000)

  test('answers 404, not an error, for a record that never was or an id that is none', async ({
    client,
    assert,
  }) => {
    const reader = { workshop: mine, role: 'owner' as const }
    const records = memberRoutes().filter(
      (route) => route.method === 'GET' && route.pattern.includes('/:')
    )
    for (const route of records) {
      for (const id of [MISSING, 'not-an-id', '%00', "1'or'1"]) {
        const response = await ask(client, route, fill(route, id), reader)
        assert.include([404, 422, 400], response.status(), `${label(route)} with ${id}`)
      }
    }
  }).timeout(300_000)
})

/** Sets a state past the plan, so that each module can be seen off alone. */
async function setState(workshop: Workshop, module: string, state: 'enabled' | 'paused') {
  const scope = await workshop.scope()
  await scope.work((unit) =>
    unit.rows(
      'update organisation_modules set state = ? where organisation_id = ? and module_id = ?',
      [state, scope.organisationId, module]
    )
  )
}

test.group('Every module', () => {
  test('that is off has no route, page or API, and its neighbours keep theirs', async ({
    client,
    assert,
  }) => {
    const registry = await app.container.make(ModuleRegistry)
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    await switchAllOn(mine, registry)
    await switchAllOn(other, registry)
    for (const manifest of registry.manifests()) {
      await setState(mine, manifest.id, 'paused')
      for (const route of memberRoutes().filter((each) => each.module === manifest.id)) {
        const path = fill(route, MISSING)
        const off = await ask(client, route, path, { workshop: mine, role: 'owner' })
        assert.equal(off.status(), 404, `${label(route)} is gone`)
        assert.notInclude(off.text(), manifest.name, 'without a hint that it exists')
        if (route.method === 'GET' && !route.pattern.includes('/:')) {
          const on = await ask(client, route, path, { workshop: other, role: 'owner' })
          assert.equal(on.status(), 200, `${label(route)} stays for the other organisation`)
        }
      }
      await setState(mine, manifest.id, 'enabled')
    }
  }).timeout(300_000)
})
