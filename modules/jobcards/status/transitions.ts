import type { JobStatus } from '../contracts.ts'
import type { JobFacts, StatusFields, TransitionInput } from './facts.ts'
import { approved, checkedIn, gatePass, hasEstimate, linesFinished, odometerOut } from './guards.ts'
import type { HoldReason } from './looks.ts'

/** What the reader has to say for a transition. */
export type TransitionAsks = 'nothing' | 'hold_reason' | 'reason' | 'odometer_out'

export interface JobTransition {
  name: string
  /** The verb on the button. */
  label: string
  icon: string
  from: readonly JobStatus[]
  /** `held_from` returns to the status before the hold. */
  to: JobStatus | 'held_from'
  permission: string
  asks: TransitionAsks
  /** In words, for README.md. */
  guarded?: string
  /** What the card itself has to fulfil; each throws GuardError. */
  guards?: readonly ((facts: JobFacts) => void)[]
  /** What the input has to fulfil. */
  check?: (facts: JobFacts, input: TransitionInput) => void
  /** What changes beside the status. */
  effect?: (facts: JobFacts, input: TransitionInput) => Partial<StatusFields>
}

const WORK = 'jobcards.job.work'
const DELIVER = 'jobcards.job.deliver'

/** Every way a job card can change its status; anything else is refused. Printed in README.md. */
export const TRANSITIONS = [
  {
    name: 'diagnose',
    label: 'Start diagnosis',
    icon: 'i-lucide-stethoscope',
    from: ['received'],
    to: 'diagnosing',
    permission: WORK,
    asks: 'nothing',
    guarded: 'technician assigned, odometer in',
    guards: [checkedIn],
  },
  {
    name: 'estimate',
    label: 'Ask for approval',
    icon: 'i-lucide-file-question-mark',
    from: ['diagnosing'],
    to: 'awaiting_approval',
    permission: WORK,
    asks: 'nothing',
    guarded: 'the estimate has a total',
    guards: [hasEstimate],
  },
  {
    name: 'start',
    label: 'Start work',
    icon: 'i-lucide-play',
    from: ['awaiting_approval'],
    to: 'in_progress',
    permission: WORK,
    asks: 'nothing',
    guarded: 'approved, free, or below the limit of the organisation',
    guards: [hasEstimate, approved],
  },
  {
    name: 'finish',
    label: 'Mark ready',
    icon: 'i-lucide-circle-check',
    from: ['in_progress'],
    to: 'ready',
    permission: WORK,
    asks: 'nothing',
    guarded: 'every line done or deferred, total covered by the approval',
    guards: [linesFinished, approved],
  },
  {
    name: 'deliver',
    label: 'Deliver',
    icon: 'i-lucide-key-round',
    from: ['ready'],
    to: 'delivered',
    permission: DELIVER,
    asks: 'odometer_out',
    guarded: 'invoice issued and paid, odometer out ≥ in',
    guards: [gatePass],
    check: odometerOut,
    effect: (_, input) => ({ odometerOut: input.odometerOut ?? null }),
  },
  {
    name: 'hold',
    label: 'Put on hold',
    icon: 'i-lucide-pause',
    from: ['diagnosing', 'awaiting_approval', 'in_progress'],
    to: 'on_hold',
    permission: WORK,
    asks: 'hold_reason',
    effect: (facts, input) => ({
      heldFrom: facts.status as StatusFields['heldFrom'],
      holdReason: input.reason as HoldReason,
    }),
  },
  {
    name: 'resume',
    label: 'Resume',
    icon: 'i-lucide-play',
    from: ['on_hold'],
    to: 'held_from',
    permission: WORK,
    asks: 'nothing',
    effect: () => ({ heldFrom: null, holdReason: null }),
  },
  {
    name: 'revise',
    label: 'Back to diagnosis',
    icon: 'i-lucide-undo-2',
    from: ['awaiting_approval'],
    to: 'diagnosing',
    permission: WORK,
    asks: 'reason',
  },
  {
    name: 'rework',
    label: 'Back to work',
    icon: 'i-lucide-undo-2',
    from: ['ready'],
    to: 'in_progress',
    permission: WORK,
    asks: 'reason',
  },
] as const satisfies readonly JobTransition[]

export type TransitionName = (typeof TRANSITIONS)[number]['name']

export const TRANSITION_NAMES: readonly TransitionName[] = TRANSITIONS.map(({ name }) => name)

/** Statuses in which the vehicle stands in the workshop with work to do. */
export const WORKING_STATUSES: readonly JobStatus[] = [
  'received',
  'diagnosing',
  'awaiting_approval',
  'in_progress',
  'on_hold',
]

/** Statuses in which the lines may be changed. */
export const EDITABLE_STATUSES = WORKING_STATUSES

/** The declaration of a transition. */
export function transitionOf(name: TransitionName): JobTransition {
  const found = TRANSITIONS.find((transition) => transition.name === name)
  if (!found) throw new Error(`There is no transition "${name}"`)
  return found
}
