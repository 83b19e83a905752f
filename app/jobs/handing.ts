import type { Logger } from '@adonisjs/core/logger'
import type { QueueDriver } from './drivers/driver.ts'
import { queueDriver } from './queue.ts'
import { workerStore } from './store.ts'
import { wakeWorkers } from './wake.ts'

/** Jobs handed over at a time. */
const BATCH = 500
/** Jobs looked at in one round for whether the driver still knows them. */
const LOOK = 1_000
/** An attempt that takes its process down counts as a death; a job with so many is given up. */
export const MOST_DEATHS = 20

/** Days that a job of the deployment is remembered once it is over. */
const KEPT_DAYS = 30
const HOUR = 3_600_000

const FIRST = '00000000-0000-0000-0000-000000000000'

/**
 * Gives the jobs of these nodes to others; also those that have run for longer than any attempt may. Bears repetition.
 * @returns how many there were
 */
export async function giveBackJobsOf(nodes: string[]): Promise<number> {
  const lost = await workerStore.returnOf(nodes, MOST_DEATHS)
  if (lost.length === 0) return 0
  const driver = await queueDriver()
  const again = lost.filter(({ state }) => state === 'queued')
  if (driver.transactional) await driver.hand(again)
  wakeWorkers()
  return lost.length
}

/**
 * Sees to it that the driver has every job that is due: hands over what commits have queued, where the driver does not
 * take it in the transaction, and again what it has forgotten.
 */
export class Handing {
  #handing: Promise<void> | undefined
  #again = false
  #after = FIRST
  #failing = false
  #pruned = 0

  constructor(
    private driver: QueueDriver,
    private logger: Logger
  ) {}

  /** Hands over what waits for it, soon. */
  wake() {
    if (this.driver.transactional) return
    this.#again = true
    this.#handing ??= this.#hand().finally(() => (this.#handing = undefined))
  }

  /** One look at what may have been lost: by an empty Redis, a crash between two steps, a lost worker. */
  async look(): Promise<void> {
    try {
      if (await this.driver.wasEmptied()) {
        this.logger.warn('the queue was empty; everything that waits is handed over again')
        await workerStore.handAgain(null)
        this.#after = FIRST
      }
      await giveBackJobsOf([])
      await this.#findForgotten()
      await this.#prune()
      this.#failing = false
    } catch (error) {
      // While the driver is away it says so itself; here it is told once.
      if (!this.#failing) this.logger.warn({ err: error }, 'no look for jobs that were forgotten')
      this.#failing = true
    }
    this.wake()
  }

  async stop() {
    this.#again = false
    await this.#handing
  }

  /** Jobs of organisations go by the retention of their table; those of the deployment go here, once an hour. */
  async #prune() {
    if (Date.now() - this.#pruned < HOUR) return
    this.#pruned = Date.now()
    await workerStore.prune(KEPT_DAYS)
  }

  async #findForgotten() {
    const due = await workerStore.handed(this.#after, LOOK)
    this.#after = due.length === LOOK ? due[due.length - 1].id : FIRST
    if (due.length === 0) return
    const missing = await this.driver.missing(due)
    if (missing.length === 0) return
    this.logger.warn({ jobs: missing.length }, 'the queue had forgotten jobs; they are handed over')
    if (this.driver.transactional) return this.driver.hand(missing)
    await workerStore.handAgain(missing.map(({ id }) => id))
  }

  async #hand() {
    while (this.#again) {
      this.#again = false
      try {
        const jobs = await workerStore.toHand(BATCH)
        if (jobs.length === 0) continue
        try {
          await this.driver.hand(jobs)
        } catch (error) {
          await workerStore.handAgain(jobs.map(({ id }) => id))
          throw error
        }
        if (jobs.length >= BATCH) this.#again = true
      } catch {
        // The driver has told the log; the next look tries it again.
        return
      }
    }
  }
}
