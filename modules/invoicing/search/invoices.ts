import { defineSearch } from '@karkhana/kernel/module'

/** Invoices by number, by that of the job card, by the customer and the plate; those of the reader's branches. */
export default defineSearch({
  id: 'invoicing.invoices',
  label: 'Invoices',
  icon: 'i-lucide-receipt-indian-rupee',
  permission: 'invoicing.invoice.view',
  table: 'invoicing_invoices',
  joins: {
    customer: { table: 'contacts_contacts', on: 't.contact_id' },
    vehicle: { table: 'vehicles_vehicles', on: 't.vehicle_id' },
  },
  title: 't.number',
  untitled: 'Draft',
  detail: [
    // an issued invoice keeps the name that stands on it
    `coalesce(t.buyer->>'name', customer.name)`,
    { sql: 't.date', as: 'date' },
    { sql: 't.total', as: 'money' },
  ],
  codes: ['t.number', 't.job_number', `coalesce(t.vehicle->>'registration', vehicle.registration)`],
  phones: ['customer.phone'],
  words: [`coalesce(t.buyer->>'name', customer.name)`],
  href: '/invoicing/:id',
})
