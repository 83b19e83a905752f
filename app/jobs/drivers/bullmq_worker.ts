import { Worker, type RedisOptions } from 'bullmq'
import { bullQueue } from './bullmq.ts'
import type { DriverWorker, WorkOptions } from './driver.ts'

/** Milliseconds after which a job belongs to nobody whose worker gives no sign of life. */
const LOCK = 15_000
/** Milliseconds between two looks for jobs of workers that died. */
const STALLED = 5_000

interface BullWorkOptions extends WorkOptions {
  prefix: string
  connection: RedisOptions
  onError(error: Error): void
}

/** Takes jobs of some queues out of Redis, as many of each as may run. */
export class BullWorker implements DriverWorker {
  #workers: Worker[]
  #running = new Set<Promise<void>>()

  constructor({ queues, concurrency, perform, prefix, connection, onError }: BullWorkOptions) {
    this.#workers = queues.map((queue) => {
      const worker = new Worker(
        bullQueue(queue),
        async ({ id }) => {
          const running = perform({ id: id!.split('.')[0] }).finally(() =>
            this.#running.delete(running)
          )
          this.#running.add(running)
          await running
        },
        {
          ...{ prefix, connection, concurrency },
          lockDuration: LOCK,
          stalledInterval: STALLED,
          maxStalledCount: 1_000,
          drainDelay: 2,
          skipVersionCheck: true,
          removeOnComplete: { count: 0 },
          removeOnFail: { count: 0 },
        }
      )
      worker.on('error', onError)
      return worker
    })
  }

  /** Redis wakes its workers itself. */
  wake() {}

  async pause() {
    await Promise.all(this.#workers.map((worker) => worker.pause(true)))
  }

  async close() {
    await Promise.allSettled(this.#running)
    // What is over is noted in the table of jobs; Redis may hear of it or not.
    await Promise.all(this.#workers.map((worker) => closed(worker)))
  }
}

/** Closes in order, and by force when Redis does not answer. */
async function closed(worker: Worker) {
  const late = new Promise<'late'>((resolve) => setTimeout(resolve, 3_000, 'late').unref())
  const outcome = await Promise.race([worker.close().catch(() => 'late'), late])
  if (outcome === 'late') await worker.close(true).catch(() => undefined)
}
