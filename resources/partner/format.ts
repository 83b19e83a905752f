import type { Texts } from '@karkhana/ui'

/** `2 failed, 1 waiting`, or that there is nothing to see. */
export function formatJobs(text: Texts, jobs: { jobsFailed: number; jobsParked: number }) {
  const counts = { failed: jobs.jobsFailed, parked: jobs.jobsParked }
  if (counts.failed > 0 && counts.parked > 0) return text('partner.jobs.both', counts)
  if (counts.failed > 0) return text('partner.jobs.failed', counts)
  return counts.parked > 0 ? text('partner.jobs.parked', counts) : text('partner.jobs.none')
}
