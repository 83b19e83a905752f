import { defineSearch } from '@karkhana/kernel/module'
import { runList } from '@karkhana/kernel/lists'
import { ticketList } from '../lists/tickets.ts'
import { STATUS_LOOKS } from '../status/looks.ts'

/** Tickets by number, customer, phone and plate; those that the reader may see. */
export default defineSearch({
  id: 'tickets.tickets',
  label: 'Tickets',
  icon: 'i-lucide-ticket',
  permission: 'tickets.ticket.view',
  async find(scope, text, limit) {
    const { rows } = await runList(scope, ticketList, { search: text, limit, withChoices: false })
    return rows.map((row) => ({
      id: row.id,
      title: row.number,
      detail: [row.customer, row.registration, STATUS_LOOKS[row.status].label]
        .filter(Boolean)
        .join(' · '),
      href: `/tickets/${row.id}`,
    }))
  },
})
