/**
 * Measures one driver and its bare library. Arguments: `pgboss` or `bullmq`, rounds, jobs of a round, and how many jobs
 * two greedy organisations queue together.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createIgnitor } from '../../bin/ignitor.ts'
import { bareBull, barePgBoss } from './bare.ts'
import { CONCURRENCY, measure, type Measured, type Rates } from './rates.ts'

const [, , driver, ...figures] = process.argv
const [rounds, jobs, greedy] = figures.map(Number)
process.env.QUEUE_DRIVER = driver
await createIgnitor().httpServer().start()
const { default: logger } = await import('@adonisjs/core/services/logger')
const { defineJob } = await import('@karkhana/kernel/jobs')
const { makeWorkshop } = await import('@karkhana/kernel/testing')
const { queueDriver } = await import('../../app/jobs/queue.ts')
const { startJobs } = await import('../../app/jobs/worker.ts')

const workshops = await Promise.all(Array.from({ length: 4 }, () => makeWorkshop()))
const scopes = await Promise.all(workshops.map((workshop) => workshop.scope()))
const queue = await queueDriver()

/** A job on a queue of its own, with a worker for it. */
function jobOn(name: string, handle: (mark: string) => Promise<void>) {
  const job = defineJob<{ mark: string }>({
    name: `jobcards.${name}`,
    queue: name,
    parse: (payload) => payload as { mark: string },
    handle: (_, { mark }) => handle(mark),
  })
  const work = (concurrency: number) =>
    startJobs({
      jobs: new Map([[job.name, job]]),
      ...{ logger, concurrency, queues: [name], stopWithin: 1_000 },
      url: process.env.DATABASE_APP_URL!,
    })
  return { job, work }
}

const queueName = () => `b${randomUUID().slice(0, 8)}`

function ours(): Promise<Measured> {
  let done = () => {}
  let turn = 0
  const { job, work } = jobOn(queueName(), () => {
    done()
    return Promise.resolve()
  })
  const next = () => scopes[turn++ % scopes.length]
  return Promise.resolve({
    send: () => next().work((unit) => unit.dispatch(job, { mark: 'x' })),
    sendMany: (count) =>
      next().work((unit) =>
        unit.dispatchMany(
          job,
          Array.from({ length: count }, () => ({ payload: { mark: 'x' } }))
        )
      ),
    async work(each) {
      done = each
      const worker = await work(CONCURRENCY)
      return () => worker.stop()
    },
  })
}

/** Milliseconds until the first job of a third organisation begins, behind those of two greedy ones. */
async function firstBehind(count: number): Promise<number> {
  const began = Promise.withResolvers<number>()
  const { job, work } = jobOn(queueName(), async (mark) => {
    if (mark === 'modest') began.resolve(performance.now())
    await sleep(5)
  })
  const [one, other, modest] = scopes
  for (const scope of [one, other]) {
    const wanted = Array.from({ length: count / 2 }, () => ({ payload: { mark: 'greedy' } }))
    await scope.work((unit) => unit.dispatchMany(job, wanted))
  }
  const worker = await work(8)
  await sleep(1_000)
  const asked = performance.now()
  await modest.work((unit) => unit.dispatch(job, { mark: 'modest' }))
  const waited = (await began.promise) - asked
  await worker.stop()
  return waited
}

const bare =
  driver === 'pgboss'
    ? await barePgBoss(process.env.DATABASE_URL!)
    : bareBull(process.env.REDIS_URL!)
const result = { bare: [] as Rates[], ours: [] as Rates[], first: [] as number[] }
for (let round = 0; round < rounds; round++) {
  result.bare.push(await measure(bare.fresh, jobs))
  result.ours.push(await measure(ours, jobs))
}
for (let round = 0; round < rounds; round++) result.first.push(await firstBehind(greedy))
await bare.close()
await queue.close()
process.send!({ result })
