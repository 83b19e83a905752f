import {
  defineMigration,
  restrictToBranches,
  restrictToParent,
  unrestrict,
} from '@karkhana/kernel/migrations'

/** Members who are limited to branches see the job cards of those. */
export default defineMigration({
  up: [
    restrictToBranches('jobcards_jobs', 'branch_id'),
    restrictToParent('jobcards_lines', 'job_id', 'jobcards_jobs'),
    restrictToParent('jobcards_approvals', 'job_id', 'jobcards_jobs'),
    restrictToParent('jobcards_history', 'job_id', 'jobcards_jobs'),
  ],
  down: [
    unrestrict('jobcards_history'),
    unrestrict('jobcards_approvals'),
    unrestrict('jobcards_lines'),
    unrestrict('jobcards_jobs'),
  ],
})
