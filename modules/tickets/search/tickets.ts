import { visible } from '@karkhana/kernel'
import { defineSearch } from '@karkhana/kernel/module'
import { inOrder, numberedIds } from '@karkhana/kernel/search'
import { TICKETS } from '../records.ts'
import { ticketQuery } from '../services/ticket_query.ts'
import { STATUS_LOOKS } from '../status/looks.ts'
import { ticketRow, type RawTicketRow } from '../transformers/ticket.ts'

/** Tickets by number and by the plate of the vehicle; those that the reader may see. */
export default defineSearch({
  id: 'tickets.tickets',
  label: 'Tickets',
  icon: 'i-lucide-ticket',
  permission: 'tickets.ticket.view',
  find: (scope, text, limit) =>
    scope.read(async (unit) => {
      const rows = () =>
        visible(unit.from('tickets_tickets').select('id', 'created_at'), scope, TICKETS)
      const ids = await numberedIds(unit, {
        rows,
        text,
        limit,
        codeOf: { column: 'vehicle_id', table: 'vehicles_vehicles', code: 'registration' },
      })
      const found = (await ticketQuery(unit).whereIn('t.id', ids)) as RawTicketRow[]
      return inOrder(ids, found.map(ticketRow)).map((row) => ({
        id: row.id,
        title: row.number,
        detail: [row.customer, row.registration, STATUS_LOOKS[row.status].label]
          .filter(Boolean)
          .join(' · '),
        href: `/tickets/${row.id}`,
      }))
    }),
})
