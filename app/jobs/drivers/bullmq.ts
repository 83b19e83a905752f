import type { Logger } from '@adonisjs/core/logger'
import { Queue, type RedisOptions } from 'bullmq'
import { BullWorker } from './bullmq_worker.ts'
import {
  rankOf,
  type DriverHealth,
  type DriverWorker,
  type HandedJob,
  type QueueDriver,
  type WorkOptions,
} from './driver.ts'

/** Milliseconds that Redis may take to answer; nothing of a request ever waits for it. */
const PATIENCE = 5_000
/** Greatest priority of BullMQ, which is the last in the row. */
const LAST = 2_097_152

export interface BullOptions {
  url: string
  /** What the names of all keys begin with. */
  prefix: string
  logger: Logger
}

/** The queue in Redis: a relay hands jobs over after their commit, and again when Redis has forgotten them. */
export class BullDriver implements QueueDriver {
  readonly name = 'bullmq'
  readonly transactional = false
  #queues = new Map<string, Queue>()
  /** The log tells once that Redis is away, and once that it is back. */
  #away = false

  constructor(private options: BullOptions) {}

  async hand(jobs: HandedJob[]): Promise<void> {
    for (const [queue, group] of Map.groupBy(jobs, (job) => job.queue)) {
      const wanted = group.sort((a, b) => rankOf(a) - rankOf(b)).map(bulkOf)
      await this.#ask(queue, (bull) => bull.addBulk(wanted))
    }
  }

  /** Redis hears of jobs after their commit. */
  handing(): Promise<null> {
    return Promise.resolve(null)
  }

  async drop(jobs: Pick<HandedJob, 'id' | 'queue' | 'handings'>[]): Promise<void> {
    for (const job of jobs) await this.#ask(job.queue, (bull) => bull.remove(nameOf(job)))
  }

  async missing(jobs: HandedJob[]): Promise<HandedJob[]> {
    const missing: HandedJob[] = []
    for (const [queue, group] of Map.groupBy(jobs, (job) => job.queue)) {
      const found = await this.#ask(queue, (bull) =>
        Promise.all(group.map((job) => bull.getJob(nameOf(job))))
      )
      missing.push(...group.filter((_, index) => !found[index]))
    }
    return missing
  }

  /** A key of ours stands in Redis; when it is gone, everything else is as well. */
  async wasEmptied(): Promise<boolean> {
    return this.#ask('default', async (bull) => {
      const client = await bull.backend.client
      const key = `${this.options.prefix}:here`
      if (await client.get(key)) return false
      await client.set(key, '1')
      return true
    })
  }

  work(options: WorkOptions): Promise<DriverWorker> {
    const { prefix } = this.options
    const connection = { ...this.#connection(), maxRetriesPerRequest: null }
    return Promise.resolve(
      new BullWorker({ ...options, prefix, connection, onError: (error) => this.#note(error) })
    )
  }

  async health(): Promise<DriverHealth> {
    try {
      await this.#ask('default', async (bull) => {
        const client = await bull.backend.client
        return client.get(`${this.options.prefix}:here`)
      })
      return { ok: true, message: 'Jobs are handed out by Redis.' }
    } catch {
      return { ok: false, message: 'Redis does not answer. Jobs are kept, and wait until it does.' }
    }
  }

  async close() {
    const open = [...this.#queues.values()]
    this.#queues.clear()
    await Promise.all(open.map((queue) => within(queue.close(), 2_000).catch(() => undefined)))
  }

  async #ask<T>(queue: string, work: (bull: Queue) => Promise<T>): Promise<T> {
    try {
      const answer = await within(work(this.#queue(queue)), PATIENCE)
      if (this.#away) this.options.logger.info('Redis answers again; jobs are handed over')
      this.#away = false
      return answer
    } catch (error) {
      this.#note(error as Error)
      throw error
    }
  }

  #note(error: Error) {
    if (this.#away) return
    this.#away = true
    this.options.logger.error({ err: error }, 'Redis does not answer; jobs wait until it does')
  }

  #queue(queue: string): Queue {
    const known = this.#queues.get(queue)
    if (known) return known
    const { prefix } = this.options
    // Fails at once while Redis is away, instead of keeping what should be handed over in memory.
    const connection = {
      ...this.#connection(),
      enableOfflineQueue: true,
      maxRetriesPerRequest: 1,
      commandTimeout: PATIENCE,
    }
    const made = new Queue(bullQueue(queue), { connection, prefix, skipVersionCheck: true })
    made.on('error', (error) => this.#note(error))
    this.#queues.set(queue, made)
    return made
  }

  #connection(): RedisOptions {
    const url = new URL(this.options.url)
    return {
      host: url.hostname,
      port: Number(url.port || 6379),
      username: decodeURIComponent(url.username) || undefined,
      password: decodeURIComponent(url.password) || undefined,
      db: Number(url.pathname.slice(1) || 0),
      tls: url.protocol === 'rediss:' ? {} : undefined,
      connectTimeout: 2_000,
      retryStrategy: (times: number) => Math.min(times * 200, 5_000),
    }
  }
}

/** Queue of BullMQ for a queue of ours. */
export const bullQueue = (queue: string) => `jobs-${queue}`

/** The name of one handing over of a job. */
const nameOf = ({ id, handings }: Pick<HandedJob, 'id' | 'handings'>) => `${id}.${handings}`

function bulkOf(job: HandedJob) {
  return {
    name: 'job',
    data: {},
    opts: {
      jobId: nameOf(job),
      priority: Math.min(rankOf(job) + 1, LAST),
      delay: Math.max(0, new Date(job.runAt).getTime() - Date.now()),
      // Attempts are counted in the table of jobs.
      attempts: 1,
      removeOnComplete: true,
      removeOnFail: true,
    },
  }
}

function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Redis has not answered within ${ms} ms`)), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
