import { inBatches } from '@karkhana/kernel/transfer'
import { defineExporter } from '@karkhana/kernel/module'
import { ticketQuery } from '../services/ticket_query.ts'
import { PRIORITY_LOOKS, SOURCES, STATUS_LOOKS } from '../status/looks.ts'
import type { RawTicketRecord } from '../transformers/ticket.ts'

/** The tickets that the reader may see. */
export default defineExporter({
  id: 'tickets.tickets',
  label: 'Tickets',
  permission: 'tickets.ticket.view',
  table: 'tickets_tickets',
  columns: [
    { key: 'number', label: 'Number', kind: 'text' },
    { key: 'created_at', label: 'Opened', kind: 'instant' },
    { key: 'customer', label: 'Customer', kind: 'text' },
    { key: 'contact_phone', label: 'Phone', kind: 'text' },
    { key: 'registration', label: 'Registration', kind: 'text' },
    { key: 'complaint', label: 'Complaint', kind: 'text' },
    { key: 'source', label: 'Came by', kind: 'text' },
    { key: 'priority', label: 'Priority', kind: 'text' },
    { key: 'status', label: 'Status', kind: 'text' },
    { key: 'assignee', label: 'Assignee', kind: 'text' },
    { key: 'resolution_due_at', label: 'Due', kind: 'instant' },
    { key: 'resolved_at', label: 'Resolved', kind: 'instant' },
    { key: 'closed_at', label: 'Closed', kind: 'instant' },
    { key: 'resolution', label: 'Resolution', kind: 'text' },
  ],
  async *rows(scope) {
    const batches = inBatches<RawTicketRecord>(
      scope,
      (unit, after, size) =>
        ticketQuery(unit).where('t.id', '>', after).orderBy('t.id').limit(size) as PromiseLike<
          RawTicketRecord[]
        >
    )
    for await (const rows of batches) {
      yield rows.map((row) => ({
        id: row.id,
        number: row.number,
        created_at: row.created_at.toISOString(),
        customer: row.customer,
        contact_phone: row.contact_phone,
        registration: row.registration,
        complaint: row.complaint,
        source: SOURCES[row.source],
        priority: PRIORITY_LOOKS[row.priority].label,
        status: STATUS_LOOKS[row.status].label,
        assignee: row.assignee,
        resolution_due_at: row.resolution_due_at.toISOString(),
        resolved_at: row.resolved_at?.toISOString() ?? null,
        closed_at: row.closed_at?.toISOString() ?? null,
        resolution: row.resolution,
      }))
    }
  },
})
