import logger from '@adonisjs/core/services/logger'
import type { Unit } from '../tenancy/unit.ts'
import type { HandedJob } from './drivers/driver.ts'
import { queueDriver } from './queue.ts'

/**
 * Has the queue forget jobs that were taken back, once the unit has committed. What it hands out nevertheless no worker
 * begins, so a queue that does not answer is no matter.
 */
export function dropFromQueue(unit: Unit, jobs: Pick<HandedJob, 'id' | 'queue' | 'handings'>[]) {
  if (jobs.length === 0) return
  unit.afterCommit(() => {
    void queueDriver()
      .then((driver) => driver.drop(jobs))
      .catch((error: unknown) => logger.debug({ err: error }, 'taken back jobs stay in the queue'))
  })
}
