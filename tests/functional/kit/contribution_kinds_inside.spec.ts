import type { ApiClient } from '@japa/api-client'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { v7 as uuidv7 } from 'uuid'
import { extend, makeLink, ModuleRegistry } from '@karkhana/kernel'
import { MANIFEST_KEYS, type ModuleManifest } from '@karkhana/kernel/module'
import {
  asking,
  KERNEL_JOBS,
  loadJobs,
  makeWorkshop,
  registeredRoutes,
  runEnvelope,
  runEvents,
  tickSchedules,
  type Workshop,
} from '@karkhana/kernel/testing'
import { sampleSets } from '../../../app/samples/sets.ts'
import { switchModule } from '../../../app/modules/switching.ts'
import everything from '../../fixtures/everything/everything/module.ts'
import countThings, { counted } from '../../fixtures/everything/everything/jobs/count_things.ts'
import { noted } from '../../fixtures/everything/everything/handlers/note_thing.ts'
import { fillWorkshop } from '../../helpers/fill_workshop.ts'
import { EXTRA_MODULES } from './fixtures.ts'
import { migrateOnce } from './migrate_once.ts'
import { FACTS, SEEN_AT, SEEN_OTHERWISE } from './kinds.ts'

// Only in the deployment that broken_modules.spec.ts makes.
if (process.env.KARKHANA_EXTRA_MODULES === EXTRA_MODULES) {
  test.group('One of every kind of contribution', (group) => {
    let registry: ModuleRegistry
    let on: Workshop
    let off: Workshop
    const ids = new Map<Workshop, string>()

    group.setup(async () => {
      await migrateOnce()
      registry = await app.container.make(ModuleRegistry)
      on = await makeWorkshop()
      off = await makeWorkshop()
      for (const workshop of [on, off]) {
        await fillWorkshop(workshop, 2)
        await switchTo(workshop, 'enabled')
        ids.set(workshop, await makeThing(workshop))
      }
      await switchTo(off, 'paused')
    })

    const switchTo = async (workshop: Workshop, to: 'enabled' | 'paused' | 'archived') =>
      switchModule(await workshop.scope(), registry, 'everything', to)

    test('the contract has no kind that this does not look for', ({ assert }) => {
      const looked = [...Object.keys(SEEN_AT), ...SEEN_OTHERWISE, ...FACTS]
      assert.sameMembers([...MANIFEST_KEYS], looked)
      for (const kind of [...Object.keys(SEEN_AT), ...SEEN_OTHERWISE]) {
        const brought = everything[kind as keyof ModuleManifest]
        assert.isNotEmpty(typeof brought === 'function' ? [brought] : Object.values(brought!), kind)
      }
    })

    for (const [kind, { path, text }] of Object.entries(SEEN_AT)) {
      test(`${kind}: there where the module is on, and nowhere where it is off`, async ({
        client,
        assert,
      }) => {
        assert.include(await read(client, on, path), text)
        assert.notInclude(await read(client, off, path), text)
      })
    }

    test('no page and no address of the kernel speaks of a module that is off, but the list of modules', async ({
      client,
      assert,
    }) => {
      const kernel = registeredRoutes.filter(
        ({ module, method, pattern, audience }) =>
          module === null && method === 'GET' && audience === 'member' && !pattern.includes('/:')
      )
      assert.isAbove(kernel.length, 40)
      const ask = asking(client)
      for (const route of kernel.filter(({ pattern }) => !pattern.endsWith('/settings/modules'))) {
        const answer = await ask(route, route.pattern, { workshop: off, role: 'owner' })
        if (TELLS_HISTORY.some((each) => route.pattern.endsWith(each))) continue
        assert.notMatch(
          answer.text(),
          /Everything [a-z]|everything[._:/]/,
          `${route.method} ${route.pattern}`
        )
      }
    }).timeout(120_000)

    test('provides: the contract is there for the one, null for the other', async ({ assert }) => {
      assert.isNotNull(await (await on.scope()).contract('everything.things@1'))
      assert.isNull(await (await off.scope()).contract('everything.things@1'))
    })

    test('extensions: asked for the one and not for the other', async ({ assert }) => {
      const answers = async (workshop: Workshop) => {
        const scope = await workshop.scope()
        return JSON.stringify(
          await scope.read(() => extend(scope, 'invoicing.document_footer@1', {} as never))
        )
      }
      assert.include(await answers(on), 'Everything footer')
      assert.notInclude(await answers(off), 'Everything footer')
    })

    test('samples: there for the one, unknown to the other', async ({ assert }) => {
      const setsOf = async (workshop: Workshop) =>
        (await sampleSets(registry, await workshop.scope())).map(({ id }) => id)
      assert.include(await setsOf(on), 'everything.samples')
      assert.notInclude(await setsOf(off), 'everything.samples')
    })

    test('documents: printed for the one, unknown to the other', async ({ client, assert }) => {
      const print = (workshop: Workshop) =>
        asking(client)(
          { method: 'GET', surface: 'web' },
          `/documents/everything.paper/${ids.get(workshop)}/pdf`,
          { workshop, role: 'owner' }
        )
      assert.equal((await print(on)).status(), 200)
      assert.equal((await print(off)).status(), 404)
    })

    test('publicRoutes: a link opens for the one, and says nothing for the other', async ({
      client,
      assert,
    }) => {
      await switchTo(off, 'enabled')
      const [mine, others] = [await linkOf(on, ids), await linkOf(off, ids)]
      await switchTo(off, 'paused')
      assert.include((await client.get(mine)).text(), 'Everything link')
      const closed = await client.get(others)
      assert.equal(closed.status(), 404)
      assert.notMatch(closed.text(), /Everything link/)
    })

    test('jobs: one that was queued before the switch waits and comes back; the other organisation’s runs', async ({
      assert,
    }) => {
      await switchTo(off, 'enabled')
      const marks = new Map<Workshop, string>()
      for (const workshop of [on, off]) {
        const mark = uuidv7()
        marks.set(workshop, mark)
        const scope = await workshop.scope()
        await scope.work((unit) => unit.dispatch(countThings, { mark }))
      }
      await switchTo(off, 'paused')
      for (const workshop of [on, off]) await runQueued(registry, marks.get(workshop)!)
      assert.isTrue(counted.includes(`${on.organisationId} ${marks.get(on)}`))
      assert.isFalse(counted.includes(`${off.organisationId} ${marks.get(off)}`))
      await switchTo(off, 'enabled')
      await runQueued(registry, marks.get(off)!)
      assert.isTrue(counted.includes(`${off.organisationId} ${marks.get(off)}`))
      await switchTo(off, 'paused')
    })

    test('events: one from before the switch waits and is handled when the module is back', async ({
      assert,
    }) => {
      await switchTo(off, 'enabled')
      const things = new Map<Workshop, string>()
      for (const workshop of [on, off]) {
        const scope = await workshop.scope()
        const thingId = uuidv7()
        things.set(workshop, thingId)
        await scope.work((unit) =>
          unit.emit('everything.thing_made@1', { thingId }, { record: thingId })
        )
      }
      await switchTo(off, 'paused')
      await runEvents()
      assert.isTrue(noted.includes(`${on.organisationId} ${things.get(on)}`))
      assert.isFalse(noted.includes(`${off.organisationId} ${things.get(off)}`))
      await switchTo(off, 'enabled')
      await runEvents()
      assert.lengthOf(
        noted.filter((each) => each === `${off.organisationId} ${things.get(off)}`),
        1
      )
      await switchTo(off, 'paused')
    })

    test('schedules: silent where the module is off, and nothing piles up', async ({ assert }) => {
      const before = counted.length
      const later = DateTime.utc().plus({ minutes: 11 })
      await tickSchedules(DateTime.utc())
      const runs = await tickSchedules(later)
      const organisations = runs
        .filter(({ schedule }) => schedule === 'everything.count')
        .map(({ organisationId }) => organisationId)
      assert.include(organisations, on.organisationId)
      assert.notInclude(organisations, off.organisationId)
      assert.equal(counted.length, before, 'the job is queued, not run in the clock')
    })

    test('archived: what reads is there, what acts is gone', async ({ client, assert }) => {
      await switchTo(off, 'archived')
      for (const kind of ['routes', 'menu', 'reports', 'search', 'exporters'] as const) {
        const { path, text } = SEEN_AT[kind]!
        assert.include(await read(client, off, path), text, kind)
      }
      for (const kind of ['commands', 'widgets', 'slots', 'importers', 'schedules'] as const) {
        const { path, text } = SEEN_AT[kind]!
        assert.notInclude(await read(client, off, path), text, kind)
      }
      assert.isNull(await (await off.scope()).contract('everything.things@1'))
      await switchTo(off, 'enabled')
      await switchTo(off, 'paused')
    })
  })
}

/** Pages that tell what happened: switching the module is part of it. */
const TELLS_HISTORY = [
  '/settings/audit',
  '/settings/audit/export',
  '/settings/audit/events',
  '/settings/events',
  '/settings/modules',
]

async function makeThing(workshop: Workshop): Promise<string> {
  const scope = await workshop.scope()
  const id = uuidv7()
  await scope.work((unit) =>
    unit
      .table('everything_things')
      .insert({ organisation_id: scope.organisationId, id, name: 'Everything hit' })
  )
  return id
}

/** What the owner reads at an address, as a browser asks for it; `:contact` stands for one of their contacts. */
async function read(client: ApiClient, workshop: Workshop, path: string): Promise<string> {
  const scope = await workshop.scope()
  const [contact] = await scope.read((unit) =>
    unit.rows<{ id: string }>('select id from contacts_contacts limit 1')
  )
  const answer = await client
    .get(path.replace(':contact', contact.id))
    .header('accept', 'text/html')
    .loginAs(await workshop.user('owner'))
  return answer.text()
}

async function linkOf(workshop: Workshop, ids: Map<Workshop, string>): Promise<string> {
  const scope = await workshop.scope()
  const url = await scope.work((unit) =>
    makeLink(unit, {
      purpose: 'everything.look',
      recordId: ids.get(workshop)!,
      expiresAt: DateTime.utc().plus({ days: 1 }),
    })
  )
  return new URL(url).pathname
}

/** Runs every queued envelope that carries the mark, as the worker does. */
async function runQueued(registry: ModuleRegistry, mark: string) {
  const jobs = await loadJobs(registry, KERNEL_JOBS)
  const { rows } = await db.rawQuery(
    `select id, data from pgboss.job where data -> 'payload' ->> 'mark' = ? and state = 'created'`,
    [mark]
  )
  for (const row of rows) await runEnvelope(jobs, row.data, { id: row.id, attempt: 1 })
}
