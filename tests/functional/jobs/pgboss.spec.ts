import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { queueContract } from './contract.ts'
import { Harness, until, workshopWithScope } from './harness.ts'

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
