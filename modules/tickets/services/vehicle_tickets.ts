import { defineSlotData, type SlotDataOf } from '@karkhana/kernel/module'
import type {} from '@karkhana/vehicles/contracts'
import { lookupTickets } from './read_ticket.ts'

/** What was wrong with a vehicle, for the vehicle's page. */
const vehicleTickets = defineSlotData('vehicles.vehicle.aside', async (scope, { vehicleId }) => ({
  tickets: await lookupTickets(scope, { vehicle: vehicleId }),
}))

export type VehicleTickets = SlotDataOf<typeof vehicleTickets>
export default vehicleTickets
