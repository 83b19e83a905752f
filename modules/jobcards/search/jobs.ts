import { defineSearch } from '@karkhana/kernel/module'
import { CANCELLED_LOOK, STATUS_LOOKS } from '../status/looks.ts'

/** Job cards by number, by the customer and the vehicle, and by the complaint; those that the reader may see. */
export default defineSearch({
  id: 'jobcards.jobs',
  label: 'Job cards',
  icon: 'i-lucide-wrench',
  permission: 'jobcards.job.view',
  table: 'jobcards_jobs',
  joins: {
    customer: { table: 'contacts_contacts', on: 't.contact_id' },
    vehicle: { table: 'vehicles_vehicles', on: 't.vehicle_id' },
  },
  title: 't.number',
  detail: [
    'customer.name',
    'vehicle.registration',
    {
      sql: `case when t.cancelled_at is null then t.status else 'cancelled' end`,
      labels: {
        ...Object.fromEntries(
          Object.entries(STATUS_LOOKS).map(([status, { label }]) => [status, label])
        ),
        cancelled: CANCELLED_LOOK.label,
      },
    },
  ],
  codes: ['t.number', 'vehicle.registration'],
  phones: ['customer.phone'],
  words: ['customer.name', 'vehicle.make', 'vehicle.model', 't.complaint'],
  href: '/jobcards/:id',
})
