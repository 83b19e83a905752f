import { defineRecords } from '@karkhana/kernel/module'

/** Tickets of the reader's branches; without `view_all`, those they are in charge of. */
export const TICKETS = defineRecords({
  table: 'tickets_tickets',
  noun: 'ticket',
  view: 'tickets.ticket.view',
  branch: 'branch_id',
  customFields: true,
  parts: { tickets_history: 'ticket_id' },
  timeline: () => import('./timeline.ts'),
  own: {
    column: 'assignee_id',
    unless: 'tickets.ticket.view_all',
    label: 'tickets assigned to them',
  },
})
