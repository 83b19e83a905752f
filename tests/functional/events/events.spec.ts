import { test } from '@japa/runner'
import { randomUUID } from 'node:crypto'
import { DateTime } from 'luxon'
import { once } from '@karkhana/kernel'
import { makeWorkshop, runEvents } from '@karkhana/kernel/testing'
import { BACK_OFF } from '../../../app/events/back_off.ts'
import { deliver, DELIVERED, delivered, deliveriesOf, noteDelivered } from '../../helpers/events.ts'

test.group('An event', () => {
  test('exists if and only if its transaction commits, and is handled in its organisation alone', async ({
    assert,
    cleanup,
  }) => {
    const [mine, other] = [await makeWorkshop(), await makeWorkshop()]
    const scope = await mine.scope()
    const handler = await noteDelivered()
    cleanup(handler.remove)
    await deliver(scope, 'kept')
    await assert.rejects(() =>
      scope.work(async (unit) => {
        await unit.emit(DELIVERED, delivered('undone'))
        throw new Error('the work fails')
      })
    )
    assert.isEmpty(handler.seen, 'nothing happens before the relay')
    await runEvents(scope)
    await runEvents(await other.scope())
    assert.deepEqual(handler.numbers(), ['kept'])
    assert.equal(handler.seen[0].organisationId, mine.organisationId)
    assert.lengthOf(await deliveriesOf(await other.scope(), handler.name), 0)
    const { run } = handler.seen[0]
    assert.containsSubset(run, { attempt: 1, replayed: false })
    assert.closeTo(Date.parse(run.at), Date.now(), 60_000)
  })

  test('that nobody declares, or with other fields, is refused with what to do', async ({
    assert,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    const emit = (id: string, payload: object) =>
      scope.work((unit) => unit.emit(id as typeof DELIVERED, payload as never))
    await assert.rejects(
      () => emit('jobcards.job_melted@1', {}),
      /job_melted@1 was emitted, but no/
    )
    const { number: _, ...short } = delivered('1')
    await assert.rejects(() => emit(DELIVERED, short), `The event ${DELIVERED} lacks number.`)
    await assert.rejects(
      () => emit(DELIVERED, { ...delivered('1'), colour: 'red' }),
      `The event ${DELIVERED} does not declare colour.`
    )
    assert.equal((await runEvents(scope)).relayed, 0)
  })

  test('is relayed once, however many workers relay', async ({ assert, cleanup }) => {
    const scope = await (await makeWorkshop()).scope()
    const handler = await noteDelivered()
    cleanup(handler.remove)
    for (const number of ['1', '2', '3']) await deliver(scope, number)
    const tallies = await Promise.all(Array.from({ length: 4 }, () => runEvents(scope)))
    assert.equal(
      tallies.reduce((sum, { relayed }) => sum + relayed, 0),
      3
    )
    assert.sameMembers(handler.numbers(), ['1', '2', '3'])
  })

  test('of a record waits until the one before it is handled; other records go on', async ({
    assert,
    cleanup,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    let broken = true
    const handler = await noteDelivered({
      then: (_, { number }) => {
        if (number === 'a1' && broken) throw new Error('not yet')
      },
    })
    cleanup(handler.remove)
    const [a, b] = [randomUUID(), randomUUID()]
    await deliver(scope, 'a1', a)
    await deliver(scope, 'a2', a)
    await deliver(scope, 'b1', b)
    await deliver(scope, 'a3', a)
    await runEvents(scope)
    assert.deepEqual(handler.numbers(), ['a1', 'b1'])
    broken = false
    await runEvents(scope, DateTime.utc().plus({ minutes: 1 }))
    assert.deepEqual(handler.numbers(), ['a1', 'b1', 'a1', 'a2', 'a3'])
  })

  test('of a record keeps its order with many workers at once', async ({ assert, cleanup }) => {
    const scope = await (await makeWorkshop()).scope()
    const handler = await noteDelivered({
      then: () => new Promise((resolve) => setTimeout(resolve, Math.random() * 5)),
    })
    cleanup(handler.remove)
    const records = [randomUUID(), randomUUID(), randomUUID()]
    for (let turn = 0; turn < 6; turn++) {
      for (const [place, record] of records.entries()) {
        await deliver(scope, `${place}${turn}`, record)
      }
    }
    const workers = Array.from({ length: 4 }, () => runEvents(scope))
    await Promise.all(workers)
    await runEvents(scope)
    for (const place of ['0', '1', '2']) {
      const order = handler.numbers().filter((number) => number.startsWith(place))
      assert.deepEqual(
        order,
        Array.from({ length: 6 }, (_, turn) => `${place}${turn}`)
      )
    }
  })

  test('whose handler fails is tried again further and further apart, then given up with the reason', async ({
    assert,
    cleanup,
  }) => {
    const scope = await (await makeWorkshop()).scope()
    const handler = await noteDelivered({
      then: () => {
        throw new Error('the printer is on fire')
      },
    })
    cleanup(handler.remove)
    const record = randomUUID()
    await deliver(scope, 'first', record)
    let at = DateTime.utc()
    for (const [place, seconds] of BACK_OFF.entries()) {
      await runEvents(scope, at)
      const [delivery] = await deliveriesOf(scope, handler.name)
      assert.containsSubset(delivery, { state: 'failed', attempts: place + 1 })
      assert.equal(delivery.next.getTime(), at.toMillis() + seconds * 1000)
      await runEvents(scope, at.plus({ seconds: seconds - 1 }))
      assert.lengthOf(handler.seen, place + 1, 'not before it is due')
      at = at.plus({ seconds })
    }
    assert.equal((await runEvents(scope, at)).dead, 1)
    const [delivery] = await deliveriesOf(scope, handler.name)
    assert.containsSubset(delivery, { state: 'dead', error: 'the printer is on fire' })
    assert.deepEqual(
      handler.seen.map(({ run }) => run.attempt),
      Array.from({ length: BACK_OFF.length + 1 }, (_, attempt) => attempt + 1)
    )
    await deliver(scope, 'second', record)
    await runEvents(scope, at)
    assert.equal(handler.numbers().at(-1), 'second', 'a dead letter holds nobody up')
  })

  test('whose payload the handler refuses is given up at once', async ({ assert, cleanup }) => {
    const scope = await (await makeWorkshop()).scope()
    const handler = await noteDelivered({
      parse: () => {
        throw new TypeError('no jobId')
      },
    })
    cleanup(handler.remove)
    await deliver(scope, 'old')
    assert.equal((await runEvents(scope)).dead, 1)
    const [delivery] = await deliveriesOf(scope, handler.name)
    assert.containsSubset(delivery, {
      state: 'dead',
      attempts: 1,
      error: 'The payload was refused: no jobId',
    })
    assert.isEmpty(handler.seen)
  })
})

test.group('The effect of a handler', () => {
  test('is done once, although the handler is called again', async ({ assert, cleanup }) => {
    const scope = await (await makeWorkshop()).scope()
    const done: boolean[] = []
    let broken = true
    const handler = await noteDelivered({
      then: async (inside, { run }) => {
        done.push(
          await once(inside, run, 'tickets.note', (unit) =>
            unit.rows('update branches set phone = coalesce(phone, ?) || ?', ['', '1'])
          )
        )
        if (broken) throw new Error('after the effect')
      },
    })
    cleanup(handler.remove)
    await deliver(scope, '1')
    await runEvents(scope)
    broken = false
    await runEvents(scope, DateTime.utc().plus({ minutes: 1 }))
    assert.deepEqual(done, [true, false])
    assert.equal((await deliveriesOf(scope, handler.name))[0].state, 'done')
  })

  test('and its key stand or fall together', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const run = { id: await deliver(scope, '1') }
    await assert.rejects(() =>
      once(scope, run, 'tickets.note', async () => {
        throw new Error('the work fails')
      })
    )
    assert.isTrue(await once(scope, run, 'tickets.note', async () => {}))
    assert.isFalse(await once(scope, run, 'tickets.note', async () => {}))
    assert.isTrue(await once(scope, run, 'tickets.other', async () => {}), 'another effect')
  })

  test('is done once by two calls at the same time', async ({ assert }) => {
    const scope = await (await makeWorkshop()).scope()
    const run = { id: await deliver(scope, '1') }
    let times = 0
    const call = () =>
      once(scope, run, 'tickets.note', async () => {
        times++
        await new Promise((resolve) => setTimeout(resolve, 50))
      })
    const done = await Promise.all([call(), call(), call()])
    assert.equal(times, 1)
    assert.sameMembers(done, [true, false, false])
  })
})
