import { defineSearch } from '@karkhana/kernel/module'
import { STATUS_LOOKS } from '../status/looks.ts'

/** Tickets by number, by the customer and the vehicle, and by the complaint; those that the reader may see. */
export default defineSearch({
  id: 'tickets.tickets',
  label: 'Tickets',
  icon: 'i-lucide-ticket',
  permission: 'tickets.ticket.view',
  table: 'tickets_tickets',
  joins: {
    customer: { table: 'contacts_contacts', on: 't.contact_id' },
    vehicle: { table: 'vehicles_vehicles', on: 't.vehicle_id' },
  },
  title: 't.number',
  detail: [
    'customer.name',
    'vehicle.registration',
    {
      sql: 't.status',
      labels: Object.fromEntries(
        Object.entries(STATUS_LOOKS).map(([status, { label }]) => [status, label])
      ),
    },
  ],
  codes: ['t.number', 'vehicle.registration'],
  phones: ['customer.phone'],
  words: ['customer.name', 'vehicle.make', 'vehicle.model', 't.complaint'],
  href: '/tickets/:id',
})
