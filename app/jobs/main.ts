export {
  defineJob,
  type Job,
  type JobPayload,
  type JobPriority,
  type JobResult,
  type JobRun,
  type DispatchOptions,
} from './job.ts'
export { discardWaitingJobs } from './discard.ts'
export type { QueueConfig } from './queue.ts'
export { JobCancelledError, JobTimeoutError, WorkerStoppedError } from './errors.ts'
