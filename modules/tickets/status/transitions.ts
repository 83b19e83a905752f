import type { DateTime } from 'luxon'
import type { TicketStatus } from '../contracts.ts'
import { refuseOldReopen } from './guards.ts'
import type { HoldReason } from './looks.ts'

/** What the reader has to say for a transition. */
export type TransitionAsks = 'nothing' | 'hold_reason' | 'reason' | 'resolution'

/** The columns that follow the status. */
export interface StatusFields {
  status: TicketStatus
  holdReason: HoldReason | null
  resolution: string | null
  cause: string | null
  resolvedAt: DateTime | null
  closedAt: DateTime | null
}

/** What comes with a change of status; the validator has checked lengths. */
export interface TransitionInput {
  reason?: string | null
  resolution?: string | null
  cause?: string | null
}

export interface TicketTransition {
  name: string
  /** The verb on the button. */
  label: string
  icon: string
  from: readonly TicketStatus[]
  to: TicketStatus
  permission: string
  asks: TransitionAsks
  /** Throws when the facts of the ticket do not allow it. */
  guard?: (ticket: StatusFields, now: DateTime) => void
  /** What changes beside the status. */
  effect?: (input: TransitionInput, now: DateTime) => Partial<StatusFields>
}

const WORK = 'tickets.ticket.work'
const CLOSE = 'tickets.ticket.close'

/** Every way a ticket can change its status; anything else is refused. Printed in README.md. */
export const TRANSITIONS = [
  {
    name: 'triage',
    label: 'Accept',
    icon: 'i-lucide-check',
    from: ['new'],
    to: 'open',
    permission: WORK,
    asks: 'nothing',
  },
  {
    name: 'start',
    label: 'Start work',
    icon: 'i-lucide-play',
    from: ['new', 'open'],
    to: 'in_progress',
    permission: WORK,
    asks: 'nothing',
  },
  {
    name: 'resolve',
    label: 'Resolve',
    icon: 'i-lucide-circle-check',
    from: ['new', 'open', 'in_progress', 'on_hold'],
    to: 'resolved',
    permission: WORK,
    asks: 'resolution',
    effect: ({ resolution, cause }, now) => ({
      resolution,
      cause,
      resolvedAt: now,
      holdReason: null,
    }),
  },
  {
    name: 'hold',
    label: 'Put on hold',
    icon: 'i-lucide-pause',
    from: ['new', 'open', 'in_progress'],
    to: 'on_hold',
    permission: WORK,
    asks: 'hold_reason',
    effect: ({ reason }) => ({ holdReason: reason as HoldReason }),
  },
  {
    name: 'resume',
    label: 'Resume',
    icon: 'i-lucide-play',
    from: ['on_hold'],
    to: 'in_progress',
    permission: WORK,
    asks: 'nothing',
    effect: () => ({ holdReason: null }),
  },
  {
    name: 'close',
    label: 'Close',
    icon: 'i-lucide-archive',
    from: ['resolved'],
    to: 'closed',
    permission: CLOSE,
    asks: 'nothing',
    effect: (_, now) => ({ closedAt: now }),
  },
  {
    name: 'reopen',
    label: 'Reopen',
    icon: 'i-lucide-rotate-ccw',
    from: ['resolved', 'closed'],
    to: 'open',
    permission: WORK,
    asks: 'reason',
    guard: refuseOldReopen,
    effect: () => ({ resolution: null, cause: null, resolvedAt: null, closedAt: null }),
  },
  {
    name: 'cancel',
    label: 'Cancel ticket',
    icon: 'i-lucide-ban',
    from: ['new', 'open', 'in_progress', 'on_hold'],
    to: 'cancelled',
    permission: CLOSE,
    asks: 'reason',
    effect: (_, now) => ({ holdReason: null, closedAt: now }),
  },
] as const satisfies readonly TicketTransition[]

export type TransitionName = (typeof TRANSITIONS)[number]['name']

export const TRANSITION_NAMES: readonly TransitionName[] = TRANSITIONS.map(({ name }) => name)

/** Statuses in which somebody still has to do something. */
export const OPEN_STATUSES: readonly TicketStatus[] = ['new', 'open', 'in_progress', 'on_hold']

/** Statuses in which the resolution clock runs; only these can be late. */
export const RUNNING_STATUSES: readonly TicketStatus[] = ['new', 'open', 'in_progress']

/** The declaration of a transition. */
export function transitionOf(name: TransitionName): TicketTransition {
  const found = TRANSITIONS.find((transition) => transition.name === name)
  if (!found) throw new Error(`There is no transition "${name}"`)
  return found
}
