import type { Scope } from '@karkhana/kernel'
import type { TicketStatus } from '../contracts.ts'
import type Ticket from '../models/ticket.ts'
import TicketEvent from '../models/ticket_event.ts'

/** Writes one row of the history; called in the unit that changes the status. */
export async function recordEvent(
  scope: Scope,
  ticket: Pick<Ticket, 'id' | 'status'>,
  event: { transition: string; from: TicketStatus | null; reason?: string | null }
) {
  await TicketEvent.create({
    ticketId: ticket.id,
    at: scope.now(),
    actorKind: scope.actor.kind,
    actorId: scope.actor.id,
    transition: event.transition,
    fromStatus: event.from,
    toStatus: ticket.status,
    reason: event.reason ?? null,
  })
}
