import type { Scope } from '@karkhana/kernel'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import { v7 as uuidv7 } from 'uuid'
import type { DraftInput, DraftLine } from '../../services/draft_input.ts'

/** The lines of the repair: 1,200.00 of labour and 2,823.00 of parts, 18 % each. */
export const REPAIR: DraftLine[] = [
  {
    description: 'Diagnosis and repair labour',
    hsn: '998714',
    quantity: '1.5',
    unit: 'OTH',
    unitPrice: '800.00',
    gstRate: '18',
  },
  {
    description: 'Main contactor 48 V',
    hsn: '8536',
    quantity: '1',
    unit: 'NOS',
    unitPrice: '2450.00',
    gstRate: '18',
  },
  {
    description: 'Connector kit',
    hsn: '8544',
    quantity: '2',
    unit: 'NOS',
    unitPrice: '186.50',
    gstRate: '18',
  },
]

/** A registered business in Karnataka. */
export const KARNATAKA = {
  name: 'Namma Fleet Private Limited',
  gstin: '29AABCE2222B1ZB',
  state_code: '29',
  address_line1: '80 Feet Road, Indiranagar',
  city: 'Bengaluru',
  postal_code: '560038',
  email: 'accounts@nammafleet.example',
}

/** A workshop with one customer and one vehicle. */
export interface Sale {
  workshop: Workshop
  scope: Scope
  contactId: string
  vehicleId: string
  draft(changes?: Partial<DraftInput>): DraftInput
}

/** Raj Kumar of Pune with his scooter, at a workshop of Pune. */
export async function makeSale(workshop?: Workshop): Promise<Sale> {
  const seller = workshop ?? (await makeWorkshop())
  const scope = await seller.scope()
  const contactId = await addContact(scope)
  const vehicleId = await addVehicle(scope, contactId)
  return {
    workshop: seller,
    scope,
    contactId,
    vehicleId,
    draft: (changes = {}) => ({
      contactId,
      vehicleId,
      date: scope.today(),
      lines: REPAIR,
      ...changes,
    }),
  }
}

/** Writes a customer into the directory of the organisation. */
export async function addContact(
  scope: Scope,
  fields: Record<string, string | null> = {}
): Promise<string> {
  const id = uuidv7()
  await scope.work((unit) =>
    unit.table('contacts_contacts').insert({
      organisation_id: scope.organisationId,
      id,
      kind: 'customer',
      name: 'Raj Kumar',
      phone: '+919822012345',
      email: 'raj.kumar@example.com',
      state_code: '27',
      address_line1: 'Flat 12, Sai Residency',
      city: 'Pune',
      postal_code: '411038',
      ...fields,
    })
  )
  return id
}

async function addVehicle(scope: Scope, contactId: string): Promise<string> {
  const id = uuidv7()
  await scope.work((unit) =>
    unit.table('vehicles_vehicles').insert({
      organisation_id: scope.organisationId,
      id,
      contact_id: contactId,
      registration: 'MH12AB1234',
      make: 'Ather',
      model: '450X',
      fuel: 'ev',
      odometer_km: 18240,
    })
  )
  return id
}

/** Account name to what it holds, debit positive, in rupees; accounts without entries are left out. */
export async function trialBalance(scope: Scope): Promise<Record<string, string>> {
  const rows = await scope.read((unit) =>
    unit.rows<{ key: string; net: string }>(
      `select a.key, ((sum(l.debit) - sum(l.credit)) / 100.0)::numeric(14, 2)::text as net
         from accounting_lines l join accounting_accounts a on a.id = l.account_id
        group by a.key having sum(l.debit) <> sum(l.credit) order by a.key`
    )
  )
  return Object.fromEntries(rows.map((row) => [row.key, row.net]))
}
