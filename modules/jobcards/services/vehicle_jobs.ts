import { defineSlotData, type SlotDataOf } from '@karkhana/kernel/module'
import type {} from '@karkhana/vehicles/contracts'
import { lookupJobs } from './read_job.ts'

/** The visits of a vehicle, for the vehicle's page. */
const vehicleJobs = defineSlotData('vehicles.vehicle.aside', async (scope, { vehicleId }) => ({
  jobs: await lookupJobs(scope, { vehicle: vehicleId }),
}))

export type VehicleJobs = SlotDataOf<typeof vehicleJobs>
export default vehicleJobs
