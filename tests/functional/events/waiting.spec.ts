import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { randomUUID } from 'node:crypto'
import { ModuleRegistry, type Scope } from '@karkhana/kernel'
import { makeWorkshop, runEvents } from '@karkhana/kernel/testing'
import { resume, suspend } from '../../../app/partners/services/suspension.ts'
import { resumeReady } from '../../../app/jobs/resume_ready.ts'
import { deliver, deliveriesOf, noteDelivered, turn } from '../../helpers/events.ts'
import { makePartner } from '../../helpers/partner.ts'

const OFF = 'The module accounting is switched off.'

/** Writes the state of a module as if somebody had switched it, without anybody being told. */
async function setState(scope: Scope, module: string, state: string) {
  await scope.work((unit) =>
    unit.rows(
      'update organisation_modules set state = ? where organisation_id = ? and module_id = ?',
      [state, scope.organisationId, module]
    )
  )
}

/** A workshop without invoicing, which needs accounting, and one with everything on. */
async function pair() {
  const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
  await turn(await mine.scope(), 'invoicing', 'paused')
  return { mine, other }
}

test.group('Events for a module that is off', () => {
  test('wait with the reason and go on when it is on again; neighbours do not notice', async ({
    assert,
    cleanup,
  }) => {
    const { mine, other } = await pair()
    const handler = await noteDelivered({ module: 'accounting' })
    cleanup(handler.remove)
    await deliver(await mine.scope(), 'before')
    await turn(await mine.scope(), 'accounting', 'paused')
    await deliver(await mine.scope(), 'while off')
    await deliver(await other.scope(), 'theirs')
    await runEvents(await mine.scope())
    await runEvents(await other.scope())
    assert.deepEqual(handler.numbers(), ['theirs'])
    const waiting = await deliveriesOf(await mine.scope(), handler.name)
    assert.deepEqual(
      waiting.map(({ state, reason, attempts }) => ({ state, reason, attempts })),
      Array(2).fill({ state: 'waiting', reason: OFF, attempts: 0 })
    )
    await runEvents(await mine.scope())
    assert.deepEqual(handler.numbers(), ['theirs'])

    await turn(await mine.scope(), 'accounting', 'enabled')
    await runEvents(await mine.scope())
    assert.deepEqual(handler.numbers(), ['theirs', 'before', 'while off'])
  })

  test('wait while it is archived, too', async ({ assert, cleanup }) => {
    const { mine } = await pair()
    const handler = await noteDelivered({ module: 'accounting' })
    cleanup(handler.remove)
    await turn(await mine.scope(), 'accounting', 'archived')
    await deliver(await mine.scope(), 'while archived')
    await runEvents(await mine.scope())
    assert.isEmpty(handler.seen)
    await turn(await mine.scope(), 'accounting', 'enabled')
    await runEvents(await mine.scope())
    assert.deepEqual(handler.numbers(), ['while archived'])
  })

  test('come back as the newest of each record, if the handler wants that', async ({
    assert,
    cleanup,
  }) => {
    const { mine } = await pair()
    const handler = await noteDelivered({ module: 'accounting', replay: 'latest' })
    cleanup(handler.remove)
    const [a, b] = [randomUUID(), randomUUID()]
    await turn(await mine.scope(), 'accounting', 'paused')
    const scope = await mine.scope()
    for (const [number, record] of [
      ['a1', a],
      ['b1', b],
      ['a2', a],
      ['n1', undefined],
      ['n2', undefined],
    ] as const) {
      await deliver(scope, number, record)
    }
    await runEvents(scope)
    await turn(scope, 'accounting', 'enabled')
    await runEvents(await mine.scope())
    assert.deepEqual(handler.numbers(), ['b1', 'a2', 'n2'])
    const dropped = (await deliveriesOf(scope, handler.name)).filter(
      ({ state }) => state === 'dropped'
    )
    assert.lengthOf(dropped, 2)
    assert.equal(dropped[0].reason, 'A newer event of the same record was handled in its place.')
  })

  test('do not come back, if the handler wants none', async ({ assert, cleanup }) => {
    const { mine } = await pair()
    const handler = await noteDelivered({ module: 'accounting', replay: 'none' })
    cleanup(handler.remove)
    await deliver(await mine.scope(), 'before')
    await runEvents(await mine.scope())
    await turn(await mine.scope(), 'accounting', 'paused')
    await deliver(await mine.scope(), 'looked at')
    await runEvents(await mine.scope())
    await deliver(await mine.scope(), 'not looked at')
    await turn(await mine.scope(), 'accounting', 'enabled')
    await deliver(await mine.scope(), 'after')
    await runEvents(await mine.scope())
    assert.deepEqual(handler.numbers(), ['before', 'after'])
  })

  test('from before it was first switched on are never handled', async ({ assert, cleanup }) => {
    const { mine } = await pair()
    const handler = await noteDelivered({ module: 'accounting' })
    cleanup(handler.remove)
    const scope = await mine.scope()
    await scope.work((unit) =>
      unit.rows(
        `update organisation_modules set state = 'available', first_enabled_at = null
          where organisation_id = ? and module_id = 'accounting'`,
        [scope.organisationId]
      )
    )
    await deliver(scope, 'too early')
    await turn(await mine.scope(), 'accounting', 'enabled')
    await deliver(await mine.scope(), 'in time')
    await runEvents(await mine.scope())
    assert.deepEqual(handler.numbers(), ['in time'])
  })

  test('are handled although the module that told of them has gone off', async ({
    assert,
    cleanup,
  }) => {
    const mine = await makeWorkshop()
    const handler = await noteDelivered({ module: 'tickets' })
    cleanup(handler.remove)
    await deliver(await mine.scope(), 'it happened')
    await turn(await mine.scope(), 'jobcards', 'paused')
    await runEvents(await mine.scope())
    assert.deepEqual(handler.numbers(), ['it happened'])
  })
})

test.group('Events of an organisation that is suspended', () => {
  test('wait for the end of it; those of a module that went off wait for that', async ({
    assert,
    cleanup,
  }) => {
    const partner = await makePartner()
    const workshop = await partner.workshop()
    const [on, off] = [
      await noteDelivered({ module: 'tickets' }),
      await noteDelivered({ module: 'accounting' }),
    ]
    cleanup(on.remove)
    cleanup(off.remove)
    const scope = await workshop.scope()
    await deliver(scope, '1')
    await suspend(await partner.scope(), workshop.organisationId, {
      reason: 'The invoice of May is open.',
      confirmation: 'Volt & Wheel',
    })
    await runEvents(scope)
    const [waiting] = await deliveriesOf(scope, on.name)
    assert.containsSubset(waiting, { state: 'waiting', reason: 'The organisation is suspended.' })
    await setState(scope, 'accounting', 'paused')

    assert.equal(await resume(await partner.scope(), workshop.organisationId), 1)
    await runEvents(scope)
    assert.deepEqual([on.numbers(), off.numbers()], [['1'], []])
    assert.equal((await deliveriesOf(scope, off.name))[0].reason, OFF)
  })
})

test.group('Events for a module that is out of order', () => {
  test('wait, and go on once it can be loaded', async ({ assert, cleanup }) => {
    const registry = await app.container.make(ModuleRegistry)
    const workshop = await makeWorkshop()
    const handler = await noteDelivered({ module: 'accounting' })
    cleanup(handler.remove)
    const quarantine = registry.quarantine.all() as Map<string, string>
    quarantine.set('accounting', 'it is broken')
    cleanup(() => void quarantine.delete('accounting'))
    await deliver(await workshop.scope(), '1')
    await runEvents(await workshop.scope())
    const [waiting] = await deliveriesOf(await workshop.scope(), handler.name)
    assert.containsSubset(waiting, {
      state: 'waiting',
      reason: 'The module accounting is out of order.',
    })
    assert.equal(await resumeReady(workshop.organisationId), 0)
    quarantine.delete('accounting')
    assert.equal(await resumeReady(workshop.organisationId), 1)
    await runEvents(await workshop.scope())
    assert.deepEqual(handler.numbers(), ['1'])
  })

  test('are kept although nobody knows its handlers', async ({ assert, cleanup }) => {
    const registry = await app.container.make(ModuleRegistry)
    const workshop = await makeWorkshop()
    const quarantine = registry.quarantine.all() as Map<string, string>
    const { events } = registry.get('accounting')!.manifest
    quarantine.set('accounting', 'it is broken')
    events.handles['jobcards.job_delivered@1'] = []
    cleanup(() => {
      quarantine.delete('accounting')
      delete events.handles['jobcards.job_delivered@1']
    })
    await deliver(await workshop.scope(), '1')
    await runEvents(await workshop.scope())
    const [kept] = await deliveriesOf(await workshop.scope(), 'accounting.*')
    assert.equal(kept.state, 'waiting')
    // Repaired: its handlers are known again.
    quarantine.delete('accounting')
    const handlers = [
      await noteDelivered({ module: 'accounting' }),
      await noteDelivered({ module: 'accounting' }),
    ]
    for (const { remove } of handlers) cleanup(remove)
    await resumeReady(workshop.organisationId)
    await runEvents(await workshop.scope())
    assert.deepEqual(
      handlers.map((handler) => handler.numbers()),
      [['1'], ['1']]
    )
    assert.isEmpty(await deliveriesOf(await workshop.scope(), 'accounting.*'))
  })
})
