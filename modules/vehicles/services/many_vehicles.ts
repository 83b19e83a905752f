import type { Scope, Unit } from '@karkhana/kernel'
import { insertAll } from '@karkhana/kernel/database'
import OdometerReading from '../models/odometer_reading.ts'
import Vehicle from '../models/vehicle.ts'
import { anyDuplicate, type Candidate } from './duplicates.ts'
import { saveWithReading } from './odometer.ts'
import { fill, merge, reading, type VehicleInput } from './vehicles.ts'

/**
 * The same as `createVehicle` for many, by a few statements. `null`, and nothing is written, when an owner is not there
 * or archived, or another vehicle has a number of one of them: each by itself tells which.
 * @throws RegistrationError, ChassisNumberError, UnidentifiedVehicleError, a validation error at `custom.<key>`
 */
export function createVehicles(
  scope: Scope,
  inputs: readonly VehicleInput[]
): Promise<Vehicle[] | null> {
  return scope.work(async (unit) => {
    if (!(await allOwners(unit, inputs))) return null
    const vehicles: Vehicle[] = []
    const candidates: Candidate[] = []
    for (const input of inputs) {
      const vehicle = new Vehicle()
      candidates.push(await merge(unit, vehicle, input))
      vehicle.odometerKm = reading(input)?.km ?? null
      vehicles.push(vehicle)
    }
    if (await anyDuplicate(unit, candidates)) return null
    await insertAll(unit, Vehicle, vehicles)
    await insertAll(unit, OdometerReading, firstReadings(scope, vehicles))
    return vehicles
  })
}

/**
 * The same as `updateVehicle` for many. The answers say which of them had something to change. `null`, and nothing is
 * written, when one of them is archived or was changed meanwhile.
 * @throws those of `updateVehicle`
 */
export function updateVehicles(
  scope: Scope,
  inputs: readonly (VehicleInput & { id: string; version: number })[]
): Promise<boolean[] | null> {
  return scope.work(async (unit) => {
    const ids = inputs.map(({ id }) => id)
    const rows = await Vehicle.query().whereIn('id', ids).orderBy('id').forUpdate()
    const stored = new Map(rows.map((vehicle) => [vehicle.id, vehicle]))
    const asRead = inputs.every(({ id, version }) => {
      const vehicle = stored.get(id)
      return vehicle && !vehicle.archivedAt && vehicle.version === version
    })
    if (!asRead) return null
    const changed: boolean[] = []
    for (const { id, version: _read, ...input } of inputs) {
      const vehicle = stored.get(id)!
      await fill(unit, vehicle, input)
      const seen = reading(input)
      const differs = vehicle.$isDirty || (seen !== null && seen.km !== vehicle.odometerKm)
      if (differs) await saveWithReading(scope, vehicle, seen)
      changed.push(differs)
    }
    return changed
  })
}

/** Whether every owner is there and in use. */
async function allOwners(unit: Unit, inputs: readonly VehicleInput[]): Promise<boolean> {
  const ids = [...new Set(inputs.map(({ contactId }) => contactId))]
  const found = await unit
    .from('contacts_contacts')
    .whereIn('id', ids)
    .whereNull('archived_at')
    .select('id')
  return found.length === ids.length
}

function firstReadings(scope: Scope, vehicles: readonly Vehicle[]): OdometerReading[] {
  return vehicles.flatMap(({ id, odometerKm }) => {
    if (odometerKm === null) return []
    const first = new OdometerReading()
    first.merge({
      vehicleId: id,
      readingKm: odometerKm,
      readAt: scope.now(),
      reason: null,
      recordedBy: scope.actor.name,
    })
    return [first]
  })
}
