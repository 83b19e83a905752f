import type { Scope } from '@karkhana/kernel'
import type { Fuel } from '../contracts.ts'
import { searchVehicles } from '../lists/search.ts'
import { modelName, vehicleName } from '../transformers/names.ts'
import { registrationTerm } from './registration.ts'

/** One choice of a picker. */
export interface VehicleOption {
  id: string
  label: string
  /** Model and owner. */
  hint: string
  registration: string | null
  make: string
  model: string
  fuel: Fuel
  odometerKm: number | null
  contactId: string
  contactName: string
}

interface RawOption {
  id: string
  registration: string | null
  vin: string | null
  make: string
  model: string
  fuel: Fuel
  odometer_km: number | null
  contact_id: string
  contact_name: string
}

const LIMIT = 20

/**
 * Up to 20 vehicles that are not archived, of one owner when asked so: plates that end with the term
 * first, since people say the last four digits; without a term the latest.
 */
export function lookupVehicles(
  scope: Scope,
  input: { q?: string | null; contact?: string }
): Promise<VehicleOption[]> {
  return scope.read(async (unit) => {
    const query = unit
      .from('vehicles_vehicles as v')
      .join('contacts_contacts as c', 'c.id', 'v.contact_id')
      .whereNull('v.archived_at')
      .select('v.id', 'v.registration', 'v.vin', 'v.make', 'v.model', 'v.fuel', 'v.odometer_km')
      .select('v.contact_id', 'c.name as contact_name')
      .limit(LIMIT)
    if (input.contact) query.where('v.contact_id', input.contact)
    if (input.q) {
      const mark = registrationTerm(input.q)
      searchVehicles(query, input.q)
      if (mark) query.orderByRaw('coalesce(v.registration like ?, false) desc', [`%${mark}`])
    }
    query.orderByRaw('v.updated_at desc, v.id')
    return ((await query) as RawOption[]).map(option)
  })
}

function option(raw: RawOption): VehicleOption {
  return {
    id: raw.id,
    label: vehicleName(raw),
    hint: `${modelName(raw)} · ${raw.contact_name}`,
    registration: raw.registration,
    make: raw.make,
    model: raw.model,
    fuel: raw.fuel,
    odometerKm: raw.odometer_km,
    contactId: raw.contact_id,
    contactName: raw.contact_name,
  }
}
