import type { Logger } from '@adonisjs/core/logger'
import type { ModuleRegistry } from '../modules/registry.ts'
import { nodeId } from '../nodes/main.ts'
import { tellUntold } from '../runs/look_after.ts'
import { ensureScheduledJobs } from '../schedules/jobs_of_schedules.ts'
import type { DriverWorker } from './drivers/driver.ts'
import { Handing } from './handing.ts'
import type { RunnableJob } from './job.ts'
import { queueDriver } from './queue.ts'
import { Runner } from './runner.ts'
import { JobSignals } from './signals.ts'

/** Milliseconds between two looks for jobs that were forgotten. */
const LOOK = 5_000

/** Jobs of the kernel itself and of every installed module, by name. */
export async function loadJobs(
  registry: ModuleRegistry,
  kernelJobs: RunnableJob[]
): Promise<Map<string, RunnableJob>> {
  const loaded = await Promise.all(
    registry.manifests().map(({ id, jobs, schedules }) =>
      registry.starting(id, 'jobs', async () => {
        const found = (await Promise.all(jobs.map((load) => load()))).map((each) => each.default)
        ensureScheduledJobs(schedules, found)
        return found
      })
    )
  )
  const ofModules = loaded.flatMap((found) => found ?? [])
  const jobs: RunnableJob[] = [...kernelJobs, ...ofModules]
  return new Map(jobs.map((job) => [job.name, job]))
}

/** The queues that these jobs wait in. */
export function queuesOf(jobs: ReadonlyMap<string, RunnableJob>): string[] {
  return [...new Set(['default', ...[...jobs.values()].map(({ queue }) => queue)])].sort()
}

export interface JobWorkerOptions {
  jobs: ReadonlyMap<string, RunnableJob>
  logger: Logger
  /** Connection string of the application's role, to hear of commits by. */
  url: string
  /** All of them unless said otherwise. */
  queues?: readonly string[]
  /** Jobs of each queue at a time. */
  concurrency: number
  /** Milliseconds that a stop waits for what is underway. */
  stopWithin: number
}

/** The part of a process that does jobs. */
export interface JobWorker {
  /** How many jobs are underway. */
  readonly size: number
  /** Takes no more jobs, lets those underway end, and hands the rest to other workers. */
  stop(): Promise<void>
}

/** Does jobs in this process until it is stopped. */
export async function startJobs(options: JobWorkerOptions): Promise<JobWorker> {
  const { jobs, logger, url, concurrency, stopWithin } = options
  const driver = await queueDriver()
  const handing = new Handing(driver, logger)
  const runner = new Runner({ jobs, driver, logger, node: nodeId, onHanding: () => handing.wake() })
  const queues = options.queues ?? queuesOf(jobs)
  const worker: DriverWorker = await driver.work({ queues, concurrency, perform: runner.perform })
  const signals = new JobSignals(url, logger, {
    queued() {
      worker.wake()
      handing.wake()
    },
    cancel: (id) => runner.cancel(id),
  })
  let looking: Promise<void> | undefined
  const look = () => (looking ??= lookAround().finally(() => (looking = undefined)))
  async function lookAround() {
    await handing.look()
    await runner.lookForCancelled().catch((error: unknown) => {
      logger.warn({ err: error }, 'no look for jobs that were cancelled')
    })
    await tellUntold().catch((error: unknown) => {
      logger.warn({ err: error }, 'no look for runs that nobody was told of')
    })
  }
  const timer = setInterval(() => void look(), LOOK).unref()
  signals.start()
  void look()
  return {
    get size() {
      return runner.size
    },
    async stop() {
      clearInterval(timer)
      await signals.stop()
      await looking
      await worker.pause()
      await runner.stop(stopWithin)
      await worker.close()
      await handing.stop()
    },
  }
}
