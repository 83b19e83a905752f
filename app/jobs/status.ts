import db from '@adonisjs/lucid/services/db'
import { queueDriver } from './queue.ts'
import { workerStore } from './store.ts'

/** Seconds that a job may be due before something is wrong. */
const SLOW = 300

/** Figures of one queue, of all organisations together. */
export interface QueueFigures {
  queue: string
  /** Due, and not begun. */
  ready: number
  running: number
  /** Not due yet: of a later time, or for another attempt. */
  later: number
  /** Put aside until a module or an organisation is back. */
  waiting: number
  /** Given up, and still remembered. */
  dead: number
  /** Seconds that the oldest one has been due. */
  oldestSeconds: number
}

export interface QueueStatus {
  driver: { name: string; ok: boolean; message: string }
  queues: QueueFigures[]
  /** Processes that take jobs. */
  workers: number
  /** What somebody should look at, as sentences; empty when all is well. */
  problems: string[]
}

/** How the queues stand now. */
export async function queueStatus(): Promise<QueueStatus> {
  const driver = await queueDriver()
  const [health, queues, workers] = await Promise.all([
    driver.health(),
    workerStore.figures(),
    countWorkers(),
  ])
  const late = queues.filter(({ ready, oldestSeconds }) => ready > 0 && oldestSeconds > SLOW)
  const problems = [
    ...(health.ok ? [] : [health.message]),
    ...(workers === 0 && queues.some(({ ready }) => ready > 0)
      ? ['Jobs wait and no process works on them. Start one with: npm run ace -- queue:work']
      : []),
    ...late.map(
      ({ queue, oldestSeconds }) =>
        `The oldest job of ${queue} has waited for ${oldestSeconds} s. Start more workers, or raise QUEUE_CONCURRENCY.`
    ),
  ]
  return { driver: { name: driver.name, ...health }, queues, workers, problems }
}

async function countWorkers(): Promise<number> {
  const { rows } = (await db.rawQuery(
    `select count(*)::int as count from kernel_nodes where ended_at is null and kind <> 'web'
        and seen_at > now() - interval '30 seconds'`
  )) as { rows: { count: number }[] }
  return rows[0].count
}
