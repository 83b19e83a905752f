import type { Workshop } from '@karkhana/kernel/testing'
import { v7 as uuidv7 } from 'uuid'

/** Stands in a record of every kind, and nowhere else. */
export const WORD = 'Zillion'

/** Id of the search to the record that has the word. */
export interface WholeShop {
  records: Record<string, string>
}

/** One record of every kind that first-party modules and the plug-ins let be found. */
export async function makeWholeShop(workshop: Workshop): Promise<WholeShop> {
  const scope = await workshop.scope()
  const [contact, vehicle, ticket, job, invoice, item, car] = Array.from({ length: 7 }, () =>
    uuidv7()
  )
  const of = { organisation_id: scope.organisationId }
  const branch = scope.branch.id
  const at = new Date().toISOString()
  await scope.work(async (unit) => {
    const insert = (table: string, row: object) => unit.table(table).insert({ ...of, ...row })
    await insert('contacts_contacts', {
      ...{ id: contact, kind: 'customer', name: `${WORD} Transport`, state_code: '27' },
    })
    await insert('vehicles_vehicles', {
      ...{ id: vehicle, contact_id: contact, registration: 'MH12ZZ9876', make: 'Tata' },
      ...{ model: 'Ace', fuel: 'diesel' },
    })
    await insert('tickets_tickets', {
      ...{ id: ticket, number: 'PUN-T26-00001', branch_id: branch, contact_id: contact },
      ...{ vehicle_id: vehicle, complaint: 'Horn is silent', source: 'counter', priority: 'P3' },
      ...{ status: 'open', response_target_minutes: 60, resolution_target_minutes: 600 },
      ...{ response_due_at: at, resolution_due_at: at },
    })
    await insert('jobcards_jobs', {
      ...{ id: job, number: 'PUN-J26-00001', branch_id: branch, contact_id: contact },
      ...{ vehicle_id: vehicle, status: 'received', complaint: 'Horn is silent' },
    })
    await insert('invoicing_invoices', {
      ...{ id: invoice, document_type: 'tax_invoice', branch_id: branch, contact_id: contact },
      ...{ vehicle_id: vehicle, date: '2026-04-01', place_of_supply: '27', status: 'draft' },
      ...{ place_of_supply_reason: 'test', supply_nature: 'intra', state_tax_name: 'SGST' },
      ...{ price_mode: 'exclusive', taxable: 0, non_taxable: 0, cgst: 0, sgst: 0, igst: 0 },
      ...{ round_off: 0, total: 0 },
    })
    await insert('catalog_items', {
      ...{ id: item, kind: 'part', code: 'ZL-001', name: `${WORD} belt`, hsn: '8708' },
      ...{ unit: 'NOS', unit_price: '100.00', treatment: 'taxable' },
    })
    await insert('courtesy_cars', { id: car, plate: 'MH12ZZ0001', model: WORD, state: 'free' })
  })
  return {
    records: {
      'contacts.contacts': contact,
      'vehicles.vehicles': vehicle,
      'tickets.tickets': ticket,
      'jobcards.jobs': job,
      'invoicing.invoices': invoice,
      'catalog.items': item,
      'courtesy.cars': car,
    },
  }
}
