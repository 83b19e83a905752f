import { KarkhanaError } from '../errors.ts'
import type { RunnableJob } from '../jobs/job.ts'
import type { ScheduleDeclaration } from './declaration.ts'

/** @throws KarkhanaError E_SCHEDULE_JOB when a schedule names a job that its module does not have */
export function ensureScheduledJobs(schedules: ScheduleDeclaration[], jobs: RunnableJob[]) {
  const names = jobs.map(({ name }) => name)
  for (const { id, job } of schedules) {
    if (names.includes(job)) continue
    throw new KarkhanaError('E_SCHEDULE_JOB', 500, `The schedule ${id} starts ${job}.`, {
      next: `The module has ${names.join(', ') || 'no job'}; name one of its jobs, or add this one.`,
    })
  }
}
