import { defineSamples } from '@karkhana/kernel/module'
import { archiveVehicle, createVehicle, type VehicleInput } from '../services/vehicles.ts'

/** One vehicle for each sample customer. No office of Maharashtra has the code 99, so the plates are nobody's. */
const VEHICLES: Omit<VehicleInput, 'contactId'>[] = [
  {
    registration: 'MH 99 ZA 0101',
    make: 'Maruti Suzuki',
    model: 'Swift',
    fuel: 'petrol',
    odometerKm: 48210,
  },
  { registration: 'MH 99 ZA 0102', make: 'Ather', model: '450X', fuel: 'ev', odometerKm: 9340 },
  {
    registration: 'MH 99 ZA 0103',
    make: 'Tata',
    model: 'Ace Gold',
    fuel: 'diesel',
    odometerKm: 112480,
  },
]

export default defineSamples({
  id: 'vehicles.samples',
  table: 'vehicles_vehicles',
  permission: 'vehicles.vehicle.create',
  requires: ['contacts.samples'],
  async make(scope, made) {
    const owners = made('contacts.samples')
    const ids: string[] = []
    for (const [index, vehicle] of VEHICLES.entries()) {
      ids.push((await createVehicle(scope, { ...vehicle, contactId: owners[index] })).id)
    }
    return ids
  },
  archive: archiveVehicle,
})
