import { defineModule } from '@karkhana/kernel/module'

/** What the workshop repairs: who owns it, what it is, how far it has run. */
export default defineModule({
  id: 'vehicles',
  name: 'Vehicles',
  description: 'Vehicles of the customers with registration, model, chassis number and odometer.',
  version: '0.1.0',
  kernel: '^0.1.0',
  kind: 'app',
  requires: ['contacts'],
  provides: { 'vehicles.registry@1': () => import('./services/registry.ts') },
  tables: ['vehicles_vehicles', 'vehicles_odometer_readings'],
  offersSlots: ['vehicles.vehicle.aside'],
})
