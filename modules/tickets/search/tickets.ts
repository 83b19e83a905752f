import { visible } from '@karkhana/kernel'
import { defineSearch } from '@karkhana/kernel/module'
import { anywhere, beginningWith, compactCode, inOrder, matchingIds } from '@karkhana/kernel/search'
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
      const [code, like] = [compactCode(text), anywhere(text.toUpperCase())]
      const vehicles = () => unit.from('vehicles_vehicles').select('id').limit(20)
      const queries = [beginningWith(rows(), 'number', text.toUpperCase())]
      if (code && code.length >= 4) {
        const starting = beginningWith(vehicles(), 'registration', code)
        queries.push(rows().whereIn('vehicle_id', starting))
      }
      queries.push(
        rows().where((either) => {
          either.whereLike('number', like)
          if (code && code.length >= 4) {
            either.orWhereIn('vehicle_id', vehicles().whereLike('registration', anywhere(code)))
          }
        })
      )
      const ids = await matchingIds(unit, queries, limit)
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
