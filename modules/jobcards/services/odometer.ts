import { RuleError, type Scope } from '@karkhana/kernel'
import type {} from '@karkhana/vehicles/contracts'

/**
 * Notes a reading in the vehicle's own record, in the caller's unit.
 *
 * @throws RuleError E_ODOMETER_FELL at `field` when it shows less than before and no reason is given
 */
export async function noteOdometer(
  scope: Scope,
  vehicleId: string,
  reading: { km: number; reason?: string | null; field: string }
) {
  const registry = await scope.need('vehicles.registry@1')
  try {
    await registry.recordOdometer(scope, vehicleId, { km: reading.km, reason: reading.reason })
  } catch (error) {
    if (!(error instanceof RuleError) || error.field !== 'odometerKm') throw error
    throw new RuleError(error.code!, error.message, {
      field: reading.field,
      next: error.next,
      cause: error,
    })
  }
}
