/** Where a job stands, in the words of the pages. */
export const JOB_STATES = [
  { value: 'queued', label: 'Waits its turn' },
  { value: 'running', label: 'Under way' },
  { value: 'failed', label: 'Tried again' },
  { value: 'waiting', label: 'Put aside' },
  { value: 'done', label: 'Done' },
  { value: 'dead', label: 'Given up' },
  { value: 'cancelled', label: 'Cancelled' },
]

export type JobState = 'queued' | 'running' | 'failed' | 'waiting' | 'done' | 'dead' | 'cancelled'

/** States of a job that is not over. */
export const UNFINISHED_JOBS = `('queued', 'running', 'failed', 'waiting')`
