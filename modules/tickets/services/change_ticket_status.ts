import { ensureVisible, type Scope } from '@karkhana/kernel'
import { lockForUpdate } from '@karkhana/kernel/database'
import Ticket from '../models/ticket.ts'
import { changeStatus } from '../status/change.ts'
import { transitionOf, type TransitionInput, type TransitionName } from '../status/transitions.ts'
import { announceStatus } from './announce.ts'
import { recordEvent } from './events.ts'
import { TICKETS } from '../records.ts'

/**
 * Moves a ticket along the table of transitions and writes its history.
 *
 * @throws NotFoundError, VersionConflictError, ForbiddenError
 * @throws TransitionRefusedError, MissingWordsError, HoldReasonError, ReopenTooLateError
 */
export async function changeTicketStatus(
  scope: Scope,
  id: string,
  {
    transition,
    version,
    ...input
  }: TransitionInput & { transition: TransitionName; version?: number }
): Promise<Ticket> {
  return scope.work(async () => {
    const ticket = await lockForUpdate(Ticket, id, { version, what: 'ticket' })
    ensureVisible(scope, TICKETS, ticket)
    scope.ensure(transitionOf(transition).permission)
    return move(scope, ticket, transition, input)
  })
}

/** Applies a transition to a locked ticket; for callers that have checked who may do it. */
export async function move(
  scope: Scope,
  ticket: Ticket,
  name: TransitionName,
  input: TransitionInput = {}
): Promise<Ticket> {
  const from = ticket.status
  const { fields, reason } = changeStatus(ticket, name, input, scope.now())
  await ticket.merge(fields).save()
  await recordEvent(scope, ticket, { transition: name, from, reason })
  await announceStatus(scope, ticket, { from, transition: name })
  return ticket
}
