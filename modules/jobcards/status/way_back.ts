import type { JobStatus } from '../contracts.ts'
import type { HoldReason } from './looks.ts'
import { TRANSITIONS, type JobTransition, type TransitionName } from './transitions.ts'

/** The transition that takes a change of status back, with what it asks. */
export interface WayBack {
  transition: TransitionName
  reason?: string
}

/**
 * The way of the table from a status straight back to the one before; `null` where it has none: a vehicle that was
 * handed over stays delivered. Resuming leads to where the card was held.
 * @param words what is noted where the way asks for a reason
 */
export function wayBack(
  before: { status: JobStatus; holdReason: HoldReason | null },
  now: JobStatus,
  words: string
): WayBack | null {
  if (before.status === now) return null
  const ways: readonly JobTransition[] = TRANSITIONS
  const way = ways.find(
    ({ from, to, asks }) =>
      (from as readonly JobStatus[]).includes(now) &&
      (to === before.status || to === 'held_from') &&
      asks !== 'odometer_out'
  )
  if (!way) return null
  const transition = way.name as TransitionName
  if (way.asks === 'nothing') return { transition }
  if (way.asks === 'reason') return { transition, reason: words }
  return before.holdReason ? { transition, reason: before.holdReason } : null
}
