import { createServer, connect, type Socket } from 'node:net'
import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import logger from '@adonisjs/core/services/logger'
import { Queue } from 'bullmq'
import { BullDriver, bullQueue } from '../../../app/jobs/drivers/bullmq.ts'
import { Harness, eventually, until, workshopWithScope } from './harness.ts'

/** A way to Redis that can be cut and opened again. */
async function openWay() {
  const { hostname, port, pathname } = new URL(process.env.REDIS_URL!)
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    const redis = connect(Number(port || 6379), hostname)
    for (const end of [socket, redis]) {
      open.add(end)
      end.on('error', () => undefined)
      end.on('close', () => open.delete(end))
    }
    socket.pipe(redis).pipe(socket)
  })
  const listen = (at: number) =>
    new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve))
  await listen(0)
  const at = (server.address() as { port: number }).port
  return {
    url: `redis://127.0.0.1:${at}${pathname}`,
    cut() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of open) socket.destroy()
      return closed
    },
    mend: () => listen(at),
  }
}

/** What Redis may do without a job being lost. */
export function redisFaults() {
  test.group('Jobs by bullmq', (group) => {
    group.each.timeout(60_000)

    test('are handed over again when Redis was emptied', async ({ assert, cleanup }) => {
      const prefix = `karkhana-test-${randomUUID().slice(0, 8)}`
      const url = process.env.REDIS_URL!
      const harness = new Harness(new BullDriver({ url, prefix, logger }))
      cleanup(() => harness.close())
      const { scope } = await workshopWithScope()
      const gate = Promise.withResolvers<void>()
      const slow = harness.job(() => gate.promise)
      const job = harness.job()
      await harness.work({ concurrency: 1 })
      const running = await harness.dispatch(scope, slow, 'running')
      await until(scope, running!, 'running')
      const ids = await Promise.all(
        ['a', 'b', 'c'].map((mark) => harness.dispatch(scope, job, mark))
      )
      const { hostname, port, pathname } = new URL(url)
      const queue = new Queue(bullQueue(harness.queue), {
        prefix,
        connection: {
          host: hostname,
          port: Number(port || 6379),
          db: Number(pathname.slice(1) || 0),
        },
      })
      cleanup(() => queue.close())
      await eventually('they wait in Redis', async () => {
        const { wait, prioritized } = await queue.getJobCounts('wait', 'prioritized')
        return wait + prioritized === 3
      })
      await queue.obliterate({ force: true })
      await (await queue.backend.client).del(`${prefix}:here`)
      gate.resolve()
      await until(scope, running!, 'done')
      for (const id of ids) await until(scope, id!, 'done')
      assert.sameMembers(harness.marks(), ['running', 'a', 'b', 'c'])
    })

    test('are queued while Redis is away, and done when it is back', async ({
      assert,
      cleanup,
    }) => {
      const way = await openWay()
      const prefix = `karkhana-test-${randomUUID().slice(0, 8)}`
      const harness = new Harness(new BullDriver({ url: way.url, prefix, logger }))
      cleanup(async () => {
        await harness.close()
        await way.cut()
      })
      const { scope } = await workshopWithScope()
      const job = harness.job()
      await harness.work()
      await until(scope, (await harness.dispatch(scope, job, 'before'))!, 'done')
      await way.cut()
      const during = await Promise.all(
        ['a', 'b', 'c'].map((mark) => harness.dispatch(scope, job, mark))
      )
      assert.isFalse((await harness.driver.health()).ok)
      await way.mend()
      for (const id of during) await until(scope, id!, 'done')
      assert.sameMembers(harness.marks(), ['before', 'a', 'b', 'c'])
      assert.isTrue((await harness.driver.health()).ok)
    })
  })
}
