import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { queueContract } from './contract.ts'
import { Harness, rowOf, until, workshopWithScope } from './harness.ts'

queueContract('pgboss')

test.group('A worker that did not hear of a cancellation', () => {
  test('finds it by itself', async ({ assert, cleanup }) => {
    const harness = Harness.make('pgboss')
    cleanup(() => harness.close())
    const { scope } = await workshopWithScope()
    const job = harness.job((_, __, { signal }) =>
      sleep(60_000, undefined, { signal }).then(() => undefined)
    )
    await harness.work()
    const id = await harness.dispatch(scope, job, 'unheard')
    await until(scope, id!, 'running')
    await scope.work((unit) =>
      unit.rows('update jobs set cancel_requested_at = now() where id = ?', [id])
    )
    assert.equal((await until(scope, id!, 'cancelled')).attempts, 1)
  }).timeout(60_000)
})

test.group('A job that is given back', (group) => {
  group.each.timeout(60_000)

  test('stays cancelled when it fails before it hears of that', async ({ assert, cleanup }) => {
    const harness = Harness.make('pgboss')
    cleanup(() => harness.close())
    const { scope } = await workshopWithScope()
    const job = harness.job(async (inside, _, { id }) => {
      await inside.work((unit) =>
        unit.rows('update jobs set cancel_requested_at = now() where id = ?', [id])
      )
      throw new Error('the printer is out of paper')
    })
    await harness.work()
    const id = await harness.dispatch(scope, job, 'unwanted')
    const after = await harness.dispatch(scope, harness.job(), 'after')
    await until(scope, after!, 'done')
    assert.equal((await until(scope, id!, 'cancelled')).attempts, 1)
    assert.deepEqual(harness.marks().toSorted(), ['after', 'unwanted'])
  })

  test('does not come back by the queue, which has not heard of it', async ({
    assert,
    cleanup,
  }) => {
    const harness = Harness.make('pgboss')
    cleanup(() => harness.close())
    const { scope } = await workshopWithScope()
    const job = harness.job()
    const id = await harness.dispatch(scope, job, 'deleted')
    await scope.work((unit) => unit.rows('delete from jobs where id = ?', [id]))
    const after = await harness.dispatch(scope, job, 'after')
    await harness.work({ concurrency: 1 })
    await until(scope, after!, 'done')
    assert.deepEqual(harness.marks(), ['after'])
    assert.isUndefined(await rowOf(scope, id!))
  })
})
