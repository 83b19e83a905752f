import type { JobStatus } from '../../contracts.ts'
import { CANCELLED_LOOK, STATUS_LOOKS, type Look } from '../../status/looks.ts'

/** The chip of a card; a cancelled one no longer wears its status. */
export function lookOf(job: { status: JobStatus; cancelled: boolean }): Look {
  return job.cancelled ? CANCELLED_LOOK : STATUS_LOOKS[job.status]
}
