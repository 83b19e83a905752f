import type { Workshop } from '@karkhana/kernel/testing'
import { v7 as uuidv7 } from 'uuid'

const CONTACTS = [
  { name: 'Raj Kumar', phone: '+919822012345', company: 'Raj Transport', city: 'Pune' },
  { name: 'Rajesh Deshmukh', phone: '+919845007890', email: 'rajesh@deshmukh-logistics.in' },
  { name: 'सुनील कुलकर्णी', phone: '+917012345678', city: 'नाशिक' },
  { name: 'Sunil Sharma', phone: '+919922098220', gstin: '27AAPFU0939F1ZV' },
  { name: 'Laxmi Iyer', phone: '+912025678901' },
  { name: "John D'Souza", phone: '+918888812345' },
  { name: 'Chandrakant Gaikwad', company: 'Shree Ganesh Travels' },
  { name: 'Amarjeet Singh', company: 'Bharatpetrol Depot' },
  { name: 'Ramkumar Pillai', city: 'Solapur' },
  { name: 'Mohammed Shaikh', phone: '+919000055555' },
]

const VEHICLES = [
  { registration: 'MH12AB1234', owner: 0, make: 'Hyundai', model: 'Creta' },
  { registration: 'MH12AB1243', owner: 1, make: 'Mahindra', model: 'XUV700' },
  { registration: 'MH14KJ0042', owner: 2, make: 'Maruti', model: 'Wagon R' },
  { registration: 'KA05MN9876', owner: 3, make: 'Volkswagen', model: 'Polo' },
  { registration: '22BH1234AA', owner: 4, make: 'Toyota', model: 'Fortuner' },
  { vin: 'MA3EUA61S00123456', owner: 5, make: 'Bajaj', model: 'RE' },
]

const TICKETS = [
  { number: 'PUN-T26-00042', vehicle: 0, complaint: 'Brakes squeal when it rains' },
  { number: 'PUN-T26-00043', vehicle: 1, complaint: 'Engine overheats on the ghat road' },
  { number: 'PUN-T26-00420', vehicle: 2, complaint: 'गाड़ी स्टार्ट नहीं हो रही' },
]
const JOBS = [
  { number: 'PUN-J26-00007', vehicle: 0, complaint: 'Clutch slips in third gear' },
  { number: 'PUN-J26-00070', vehicle: 3, complaint: 'General service and wash' },
]
const INVOICES = [
  { number: 'PUN/26/00042', vehicle: 0 },
  { number: 'PUN/26/00421', vehicle: 3 },
]
const ITEMS = [
  { code: 'BRK-0042', name: 'Brake pad set, front' },
  { code: 'CON-48V', name: 'Main contactor 48 V' },
  { code: '5W30-1L', name: 'Engine oil 5W-30, 1 litre' },
]

/** Customers, vehicles, papers and parts as a workshop has them, in the order of their age, the oldest first. */
export async function makeShopOfNames(workshop: Workshop): Promise<void> {
  const scope = await workshop.scope()
  const branch = scope.branch.id
  const at = '2026-04-01T06:00:00Z'
  const contacts = CONTACTS.map((each) => ({ ...each, id: uuidv7() }))
  const vehicles = VEHICLES.map(({ owner, ...each }) => ({
    ...{ ...each, id: uuidv7(), fuel: 'petrol', contact_id: contacts[owner].id },
  }))
  const of = (place: number) => ({
    ...{ vehicle_id: vehicles[place].id, contact_id: vehicles[place].contact_id },
    ...{ branch_id: branch },
  })
  const rows: [string, object[]][] = [
    [
      'contacts_contacts',
      contacts.map((each) => ({ ...each, kind: 'customer', state_code: '27' })),
    ],
    ['vehicles_vehicles', vehicles],
    [
      'tickets_tickets',
      TICKETS.map(({ vehicle, ...each }) => ({
        ...{ ...each, ...of(vehicle), id: uuidv7(), source: 'counter', priority: 'P3' },
        ...{ status: 'open', response_target_minutes: 60, resolution_target_minutes: 600 },
        ...{ response_due_at: at, resolution_due_at: at },
      })),
    ],
    [
      'jobcards_jobs',
      JOBS.map(({ vehicle, ...each }) => ({
        ...{ ...each, ...of(vehicle), id: uuidv7(), status: 'received' },
      })),
    ],
    [
      'catalog_items',
      ITEMS.map((each) => ({
        ...{ ...each, id: uuidv7(), kind: 'part', hsn: '8708', unit: 'NOS', unit_price: '100.00' },
        ...{ treatment: 'taxable' },
      })),
    ],
  ]
  await scope.work(async (unit) => {
    const own = { organisation_id: scope.organisationId }
    for (const [table, list] of rows) {
      for (const row of list) await unit.table(table).insert({ ...row, ...own })
    }
    for (const { vehicle, number } of INVOICES) {
      const id = uuidv7()
      const nothing = { taxable: 0, cgst: 0, sgst: 0, igst: 0, total: 0 }
      await unit.table('invoicing_invoices').insert({
        ...{ ...own, ...of(vehicle), ...nothing, id, status: 'draft', date: '2026-04-01' },
        ...{ document_type: 'tax_invoice', place_of_supply: '27', place_of_supply_reason: 'test' },
        ...{ supply_nature: 'intra', state_tax_name: 'SGST', price_mode: 'exclusive' },
        ...{ non_taxable: 0, round_off: 0 },
      })
      await unit.table('invoicing_lines').insert({
        ...{ ...own, ...nothing, id: uuidv7(), invoice_id: id, position: 1, kind: 'service' },
        ...{ description: 'Wash', hsn: '9987', quantity: '1', unit: 'NOS', unit_price: '0' },
        ...{ treatment: 'taxable', gst_rate: '18', gross: 0, discount: 0 },
      })
      await unit.rows(
        `update invoicing_invoices set number = ?, status = 'issued', supplier = '{}', buyer = '{}', balance = 0,
                issued_at = ? where id = ?`,
        [number, at, id]
      )
    }
  })
}
