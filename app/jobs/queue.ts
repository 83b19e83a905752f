import { AsyncLocalStorage } from 'node:async_hooks'
import { KarkhanaError } from '../errors.ts'
import type { QueueDriver } from './drivers/driver.ts'

/** How a deployment wakes its workers; see `config/queue.ts`. */
export interface QueueConfig {
  driver: QueueDriver['name']
  /** Jobs of each queue that one process runs at a time. */
  concurrency: number
  /** Seconds that a stop waits for the jobs underway; then they go to another worker. */
  stopSeconds: number
  redisUrl?: string
  /** What the names of all keys in Redis begin with. */
  redisPrefix: string
}

/** @internal What `config/queue.ts` says, checked. @throws KarkhanaError E_QUEUE_CONFIG naming the variable */
export function checkedQueueConfig(config: QueueConfig): QueueConfig {
  const refuse = (message: string, next: string) =>
    new KarkhanaError('E_QUEUE_CONFIG', 500, message, { next })
  if (config.driver === 'bullmq' && !config.redisUrl) {
    throw refuse(
      'QUEUE_DRIVER is bullmq, and REDIS_URL is missing.',
      'Set REDIS_URL, or leave QUEUE_DRIVER out to queue in PostgreSQL.'
    )
  }
  if (!Number.isInteger(config.concurrency) || config.concurrency < 1 || config.concurrency > 200) {
    throw refuse('QUEUE_CONCURRENCY is not from 1 to 200.', 'Set a whole number, such as 8.')
  }
  if (!(config.stopSeconds >= 0 && config.stopSeconds <= 600)) {
    throw refuse('QUEUE_STOP_SECONDS is not from 0 to 600.', 'Set seconds, such as 10.')
  }
  return config
}

const others = new AsyncLocalStorage<QueueDriver>()
let driver: QueueDriver | undefined
let making: (() => Promise<QueueDriver>) | undefined
let started: Promise<QueueDriver> | undefined

/** @internal Set once by the kernel provider; the driver is made with its first use. */
export function configureQueue(make: () => Promise<QueueDriver>) {
  making = make
}

/** The driver of this process. */
export async function queueDriver(): Promise<QueueDriver> {
  const other = others.getStore()
  if (other) return other
  if (driver) return driver
  if (!making) throw new Error('The kernel provider has not been booted')
  started ??= making().finally(() => (started = undefined))
  driver = await started
  return driver
}

/** Lets the connections of the queue go. The next use opens them again. */
export async function closeQueue() {
  const open = driver ?? (await started?.catch(() => undefined))
  driver = undefined
  await open?.close()
}

/** @internal Lets `work` run with another driver: the tests of the contract. */
export function withDriver<T>(other: QueueDriver, work: () => Promise<T>): Promise<T> {
  return others.run(other, work)
}
