import type { Scope } from '@karkhana/kernel'
import type { TicketStatus } from '../contracts.ts'
import type Ticket from '../models/ticket.ts'

/** Tells other modules of a new ticket, in the unit that makes it. */
export async function announceCreated(scope: Scope, ticket: Ticket) {
  const { priority, source, status } = ticket
  await scope.work((unit) =>
    unit.emit(
      'tickets.ticket_created@1',
      { ...facts(ticket), priority, source, status },
      { record: ticket.id }
    )
  )
}

/** Tells other modules that a ticket has another status, in the unit that changes it. */
export async function announceStatus(
  scope: Scope,
  ticket: Ticket,
  { from, transition }: { from: TicketStatus; transition: string }
) {
  await scope.work((unit) =>
    unit.emit(
      'tickets.ticket_status_changed@1',
      { ...facts(ticket), transition, from, to: ticket.status },
      { record: ticket.id }
    )
  )
}

function facts({ id, number, contactId, vehicleId, branchId, assigneeId }: Ticket) {
  return { ticketId: id, number, contactId, vehicleId, branchId, assigneeId }
}
