import { defineConfig, stores } from '@adonisjs/limiter'
import type { InferLimiters } from '@adonisjs/limiter/types'
import env from '../start/env.ts'

/**
 * Limits are counted in PostgreSQL, or in Redis when REDIS_URL is set, so that they hold across web nodes. The figures
 * are in the kernel (`http/rate_limits/tiers.ts`) and in the environment.
 */
const limiterConfig = defineConfig({
  default: env.get('REDIS_URL') ? 'redis' : 'database',
  stores: {
    database: stores.database({
      connectionName: 'app',
      tableName: 'rate_limits',
      clearExpiredByTimeout: true,
    }),
    redis: stores.redis({ connectionName: 'main', keyPrefix: 'limit' }),
  },
})

export default limiterConfig

declare module '@adonisjs/limiter/types' {
  export interface LimitersList extends InferLimiters<typeof limiterConfig> {}
}
