import type { JobStatus } from '../../contracts.ts'
import type { Texts } from '@karkhana/ui'
import { CANCELLED_LOOK, STATUS_LOOKS, type Look } from '../../status/looks.ts'

/** The chip of a card; a cancelled one no longer wears its status. */
export function lookOf(text: Texts, job: { status: JobStatus; cancelled: boolean }): Look {
  const look = job.cancelled ? CANCELLED_LOOK : STATUS_LOOKS[job.status]
  return { ...look, label: text.label(look.label) }
}
