import { test } from '@japa/runner'
import { randomUUID } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry, type Scope } from '@karkhana/kernel'
import {
  makeWorkshop,
  publicRoutes,
  registeredRoutes,
  type Workshop,
} from '@karkhana/kernel/testing'
import { fillEverything } from '../../helpers/fill_workshop.ts'
import { saidBy } from '../../helpers/said_by.ts'

const HUGE = '9'.repeat(400)

/** Bodies that no form sends; every write route gets each of them. */
const BODIES: [string, unknown][] = [
  ['nothing', {}],
  ['a list', []],
  ['wrong types everywhere', everyField({ evil: [1, { deep: true }] })],
  ['numbers where texts belong', everyField(-1)],
  ['a number too large', everyField(HUGE)],
  ['empty texts', everyField('')],
  ['null', everyField(null)],
  ['a text with a null character', everyField('a\u0000b')],
  [
    'a foreign organisation',
    { organisationId: '01890000-0000-7000-8000-000000000000', role: 'owner' },
  ],
  ['a prototype', JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{"x":1}}}')],
  ['ten thousand lines', { lines: Array.from({ length: 10_000 }, () => ({ quantity: '-1' })) }],
  [
    'hostile lines',
    { lines: [null, 1, 'x', { quantity: '-1', unitPrice: 'NaN', hsn: '<script>' }] },
  ],
]

function everyField(value: unknown) {
  const names = [
    'name',
    'email',
    'phone',
    'kind',
    'gstin',
    'contactId',
    'vehicleId',
    'jobId',
    'complaint',
    'priority',
    'source',
    'assigneeId',
    'technicianId',
    'version',
    'lines',
    'date',
    'amount',
    'mode',
    'transition',
    'reason',
    'to',
    'hsn',
    'unit',
    'unitPrice',
    'code',
    'registration',
    'make',
    'model',
    'fuel',
    'odometerIn',
    'idempotencyKey',
    'narration',
  ]
  return Object.fromEntries(names.map((name) => [name, value]))
}

/** One id per route: of a record of the module that owns it, so that the body is what is judged. */
async function idFor(scope: Scope, module: string | null): Promise<string> {
  const registry = await app.container.make(ModuleRegistry)
  const [table] = module ? Object.keys(registry.get(module)!.manifest.tables) : ['branches']
  if (!table) return '01890000-0000-7000-8000-000000000000'
  return scope.read(async (unit) => {
    const [row] = await unit.rows<{ id: string }>(`select id from ${table} order by id limit 1`)
    return row?.id ?? '01890000-0000-7000-8000-000000000000'
  })
}

/** What is sent by pages alone: accounts, partners, ways in. Signing out last would end the session. */
function formsOnly(): { method: string; pattern: string; module: string | null }[] {
  const api = new Set(
    registeredRoutes
      .filter(({ surface }) => surface === 'api')
      .map(({ method, pattern }) => `${method} ${pattern.replace('/api/v1', '')}`)
  )
  const behind = registeredRoutes.filter(
    ({ method, pattern, surface }) =>
      surface === 'web' && method !== 'GET' && !api.has(`${method} ${pattern}`)
  )
  const open = publicRoutes
    .filter(({ method }) => method === 'POST')
    .map(({ method, path }) => ({ method, pattern: path, module: null }))
  return [...behind, ...open]
}

/** Makes the owner a manager of a partner that looks after the workshop, so that those routes answer too. */
async function lookAfter(workshop: Workshop, userId: string) {
  const known = await db.from('partner_members').where('user_id', userId).first()
  if (known) return
  const partnerId = randomUUID()
  await db.table('partners').insert({ id: partnerId, name: 'Garage Partners' })
  await db
    .table('partner_members')
    .insert({ id: randomUUID(), partner_id: partnerId, user_id: userId, role: 'manager' })
  await db
    .from('organisations')
    .where('id', workshop.organisationId)
    .update({ partner_id: partnerId })
}

test.group('Hostile input', (group) => {
  let workshop: Workshop

  group.setup(async () => {
    workshop = await makeWorkshop()
    await fillEverything(workshop, 3)
  })

  for (const [what, body] of BODIES) {
    test(`${what} is refused by every write route without an error of ours`, async ({
      client,
      assert,
    }) => {
      const scope = await workshop.scope()
      const token = await workshop.token()
      for (const route of registeredRoutes) {
        if (route.method === 'GET' || route.surface !== 'api') continue
        const path = route.pattern.replace(/:\w+/g, await idFor(scope, route.module))
        const response = await client
          .request(path, route.method)
          .bearerToken(token)
          .json(body as object)
        assert.isBelow(
          response.status(),
          500,
          `${route.method} ${route.pattern}: ${saidBy(response).slice(0, 300)}`
        )
        if (response.status() === 422) {
          assert.isString(response.body().title)
          assert.isString(response.body().code)
        }
      }
    }).timeout(300_000)
  }

  for (const [what, body] of BODIES) {
    test(`${what} is refused by every form without an error of ours`, async ({
      client,
      assert,
    }) => {
      const scope = await workshop.scope()
      const owner = await workshop.user()
      await lookAfter(workshop, owner.id)
      for (const { method, pattern, module } of formsOnly()) {
        const path = pattern.replace(/:\w+/g, await idFor(scope, module))
        const response = await client
          .request(path, method)
          .loginAs(owner)
          .withCsrfToken()
          .header('accept', 'application/json')
          .redirects(0)
          .json(body as object)
        assert.isBelow(
          response.status(),
          500,
          `${method} ${pattern}: ${saidBy(response).slice(0, 300)}`
        )
      }
    }).timeout(300_000)
  }

  test('ten megabytes are turned away at every write route', async ({ client, assert }) => {
    const token = await workshop.token()
    const text = 'x'.repeat(10 * 1024 * 1024)
    const routes = registeredRoutes.filter(
      (route) => route.method !== 'GET' && route.surface === 'api' && !route.pattern.includes('/:')
    )
    for (const route of routes) {
      const response = await client
        .request(route.pattern, route.method)
        .bearerToken(token)
        .json({ complaint: text, name: text })
      assert.equal(response.status(), 413, route.pattern)
    }
  }).timeout(300_000)

  test('hostile query strings get an answer, not an error', async ({ client, assert }) => {
    const token = await workshop.token()
    const queries = [
      'limit=-1',
      'limit=1e9',
      'cursor=%00',
      'cursor=eyJ4IjoxfQ',
      'sort=drop table',
      'search=%25%27%22%00',
      'search[]=a&search[]=b',
      'status[a]=b',
      'unknown=1',
      `search=${'x'.repeat(2000)}`,
      'date=2026-13-45',
      'q=%00',
    ]
    const lists = registeredRoutes.filter(
      (route) => route.method === 'GET' && route.surface === 'api' && !route.pattern.includes('/:')
    )
    for (const route of lists) {
      for (const query of queries) {
        const response = await client.get(`${route.pattern}?${query}`).bearerToken(token)
        assert.isBelow(
          response.status(),
          500,
          `${route.pattern}?${query}: ${saidBy(response).slice(0, 300)}`
        )
      }
    }
  }).timeout(300_000)
})
