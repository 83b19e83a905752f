import { visible } from '@karkhana/kernel'
import { defineSearch } from '@karkhana/kernel/module'
import { anywhere, compactCode, inOrder, matchingIds } from '@karkhana/kernel/search'
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
      const plate = compactCode(text)
      const query = visible(
        unit.from('tickets_tickets').select('id', 'created_at'),
        scope,
        TICKETS
      ).where((either) => {
        either.whereLike('number', anywhere(text.toUpperCase()))
        if (plate && plate.length >= 4) {
          const vehicles = unit.from('vehicles_vehicles').whereLike('registration', anywhere(plate))
          either.orWhereIn('vehicle_id', vehicles.select('id').limit(20))
        }
      })
      const ids = await matchingIds(unit, query, limit)
      const rows = (await ticketQuery(unit).whereIn('t.id', ids)) as RawTicketRow[]
      return inOrder(ids, rows.map(ticketRow)).map((row) => ({
        id: row.id,
        title: row.number,
        detail: [row.customer, row.registration, STATUS_LOOKS[row.status].label]
          .filter(Boolean)
          .join(' · '),
        href: `/tickets/${row.id}`,
      }))
    }),
})
