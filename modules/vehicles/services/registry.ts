import { findOr404, lockForUpdate } from '@karkhana/kernel/database'
import type { VehiclesRegistry } from '../contracts.ts'
import Vehicle from '../models/vehicle.ts'
import { vehicleSnapshot } from '../transformers/vehicle.ts'
import { saveWithReading } from './odometer.ts'

/** Contract `vehicles.registry@1`. */
const registry: VehiclesRegistry = {
  get(scope, id) {
    return scope.read(async () =>
      vehicleSnapshot(await findOr404(Vehicle, id, { what: 'vehicle' }))
    )
  },

  find(scope, id) {
    return scope.read(async () => {
      const vehicle = await Vehicle.query().where('id', id).first()
      return vehicle ? vehicleSnapshot(vehicle) : null
    })
  },

  async recordOdometer(scope, id, reading) {
    await scope.work(async () => {
      const vehicle = await lockForUpdate(Vehicle, id, { what: 'vehicle' })
      await saveWithReading(scope, vehicle, reading)
    })
  },
}

export default registry
