import { v5 as uuidv5 } from 'uuid'
import keepData from '../data/jobs/keep_data.ts'
import pruneHistory from '../events/jobs/prune_history.ts'
import sweepFiles from '../files/jobs/sweep_files.ts'
import { dispatchForDeployment } from '../jobs/dispatch.ts'
import { measureEverybody } from '../partners/services/measuring.ts'
import { lastDue } from './cron.ts'
import { knowSchedule, takeKernelRun } from './known.ts'

/** Work of the deployment itself that the clock starts, in UTC. */
interface KernelSchedule {
  id: string
  cron: string
  /** Queues jobs with ids made of `dueAt`: called again for the same instant, it queues none. */
  run(dueAt: Date): Promise<void>
}

/** Namespace of the ids of these jobs (RFC 9562, version 5). */
const NAMESPACE = '5c7c1a0e-9d2f-4c37-8f2c-0f7f7d1f7c55'

const SCHEDULES: KernelSchedule[] = [
  { id: 'kernel.measure_usage', cron: '30 20 * * *', run: measureEverybody },
  {
    id: 'kernel.prune_history',
    cron: '30 21 * * *',
    async run(dueAt) {
      const id = uuidv5(`kernel.prune_history/${dueAt.toISOString()}`, NAMESPACE)
      await dispatchForDeployment(null, pruneHistory, {}, { id })
    },
  },
  {
    id: 'kernel.keep_data',
    cron: '30 22 * * *',
    async run(dueAt) {
      const id = uuidv5(`kernel.keep_data/${dueAt.toISOString()}`, NAMESPACE)
      await dispatchForDeployment(null, keepData, {}, { id })
    },
  },
  {
    id: 'kernel.sweep_files',
    cron: '30 23 * * *',
    async run(dueAt) {
      const id = uuidv5(`kernel.sweep_files/${dueAt.toISOString()}`, NAMESPACE)
      await dispatchForDeployment(null, sweepFiles, {}, { id })
    },
  },
]

/** Queues what is due, by one of the nodes. A run that was missed is made up for once. */
export async function runKernelSchedules(now: Date): Promise<void> {
  for (const schedule of SCHEDULES) {
    await knowSchedule(schedule, now)
    const due = lastDue(schedule.cron, 'UTC', now)
    await takeKernelRun(schedule.id, due, () => schedule.run(due))
  }
}
