import type { Scope } from '@karkhana/kernel'
import type { OdometerReading as Reading } from '../contracts.ts'
import { OdometerFellError } from '../errors.ts'
import OdometerReading from '../models/odometer_reading.ts'
import type Vehicle from '../models/vehicle.ts'

/**
 * Saves a vehicle, new or locked, together with what its odometer shows; a changed reading enters
 * the history. An odometer runs forward only: a lower reading needs a reason (instrument cluster
 * replaced, earlier typing error).
 * @throws OdometerFellError
 */
export async function saveWithReading(scope: Scope, vehicle: Vehicle, reading: Reading | null) {
  const before = vehicle.odometerKm ?? null
  if (!reading || reading.km === before) {
    await vehicle.save()
    return
  }
  const fell = before !== null && reading.km < before
  if (fell && !reading.reason) throw new OdometerFellError(before, reading.km)
  vehicle.odometerKm = reading.km
  await vehicle.save()
  await OdometerReading.create({
    vehicleId: vehicle.id,
    readingKm: reading.km,
    readAt: scope.now(),
    reason: fell ? reading.reason : null,
    recordedBy: scope.actor.name,
  })
}

/** All readings of a vehicle, newest first, the last 100. */
export function odometerReadings(scope: Scope, vehicleId: string): Promise<OdometerReading[]> {
  return scope.read(() =>
    OdometerReading.query()
      .where('vehicle_id', vehicleId)
      .orderBy('read_at', 'desc')
      .orderBy('id', 'desc')
      .limit(100)
  )
}
