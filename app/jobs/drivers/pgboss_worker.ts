import { setImmediate as nextTurn } from 'node:timers/promises'
import type { PgBoss } from 'pg-boss'
import { QUEUE_SCHEMA, bossQueue } from '../boss.ts'
import { Batcher } from '../batcher.ts'
import type { JobEnvelope } from '../job.ts'
import type { DriverWorker, WorkOptions } from './driver.ts'

/** Milliseconds between two looks that no commit asked for. */
const POLL = 2_000
/** Milliseconds between two rounds of what pg-boss does to keep its table in order. */
const SUPERVISE = 60_000

/** Takes jobs of some queues off pg-boss, as many of each as may run. */
export class PgBossWorker implements DriverWorker {
  #queues: Lane[]
  #timers: NodeJS.Timeout[]
  #supervising: Promise<void> | undefined

  constructor(
    private boss: PgBoss,
    { queues, concurrency, perform }: WorkOptions
  ) {
    this.#queues = queues.map((queue) => new Lane(boss, bossQueue(queue), { concurrency, perform }))
    this.#timers = [
      setInterval(() => this.wake(), POLL).unref(),
      setInterval(() => this.#supervise(), SUPERVISE).unref(),
    ]
    this.#supervise()
    this.wake()
  }

  wake() {
    for (const lane of this.#queues) lane.look()
  }

  async pause() {
    for (const timer of this.#timers) clearInterval(timer)
    await Promise.all(this.#queues.map((lane) => lane.pause()))
  }

  async close() {
    await this.pause()
    await Promise.all(this.#queues.map((lane) => lane.ended()))
    await this.#supervising
  }

  #supervise() {
    this.#supervising ??= this.#keepOrder()
      .catch((error: Error) => void this.boss.emit('error', error))
      .finally(() => (this.#supervising = undefined))
  }

  /** Also takes over what the queues of before hold, one for each module; nothing is added to them any more. */
  async #keepOrder() {
    await this.boss.supervise()
    await this.boss.getDb().executeSql(
      `update ${QUEUE_SCHEMA}.job set name = $1
        where state in ('created', 'retry')
          and name in (select name from ${QUEUE_SCHEMA}.queue where name like 'karkhana-%')`,
      [bossQueue('default')]
    )
  }
}

/** What is taken off one queue. */
class Lane {
  #free: number
  #looking: Promise<void> | undefined
  #again = false
  #paused = false
  #running = new Set<Promise<void>>()
  #settled: Batcher<string, void>

  constructor(
    private boss: PgBoss,
    private name: string,
    private options: Pick<WorkOptions, 'concurrency' | 'perform'>
  ) {
    this.#free = options.concurrency
    this.#settled = new Batcher(async (ids) => {
      // The table of jobs tells how it ended; what was handed over again meanwhile waits, and stays.
      await boss
        .getDb()
        .executeSql(
          `delete from ${QUEUE_SCHEMA}.job where name = $1 and id = any($2::uuid[]) and state = 'active'`,
          [name, ids]
        )
      return ids.map(() => undefined)
    })
  }

  look() {
    this.#again = true
    if (this.#paused) return
    // What ends in the same moment makes room together, so that jobs are taken together.
    this.#looking ??= nextTurn()
      .then(() => this.#take())
      .catch((error: Error) => void this.boss.emit('error', error))
      .finally(() => (this.#looking = undefined))
  }

  async pause() {
    this.#paused = true
    await this.#looking
  }

  async ended() {
    await Promise.all(this.#running)
  }

  async #take() {
    while (this.#again && this.#free > 0 && !this.#paused) {
      this.#again = false
      const wanted = this.#free
      const jobs = await this.boss.fetch<JobEnvelope>(this.name, { batchSize: wanted })
      if (jobs.length === wanted) this.#again = true
      for (const { id, data } of jobs) this.#start(id, data)
    }
  }

  #start(id: string, envelope: JobEnvelope) {
    this.#free--
    const running = this.#perform(id, envelope).finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  async #perform(id: string, envelope: JobEnvelope) {
    try {
      await this.options.perform({ id, envelope }).finally(() => {
        this.#free++
        this.look()
      })
      await this.#settled.add(id)
    } catch (error) {
      // It stays held; what looks after lost jobs hands it out again.
      this.boss.emit('error', error as Error)
    }
  }
}
