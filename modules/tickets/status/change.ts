import type { DateTime } from 'luxon'
import type { TicketStatus } from '../contracts.ts'
import { HoldReasonError, MissingWordsError, TransitionRefusedError } from '../errors.ts'
import { HOLD_REASONS, STATUS_LOOKS } from './looks.ts'
import {
  transitionOf,
  type StatusFields,
  type TicketTransition,
  type TransitionInput,
  type TransitionName,
} from './transitions.ts'

/** The outcome of a transition: what to store, and the words for the history. */
export interface StatusChange {
  transition: TicketTransition
  fields: Partial<StatusFields>
  reason: string | null
}

/**
 * Works out a change of status. Pure: no database and no permission, both are the caller's.
 *
 * @throws TransitionRefusedError the table has no such way
 * @throws ReopenTooLateError, HoldReasonError, MissingWordsError
 */
export function changeStatus(
  ticket: StatusFields,
  name: TransitionName,
  input: TransitionInput,
  now: DateTime
): StatusChange {
  const transition = transitionOf(name)
  if (!transition.from.includes(ticket.status)) {
    throw new TransitionRefusedError(STATUS_LOOKS[ticket.status].label, transition.label)
  }
  transition.guard?.(ticket, now)
  const reason = reasonOf(transition, input)
  return {
    transition,
    fields: { ...transition.effect?.(input, now), status: transition.to },
    reason,
  }
}

function reasonOf({ asks }: TicketTransition, input: TransitionInput): string | null {
  if (asks === 'nothing') return null
  if (asks === 'resolution') {
    requireWords(input.resolution, 'resolution', 'what solved it')
    requireWords(input.cause, 'cause', 'what caused it')
    return `${input.resolution}\nCause: ${input.cause}`
  }
  requireWords(input.reason, 'reason', 'why')
  if (asks === 'hold_reason' && !Object.hasOwn(HOLD_REASONS, input.reason!)) {
    throw new HoldReasonError(Object.keys(HOLD_REASONS))
  }
  return input.reason!
}

function requireWords(value: string | null | undefined, field: string, what: string) {
  if (!value?.trim()) throw new MissingWordsError(field, what)
}

/** Transitions that lead on from a status, in the order of the table. */
export function transitionsFrom(
  transitions: readonly TicketTransition[],
  status: TicketStatus
): TicketTransition[] {
  return transitions.filter(({ from }) => from.includes(status))
}
