import type { Scope } from '@karkhana/kernel'
import type { OdometerReading as Reading } from '../contracts.ts'
import { OdometerFellError } from '../errors.ts'
import OdometerReading from '../models/odometer_reading.ts'
import type Vehicle from '../models/vehicle.ts'

/**
 * Sets the reading on a locked vehicle and notes it in the history. The caller saves the vehicle.
 * An odometer runs forward only; a lower reading needs a reason (cluster replaced, typing error).
 * @throws OdometerFellError
 */
export async function noteReading(scope: Scope, vehicle: Vehicle, { km, reason }: Reading) {
  const before = vehicle.odometerKm ?? null
  if (km === before) return
  const fell = before !== null && km < before
  if (fell && !reason) throw new OdometerFellError(before, km)
  vehicle.odometerKm = km
  await OdometerReading.create({
    vehicleId: vehicle.id,
    readingKm: km,
    readAt: scope.now(),
    reason: fell ? reason : null,
    recordedBy: scope.actor.name,
  })
}
