import type { Scope } from '@karkhana/kernel'

/** What a picker shows for a record that is chosen already. */
export interface Choice {
  id: string
  label: string
  hint?: string
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The contact `id` as a choice; `null` when there is none, or none the organisation knows. */
export async function contactChoice(scope: Scope, id: unknown): Promise<Choice | null> {
  const [row] = await rows<{ id: string; name: string; phone: string | null }>(
    scope,
    'select id, name, phone from contacts_contacts where id = ?',
    id
  )
  return row ? { id: row.id, label: row.name, hint: row.phone ?? undefined } : null
}

/** The same with the owner of the vehicle. */
export interface VehicleChoice extends Choice {
  contactId: string
}

interface RawVehicle {
  id: string
  contact_id: string
  registration: string | null
  make: string
  model: string
}

/** The vehicle `id` as a choice; `null` when there is none, or none the organisation knows. */
export async function vehicleChoice(scope: Scope, id: unknown): Promise<VehicleChoice | null> {
  const [row] = await rows<RawVehicle>(
    scope,
    'select id, contact_id, registration, make, model from vehicles_vehicles where id = ?',
    id
  )
  if (!row) return null
  const name = `${row.make} ${row.model}`
  return {
    id: row.id,
    contactId: row.contact_id,
    label: row.registration ?? name,
    hint: row.registration ? name : undefined,
  }
}

async function rows<Row>(scope: Scope, sql: string, id: unknown): Promise<Row[]> {
  if (typeof id !== 'string' || !UUID.test(id)) return []
  return scope.read((unit) => unit.rows<Row>(sql, [id]))
}
