import type { TicketStatus } from '../contracts.ts'
import type { HoldReason } from './looks.ts'
import { TRANSITIONS, type TicketTransition, type TransitionName } from './transitions.ts'

/** The transition that takes a change of status back, with what it asks. */
export interface WayBack {
  transition: TransitionName
  reason?: string
}

/**
 * The way of the table from a status straight back to the one before; `null` where it has none: work that was started,
 * closing, cancelling. What asks for a resolution is no way back.
 * @param words what is noted where the way asks for a reason
 */
export function wayBack(
  before: { status: TicketStatus; holdReason: HoldReason | null },
  now: TicketStatus,
  words: string
): WayBack | null {
  const ways: readonly TicketTransition[] = TRANSITIONS
  const way = ways.find(
    ({ from, to, asks }) => from.includes(now) && to === before.status && asks !== 'resolution'
  )
  if (!way || before.status === now) return null
  const transition = way.name as TransitionName
  if (way.asks === 'nothing') return { transition }
  if (way.asks === 'reason') return { transition, reason: words }
  return before.holdReason ? { transition, reason: before.holdReason } : null
}
