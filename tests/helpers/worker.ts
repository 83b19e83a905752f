import pg from 'pg'
import app from '@adonisjs/core/services/app'
import logger from '@adonisjs/core/services/logger'
import { ModuleRegistry } from '@karkhana/kernel'
import { KERNEL_JOBS } from '@karkhana/kernel/testing'
import { QUEUE_SCHEMA, pgBoss } from '../../app/jobs/boss.ts'
import type { JobPayload, JobResult, JobRun, RunnableJob } from '../../app/jobs/job.ts'
import { eventually } from './eventually.ts'
import { loadJobs, startJobs } from '../../app/jobs/worker.ts'

/** The worker of the application while a test needs it. */
export interface TestWorker {
  /**
   * Waits until a job of this name has been done, also one that is done already, and no other one waits.
   * @throws what the first one threw
   */
  done(job: string): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts the real worker beside the tests, where there is none otherwise. What earlier tests left on the queues is
 * dropped, since nobody waits for it.
 */
export async function startWorker(): Promise<TestWorker> {
  const registry = await app.container.make(ModuleRegistry)
  const boss = await pgBoss()
  await boss.getDb().executeSql(`delete from ${QUEUE_SCHEMA}.job where state < 'completed'`)
  await forgetJobs()

  const runs = new Map<string, PromiseWithResolvers<void>>()
  const jobs = await loadJobs(registry, KERNEL_JOBS)
  for (const [name, job] of jobs) {
    const run = Promise.withResolvers<void>()
    run.promise.catch(() => undefined)
    runs.set(name, run)
    jobs.set(name, watched(job, run))
  }
  const worker = await startJobs({
    ...{ jobs, logger, concurrency: 4, stopWithin: 10_000 },
    url: process.env.DATABASE_APP_URL!,
  })
  return {
    async done(job) {
      const run = runs.get(job)
      if (!run) throw new Error(`No installed module has the job ${job}`)
      await run.promise
      await eventually(`${job} has nothing left to do`, () => nothingWaits(job))
    },
    stop: () => worker.stop(),
  }
}

const TABLES = ['jobs', 'deployment_jobs']
const UNFINISHED = `state in ('queued', 'failed', 'running')`

/** Ends, for the owner of the database alone, what earlier tests have queued. */
const forgetJobs = () =>
  asOwner(async (client) => {
    for (const table of TABLES) {
      await client.query(
        `update ${table} set state = 'cancelled', finished_at = now() where ${UNFINISHED}`
      )
    }
  })

const nothingWaits = (job: string) =>
  asOwner(async (client) => {
    for (const table of TABLES) {
      const { rowCount } = await client.query(
        `select 1 from ${table} where name = $1 and ${UNFINISHED} limit 1`,
        [job]
      )
      if (rowCount) return false
    }
    return true
  })

async function asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The same job, whose first run settles `run`. */
function watched(job: RunnableJob, run: PromiseWithResolvers<void>): RunnableJob {
  const note = (work: Promise<void | JobResult>) =>
    work.then(
      () => run.resolve(),
      (error: unknown) => {
        run.reject(error)
        throw error
      }
    )
  if (job.worksFor === 'deployment') {
    return {
      ...job,
      handle: (payload: JobPayload, current: JobRun) => note(job.handle(payload, current)),
    }
  }
  return {
    ...job,
    handle: (scope, payload: JobPayload, current) => note(job.handle(scope, payload, current)),
  }
}
