import {
  defineMigration,
  indexCustomFields,
  unindexCustomFields,
} from '@karkhana/kernel/migrations'

/** Lists find job cards by the fields that the organisation adds to them. */
export default defineMigration({
  up: [indexCustomFields('jobcards_jobs')],
  down: [unindexCustomFields('jobcards_jobs')],
})
