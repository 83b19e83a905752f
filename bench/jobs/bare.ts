import { randomUUID } from 'node:crypto'
import { Queue, Worker } from 'bullmq'
import { PgBoss } from 'pg-boss'
import { CONCURRENCY, type Measured } from './rates.ts'

const PAYLOAD = { id: randomUUID() }

/** pg-boss without anything of ours, in a schema of its own. */
export async function barePgBoss(url: string) {
  const boss = new PgBoss({ connectionString: url, schema: 'bare', max: 10, schedule: false })
  boss.on('error', (error) => console.error(error))
  await boss.start()
  const fresh = async (): Promise<Measured> => {
    const name = `bare-${randomUUID()}`
    await boss.createQueue(name)
    return {
      send: () => boss.send(name, PAYLOAD),
      sendMany: (count) =>
        boss.insert(
          name,
          Array.from({ length: count }, () => ({ data: PAYLOAD }))
        ),
      // boss.work() rests between two fetches; without the rest it is this.
      work(done) {
        let stopped = false
        const loop = async () => {
          while (!stopped) {
            const jobs = await boss.fetch(name, { batchSize: CONCURRENCY })
            if (jobs.length === 0) return
            for (const _ of jobs) done()
            await boss.complete(
              name,
              jobs.map(({ id }) => id)
            )
          }
        }
        const looping = loop()
        return Promise.resolve(() => {
          stopped = true
          return looping
        })
      },
    }
  }
  return { fresh, close: () => boss.stop({ graceful: false, close: true }) }
}

/** BullMQ without anything of ours. */
export function bareBull(url: string) {
  const { hostname, port } = new URL(url)
  const connection = { host: hostname, port: Number(port || 6379), maxRetriesPerRequest: null }
  const prefix = `bare-${randomUUID().slice(0, 8)}`
  const open: Queue[] = []
  const options = { removeOnComplete: true, removeOnFail: true }
  const fresh = (): Promise<Measured> => {
    const queue = new Queue(`bare-${randomUUID()}`, { connection, prefix })
    open.push(queue)
    return Promise.resolve({
      send: () => queue.add('job', PAYLOAD, options),
      sendMany: (count) =>
        queue.addBulk(
          Array.from({ length: count }, () => ({ name: 'job', data: PAYLOAD, opts: options }))
        ),
      work(done) {
        const worker = new Worker(
          queue.name,
          () => {
            done()
            return Promise.resolve()
          },
          { connection, prefix, concurrency: CONCURRENCY }
        )
        return Promise.resolve(() => worker.close())
      },
    })
  }
  const close = async () => {
    for (const queue of open) {
      await queue.obliterate({ force: true })
      await queue.close()
    }
  }
  return { fresh, close }
}
