import type { Logger } from '@adonisjs/core/logger'
import type { QueueDriver } from './drivers/driver.ts'
import { PgBossDriver } from './drivers/pgboss.ts'
import type { QueueConfig } from './queue.ts'

/** The driver that the deployment has chosen; BullMQ is loaded only where it is used. */
export async function makeDriver(config: QueueConfig, logger: Logger): Promise<QueueDriver> {
  if (config.driver === 'pgboss') return new PgBossDriver()
  const { BullDriver } = await import('./drivers/bullmq.ts')
  return new BullDriver({ url: config.redisUrl!, prefix: config.redisPrefix, logger })
}
