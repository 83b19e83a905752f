import type { QueueConfig } from '@karkhana/kernel/jobs'
import env from '../start/env.ts'

/**
 * What wakes the workers. PostgreSQL (pg-boss) unless QUEUE_DRIVER asks for Redis (BullMQ): REDIS_URL alone changes
 * nothing, because it is set for other reasons as well, and a queue should not move by accident. Jobs are kept in
 * PostgreSQL either way, so the driver may be changed at any time; what waits goes on.
 */
const queueConfig: QueueConfig = {
  driver: env.get('QUEUE_DRIVER') ?? 'pgboss',
  concurrency: env.get('QUEUE_CONCURRENCY') ?? 8,
  stopSeconds: env.get('QUEUE_STOP_SECONDS') ?? 10,
  redisUrl: env.get('REDIS_URL'),
  redisPrefix: env.get('QUEUE_PREFIX') ?? 'karkhana',
}

export default queueConfig
