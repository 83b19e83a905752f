import { defineArchive } from '@karkhana/kernel/module'
import { restoreVehicle } from './services/vehicles.ts'

/** What becomes of archived vehicles. */
export default defineArchive({
  label: 'Vehicle',
  title: ['registration', 'vin', 'model'],
  permission: 'vehicles.vehicle.archive',
  restore: restoreVehicle,
})
