import type { Texts } from '@karkhana/ui'

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB']

/** Bytes as people read them: `1.4 MB`. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return '–'
  let size = bytes
  let unit = 0
  while (size >= 1024 && unit < UNITS.length - 1) {
    size /= 1024
    unit++
  }
  const digits = unit === 0 || size >= 100 ? 0 : 1
  return `${size.toFixed(digits)} ${UNITS[unit]}`
}

/** `2 failed, 1 waiting`, or that there is nothing to see. */
export function formatJobs(text: Texts, jobs: { jobsFailed: number; jobsParked: number }) {
  const counts = { failed: jobs.jobsFailed, parked: jobs.jobsParked }
  if (counts.failed > 0 && counts.parked > 0) return text('partner.jobs.both', counts)
  if (counts.failed > 0) return text('partner.jobs.failed', counts)
  return counts.parked > 0 ? text('partner.jobs.parked', counts) : text('partner.jobs.none')
}
