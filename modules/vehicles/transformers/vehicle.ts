import { customOf, type CustomValues, type Scope } from '@karkhana/kernel'
import type { Fuel, Vehicle as VehicleSnapshot } from '../contracts.ts'
import Vehicle from '../models/vehicle.ts'

/** One vehicle with everything its page and the API show. */
export interface VehicleDetail extends VehicleSnapshot {
  notes: string | null
  /** Fields of the organisation's own. */
  custom: CustomValues
  version: number
  /** ISO instants, UTC. */
  archivedAt: string | null
  createdAt: string
  updatedAt: string
}

/** What other modules and their documents get. */
export function vehicleSnapshot(vehicle: Vehicle): VehicleSnapshot {
  return {
    id: vehicle.id,
    contactId: vehicle.contactId,
    registration: vehicle.registration,
    make: vehicle.make,
    model: vehicle.model,
    variant: vehicle.variant,
    fuel: vehicle.fuel,
    vin: vehicle.vin,
    odometerKm: vehicle.odometerKm,
    archived: vehicle.archivedAt !== null,
  }
}

export async function vehicleDetail(scope: Scope, vehicle: Vehicle): Promise<VehicleDetail> {
  return {
    ...vehicleSnapshot(vehicle),
    notes: vehicle.notes,
    custom: await customOf(scope, Vehicle.table, vehicle.custom),
    version: vehicle.version,
    archivedAt: vehicle.archivedAt?.toUTC().toISO() ?? null,
    createdAt: vehicle.createdAt.toUTC().toISO()!,
    updatedAt: vehicle.updatedAt.toUTC().toISO()!,
  }
}

/** A row of the vehicle list as SQL gives it. */
export interface RawVehicleRow {
  id: string
  registration: string | null
  vin: string | null
  make: string
  model: string
  variant: string | null
  fuel: Fuel
  odometer_km: number | null
  contact_id: string
  contact_name: string
  contact_phone: string | null
  archived_at: Date | null
}

export interface VehicleRow {
  id: string
  registration: string | null
  vin: string | null
  make: string
  model: string
  variant: string | null
  fuel: Fuel
  odometerKm: number | null
  contactId: string
  contactName: string
  contactPhone: string | null
  archived: boolean
}

export function vehicleRow(raw: RawVehicleRow): VehicleRow {
  return {
    id: raw.id,
    registration: raw.registration,
    vin: raw.vin,
    make: raw.make,
    model: raw.model,
    variant: raw.variant,
    fuel: raw.fuel,
    odometerKm: raw.odometer_km,
    contactId: raw.contact_id,
    contactName: raw.contact_name,
    contactPhone: raw.contact_phone,
    archived: raw.archived_at !== null,
  }
}
