import {
  HoldReasonError,
  JobCancelledError,
  MissingReasonError,
  TransitionRefusedError,
} from '../errors.ts'
import type { JobStatus } from '../contracts.ts'
import type { JobFacts, StatusFields, TransitionInput } from './facts.ts'
import { HOLD_REASONS, STATUS_LOOKS } from './looks.ts'
import {
  TRANSITIONS,
  transitionOf,
  type JobTransition,
  type TransitionName,
} from './transitions.ts'

/** The outcome of a transition: what to store, and the words for the history. */
export interface StatusChange {
  fields: Partial<StatusFields> & { status: JobStatus }
  reason: string | null
}

/**
 * Works out a change of status. Pure: no database and no permission, both are the caller's.
 *
 * @throws TransitionRefusedError, JobCancelledError the table has no such way
 * @throws GuardError a fact is missing
 * @throws HoldReasonError, MissingReasonError
 */
export function changeStatus(
  facts: JobFacts,
  name: TransitionName,
  input: TransitionInput
): StatusChange {
  const transition = transitionOf(name)
  if (facts.cancelled) throw new JobCancelledError()
  if (!transition.from.includes(facts.status)) {
    throw new TransitionRefusedError(STATUS_LOOKS[facts.status].label, transition.label)
  }
  runGuards(transition, facts)
  transition.check?.(facts, input)
  const reason = reasonOf(transition, input)
  const status = targetOf(transition, facts)
  return { fields: { ...transition.effect?.(facts, input), status }, reason }
}

/** Transitions that lead on from where the card stands, in the order of the table. */
export function transitionsFrom(facts: Pick<JobFacts, 'status' | 'cancelled'>): JobTransition[] {
  if (facts.cancelled) return []
  return (TRANSITIONS as readonly JobTransition[]).filter(({ from }) => from.includes(facts.status))
}

/** @throws GuardError the first one that is not fulfilled */
export function runGuards(transition: JobTransition, facts: JobFacts) {
  for (const guard of transition.guards ?? []) guard(facts)
}

/** The status a transition leads to. */
export function targetOf(
  { to }: JobTransition,
  { heldFrom }: Pick<JobFacts, 'heldFrom'>
): JobStatus {
  if (to !== 'held_from') return to
  if (!heldFrom) throw new Error('A card on hold does not know where it came from')
  return heldFrom
}

function reasonOf({ asks }: JobTransition, { reason }: TransitionInput): string | null {
  if (asks !== 'reason' && asks !== 'hold_reason') return null
  if (!reason?.trim()) throw new MissingReasonError()
  if (asks === 'hold_reason' && !Object.hasOwn(HOLD_REASONS, reason)) {
    throw new HoldReasonError(Object.keys(HOLD_REASONS))
  }
  return reason
}
