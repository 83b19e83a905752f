export { defineJob, type Job, type JobPayload, type JobRun, type DispatchOptions } from './job.ts'
export { discardWaitingJobs } from './discard.ts'
