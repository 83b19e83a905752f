import { queueContract } from './contract.ts'
import { redisFaults } from './redis_faults.ts'

if (process.env.REDIS_URL) {
  queueContract('bullmq')
  redisFaults()
} else {
  console.warn('Jobs on BullMQ are not tested: REDIS_URL is not set.')
}
