import { setTimeout as sleep } from 'node:timers/promises'
import { randomUUID } from 'node:crypto'
import logger from '@adonisjs/core/services/logger'
import { systemScope, type Scope } from '@karkhana/kernel'
import { defineJob, type Job, type JobRun } from '@karkhana/kernel/jobs'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { BullDriver } from '../../../app/jobs/drivers/bullmq.ts'
import type { QueueDriver } from '../../../app/jobs/drivers/driver.ts'
import { PgBossDriver } from '../../../app/jobs/drivers/pgboss.ts'
import { withDriver } from '../../../app/jobs/queue.ts'
import { startJobs, type JobWorker } from '../../../app/jobs/worker.ts'

type DriverName = QueueDriver['name']

/** What a job of the tests is asked to do. */
export interface Task extends Record<string, unknown> {
  mark: string
}

export type Handler = (scope: Scope, task: Task, run: JobRun) => Promise<void | object>

/** A job as it stands in the table. */
export interface Row {
  id: string
  state: string
  attempts: number
  deaths: number
  progress: number | null
  progress_note: string | null
  result: Record<string, unknown> | null
  last_error: string | null
  reason: string | null
  handings: number
  run_at: Date
}

/** One driver, a queue that no other test uses, and workers on it. */
export class Harness {
  readonly seen: { mark: string; attempt: number; organisationId: string; id: string }[] = []
  readonly queue = `t${randomUUID().slice(0, 8)}`
  readonly jobs = new Map<string, Job>()
  #workers: JobWorker[] = []

  constructor(readonly driver: QueueDriver) {}

  static make(name: DriverName): Harness {
    return new Harness(
      name === 'pgboss'
        ? new PgBossDriver()
        : new BullDriver({
            url: process.env.REDIS_URL!,
            prefix: `karkhana-test-${randomUUID().slice(0, 8)}`,
            logger,
          })
    )
  }

  /** A job of the module `jobcards` on the queue of this harness. */
  job(handle: Handler = () => Promise.resolve(), settings: Partial<Job<Task>> = {}): Job<Task> {
    const job = defineJob<Task>({
      name: `jobcards.t${randomUUID().slice(0, 8)}`,
      parse: (payload) => payload as Task,
      retryDelay: 0,
      queue: this.queue,
      ...settings,
      handle: async (scope, task, run) => {
        const { id, attempt } = run
        this.seen.push({ mark: task.mark, attempt, organisationId: scope.organisationId, id })
        return (await handle(scope, task, run)) as never
      },
    })
    this.jobs.set(job.name, job as unknown as Job)
    return job
  }

  /** Does what is done in the way of this driver. */
  with<T>(work: () => Promise<T>): Promise<T> {
    return withDriver(this.driver, work)
  }

  /** Starts a worker, besides those that run. */
  async work(
    options: { concurrency?: number; stopWithin?: number; queues?: string[] } = {}
  ): Promise<JobWorker> {
    const worker = await this.with(() =>
      startJobs({
        jobs: this.jobs,
        logger,
        url: process.env.DATABASE_APP_URL!,
        queues: options.queues ?? [this.queue],
        concurrency: options.concurrency ?? 4,
        stopWithin: options.stopWithin ?? 5_000,
      })
    )
    this.#workers.push(worker)
    return worker
  }

  dispatch(scope: Scope, job: Job<Task>, mark: string, options = {}): Promise<string | null> {
    return this.with(() => scope.work((unit) => unit.dispatch(job, { mark }, options)))
  }

  marks() {
    return this.seen.map(({ mark }) => mark)
  }

  async close() {
    await this.with(async () => {
      for (const worker of this.#workers) await worker.stop()
    })
    await this.driver.close()
  }
}

/** An organisation with the scope of somebody who may do everything there. */
export async function workshopWithScope(): Promise<{ workshop: Workshop; scope: Scope }> {
  const workshop = await makeWorkshop()
  return { workshop, scope: await systemScope(workshop.organisationId, 'test') }
}

export async function rowOf(scope: Scope, id: string): Promise<Row> {
  const [row] = await scope.read((unit) =>
    unit.rows<Row>('select * from jobs where organisation_id = ? and id = ?', [
      scope.organisationId,
      id,
    ])
  )
  return row
}

/** Waits until it holds. @throws Error with `what` when it does not in time */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>) {
  const end = Date.now() + 30_000
  while (Date.now() < end) {
    if (await holds()) return
    await sleep(25)
  }
  throw new Error(`It did not come about: ${what}`)
}

/** Waits until the job is in the state, and returns it. */
export async function until(scope: Scope, id: string, state: string): Promise<Row> {
  let row: Row | undefined
  await eventually(`the job is ${state}`, async () => {
    row = await rowOf(scope, id)
    return row?.state === state
  }).catch((error: Error) => {
    throw new Error(`${error.message}, it is ${row?.state}: ${row?.last_error}`)
  })
  return row!
}
