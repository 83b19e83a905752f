import app from '@adonisjs/core/services/app'
import logger from '@adonisjs/core/services/logger'
import { ModuleRegistry } from '@karkhana/kernel'
import { queue, stopQueue } from '../../app/jobs/boss.ts'
import { queueOf } from '../../app/jobs/job.ts'
import { loadJobs, startWorker as start } from '../../app/jobs/worker.ts'

/** The worker of the application while a test needs it. */
export interface TestWorker {
  /** Waits until a job of this name has been done, also one that is done already. @throws what the job threw */
  done(job: string): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts the real worker beside the tests, where there is none otherwise. What earlier tests left on the queues is
 * dropped, since nobody waits for it.
 */
export async function startWorker(): Promise<TestWorker> {
  const registry = await app.container.make(ModuleRegistry)
  const boss = await queue()
  for (const { id } of registry.manifests()) await boss.deleteQueuedJobs(queueOf(id))

  const runs = new Map<string, PromiseWithResolvers<void>>()
  const jobs = await loadJobs(registry, [])
  for (const [name, job] of jobs) {
    const run = Promise.withResolvers<void>()
    run.promise.catch(() => undefined)
    runs.set(name, run)
    jobs.set(name, {
      ...job,
      handle: async (...given) => {
        await job.handle(...given).then(run.resolve, (error: unknown) => {
          run.reject(error)
          throw error
        })
      },
    })
  }
  await start(registry, jobs, logger)
  return {
    done(job) {
      const run = runs.get(job)
      if (!run) throw new Error(`No installed module has the job ${job}`)
      return run.promise
    },
    stop: stopQueue,
  }
}
