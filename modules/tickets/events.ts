import type { EventDeclaration, WebhookDeclaration } from '@karkhana/kernel/module'

const TICKET = {
  ticketId: 'Id of the ticket.',
  number: 'Its number.',
  contactId: 'Id of the customer.',
  vehicleId: 'Id of the vehicle, null while unknown.',
  branchId: 'Id of the branch.',
  assigneeId: 'Member in charge, null for nobody.',
}

/** What the ticket desk tells others. */
export const TICKET_EVENTS: EventDeclaration[] = [
  {
    id: 'tickets.ticket_created@1',
    description: 'A request was taken in.',
    payload: {
      ...TICKET,
      priority: 'P1 to P4.',
      source: 'How the request came in.',
      status: 'new or open.',
    },
  },
  {
    id: 'tickets.ticket_status_changed@1',
    description: 'A ticket has another status.',
    payload: {
      ...TICKET,
      transition: 'Name of the transition.',
      from: 'The status before.',
      to: 'The status now.',
    },
  },
]

/** What of it is sent to addresses of the organisation. */
export const TICKET_WEBHOOKS: WebhookDeclaration[] = [
  {
    name: 'ticket.created',
    event: 'tickets.ticket_created@1',
    description: 'A request was taken in.',
  },
  {
    name: 'ticket.status_changed',
    event: 'tickets.ticket_status_changed@1',
    description: 'A ticket has another status.',
  },
]
