import { defineRecords } from '@karkhana/kernel/module'

/** Job cards of the reader's branches; without `view_all`, those they are the technician of. */
export const JOBS = defineRecords({
  table: 'jobcards_jobs',
  noun: 'job card',
  view: 'jobcards.job.view',
  branch: 'branch_id',
  customFields: true,
  timeline: () => import('./timeline.ts'),
  parts: {
    jobcards_lines: 'job_id',
    jobcards_approvals: 'job_id',
    jobcards_history: 'job_id',
  },
  own: {
    column: 'technician_id',
    unless: 'jobcards.job.view_all',
    label: 'job cards they work on',
  },
})
