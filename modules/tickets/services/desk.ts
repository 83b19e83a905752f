import { ensureVisible, type Scope } from '@karkhana/kernel'
import { findOr404, lockForUpdate } from '@karkhana/kernel/database'
import type { Ticket as TicketFacts, TicketDesk, TicketRequest } from '../contracts.ts'
import Ticket from '../models/ticket.ts'
import { move } from './change_ticket_status.ts'
import { TICKETS } from '../records.ts'
import { createTicket } from './tickets.ts'

/** Implements `tickets.desk@1`. */
const desk: TicketDesk = {
  async get(scope: Scope, id: string): Promise<TicketFacts> {
    const ticket = await scope.read(() => findOr404(Ticket, id, { what: 'ticket' }))
    ensureVisible(scope, TICKETS, ticket)
    return factsOf(ticket)
  },

  async workStarted(scope: Scope, id: string) {
    await scope.work(async () => {
      const ticket = await lockForUpdate(Ticket, id, { what: 'ticket' })
      if (ticket.status === 'new' || ticket.status === 'open') await move(scope, ticket, 'start')
    })
  },

  async open(scope: Scope, { branchId, ...request }: TicketRequest) {
    const there = scope.with({ branchId })
    return factsOf(await createTicket(there, { ...request, source: 'portal' }))
  },
}

function factsOf(ticket: Ticket): TicketFacts {
  return {
    id: ticket.id,
    number: ticket.number,
    contactId: ticket.contactId,
    vehicleId: ticket.vehicleId,
    complaint: ticket.complaint,
    priority: ticket.priority,
    status: ticket.status,
    assigneeId: ticket.assigneeId,
    branchId: ticket.branchId,
  }
}

export default desk
