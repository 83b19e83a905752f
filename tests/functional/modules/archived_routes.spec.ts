import { test } from '@japa/runner'
import type { ModuleRegistry } from '@karkhana/kernel'
import { systemScope } from '@karkhana/kernel'
import {
  makeWorkshop,
  registeredRoutes,
  type RegisteredRoute,
  type Workshop,
} from '@karkhana/kernel/testing'
import { builtIn, permissionsOf } from '../../../app/access/authority.ts'
import { ROLES } from '../../../app/access/permissions.ts'
import type { SharedProps } from '../../../app/http/page_types.ts'
import { previewSwitch, switchModule } from '../../../app/modules/switching.ts'
import { figure } from '../../helpers/figures.ts'
import { fillWorkshop } from '../../helpers/fill_workshop.ts'
import { digestOf, registryOf, switchAllOn } from '../../helpers/modules.ts'
import { pageProps } from '../../helpers/page_props.ts'
import { askAs, makeReader, type Reader } from '../../helpers/readers.ts'

const MISSING = '01890000-0000-7000-8000-000000000000'
/** Tables behind addresses that name a record of another module. */
const FOREIGN: Record<string, string> = { ':jobId': 'jobcards_jobs' }

const routesOf = (module: string) =>
  registeredRoutes.filter((route) => route.audience === 'member' && route.module === module)
const label = ({ method, pattern }: RegisteredRoute) => `${method} ${pattern}`

/** Archives a module of an organisation, with what needs it. */
async function archive(workshop: Workshop, registry: ModuleRegistry, id: string) {
  const scope = await workshop.scope()
  const { steps } = await previewSwitch(scope, registry, id, 'archived')
  await switchModule(scope, registry, id, 'archived', { shown: steps.map(({ module }) => module) })
}

/** The address of a route, with a record when one is there. */
async function addressOf(workshop: Workshop, { pattern, record }: RegisteredRoute) {
  const parameter = /:\w+/.exec(pattern)?.[0]
  if (!parameter) return { path: pattern, found: true }
  const table = record ?? FOREIGN[parameter]
  if (!table) return { path: pattern.replace(/:\w+/g, MISSING), found: false }
  const scope = await systemScope(workshop.organisationId, 'test')
  const rows = await scope.read((unit) =>
    unit.rows<{ id: string }>(`select id from ${table} order by id desc limit 1`)
  )
  return { path: pattern.replace(/:\w+/g, rows[0]?.id ?? MISSING), found: rows.length > 0 }
}

test.group('Every route of an archived module', (group) => {
  let registry: ModuleRegistry
  let mine: Workshop
  let other: Workshop
  let readers: Reader[]

  group.setup(async () => {
    registry = await registryOf()
    mine = await makeWorkshop()
    other = await makeWorkshop()
    await switchAllOn(mine, registry)
    await fillWorkshop(mine)
    readers = await Promise.all(ROLES.map((role) => makeReader(mine, role, builtIn(role))))
    for (const { id } of registry.manifests()) await archive(mine, registry, id)
  })

  test('shows records to the roles that read them, and changes nothing for anybody', async ({
    assert,
    client,
  }) => {
    const before = await digestOf(mine, registry)
    const wrong: string[] = []
    let [asked, read] = [0, 0]
    for (const { id, permissions } of registry.manifests()) {
      for (const route of routesOf(id)) {
        const permission = permissions.find((each) => each.id === route.permission)!
        const { path, found } = await addressOf(mine, route)
        for (const reader of readers) {
          const holds = permissionsOf(reader.authority, permissions).has(permission.id)
          const status = (await askAs(client, reader, route, path)).status()
          asked++
          const expected =
            route.method !== 'GET' ? [409] : holds && permission.reads ? [200, 404] : [403]
          // A technician does not see the records of others.
          if (status === 200) read++
          if (!expected.includes(status) || (status === 404 && found && reader.name === 'owner')) {
            wrong.push(`${label(route)} for ${reader.name}: ${status} instead of ${expected[0]}`)
          }
        }
      }
    }
    figure('requests to archived modules', `${asked}, ${read} of them read`)
    assert.deepEqual(wrong, [])
    assert.isAbove(read, 100)
    assert.deepEqual(await digestOf(mine, registry), before)
  }).timeout(300_000)

  test('stays as it was for the other organisation', async ({ assert, client }) => {
    const token = await other.token()
    for (const path of ['/tickets', '/jobcards', '/invoicing', '/contacts']) {
      const response = await client.get(`/api/v1${path}`).bearerToken(token)
      response.assertStatus(200)
      const written = await client.post(`/api/v1${path}`).bearerToken(token).json({})
      assert.equal(written.status(), 422, path)
    }
  })

  test('prints', async ({ assert, client }) => {
    const [owner] = readers
    const prints = registry
      .manifests()
      .flatMap(({ id }) => routesOf(id))
      .filter(({ pattern, surface }) => pattern.endsWith('/pdf') && surface === 'web')
    assert.isAbove(prints.length, 1)
    for (const route of prints) {
      const response = await askAs(client, owner, route, (await addressOf(mine, route)).path)
      response.assertStatus(200)
      assert.equal(response.header('content-type'), 'application/pdf', label(route))
    }
  }).timeout(120_000)

  test('stands under Archive at the end of the menu, with nothing to create, and its pages say so', async ({
    assert,
    client,
  }) => {
    const [owner] = readers
    const page = await client.get('/jobcards').loginAs(owner.user)
    const { shared } = pageProps(page) as { shared: SharedProps }
    const entries = shared.menu.filter(({ module }) => module !== 'kernel')
    assert.isAbove(entries.length, 5)
    for (const entry of entries) {
      assert.equal(entry.section, 'Archive', entry.id)
      assert.isUndefined(entry.createHref, entry.id)
      assert.isUndefined(entry.phone, entry.id)
    }
    const last = [...shared.menu].sort((a, b) => a.order - b.order).at(-1)
    assert.equal(last?.section, 'Archive')
    assert.deepInclude(shared.archived, { id: 'jobcards', name: 'Job cards' })
    assert.notInclude(shared.permissions, 'jobcards.job.create')
    assert.deepEqual(shared.slots, {})
  })
})

test.group('A module that is archived alone', () => {
  test('is read with what it requires in use', async ({ assert, client }) => {
    const registry = await registryOf()
    const workshop = await makeWorkshop()
    await switchAllOn(workshop, registry)
    await fillWorkshop(workshop)
    const reader = await makeReader(workshop, 'owner', builtIn('owner'))
    const wrong: string[] = []
    for (const { id, permissions } of registry.manifests()) {
      await archive(workshop, registry, id)
      const reads = new Set(permissions.filter((each) => each.reads).map((each) => each.id))
      for (const route of routesOf(id)) {
        if (route.method !== 'GET' || !reads.has(route.permission)) continue
        const { path, found } = await addressOf(workshop, route)
        const status = (await askAs(client, reader, route, path)).status()
        if (status !== (found ? 200 : 404)) wrong.push(`${label(route)}: ${status}`)
      }
      await switchAllOn(workshop, registry)
    }
    assert.deepEqual(wrong, [])
  }).timeout(300_000)
})
