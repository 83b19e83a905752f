import { crud, defineModule, defineRecords, permission } from '@karkhana/kernel/module'
import { TABLES } from './data.ts'

/** What the workshop repairs: who owns it, what it is, how far it has run. */
export default defineModule({
  id: 'vehicles',
  name: 'Vehicles',
  description: 'Vehicles of the customers with registration, model, chassis number and odometer.',
  version: '0.1.0',
  kernel: '^0.1.0',
  kind: 'app',
  requires: { contacts: '^0.1.0' },
  consumes: { 'contacts.directory@1': 'required' },
  provides: { 'vehicles.registry@1': () => import('./services/registry.ts') },
  tables: TABLES,
  // shared by all branches
  records: [
    defineRecords({
      table: 'vehicles_vehicles',
      noun: 'vehicle',
      view: 'vehicles.vehicle.view',
      customFields: true,
      timeline: () => import('./timeline.ts'),
      archive: () => import('./archive.ts'),
      parts: { vehicles_odometer_readings: 'vehicle_id' },
    }),
  ],
  routes: () => import('./routes.ts'),
  permissions: crud(
    'vehicles.vehicle',
    'vehicle',
    {
      view: ['manager', 'accountant', 'technician'],
      create: ['manager', 'accountant'],
      update: ['manager', 'accountant'],
    },
    [permission('vehicles.vehicle.archive', 'Archive and restore vehicles', ['manager'])]
  ),
  search: [() => import('./search/vehicles.ts')],
  importers: [() => import('./importers/vehicles.ts')],
  exporters: [() => import('./exporters/vehicles.ts')],
  samples: [() => import('./samples/vehicles.ts')],
  onboarding: [
    {
      id: 'vehicles.first_vehicle',
      title: 'Add a vehicle of the customer',
      why: 'Its history of work and kilometres begins here.',
      permission: 'vehicles.vehicle.create',
      href: '/vehicles/create',
      icon: 'i-lucide-car',
      order: 220,
      minutes: 1,
      done: { table: 'vehicles_vehicles' },
    },
  ],
  menu: [
    {
      id: 'vehicles.vehicles',
      label: 'Vehicles',
      href: '/vehicles',
      icon: 'i-lucide-car-front',
      section: 'Masters',
      order: 220,
      permission: 'vehicles.vehicle.view',
      createHref: '/vehicles/create',
      createLabel: 'New vehicle',
      createPermission: 'vehicles.vehicle.create',
    },
  ],
  slots: {
    'contacts.contact.aside': [
      {
        component: 'vehicles::contact_vehicles',
        permission: 'vehicles.vehicle.view',
        data: () => import('./services/contact_vehicles.ts'),
      },
    ],
    'vehicles.vehicle.pick': [
      { component: 'vehicles::new_vehicle', permission: 'vehicles.vehicle.create' },
    ],
  },
  offersSlots: [
    {
      id: 'vehicles.vehicle.pick',
      description: 'Over a page that picks a vehicle: the small form of a new one.',
      props: {
        typed: 'What was typed when nothing fitted.',
        given: 'What the new record has to have.',
        done: 'Takes the new record as an option of the picker.',
      },
    },
    {
      id: 'vehicles.vehicle.aside',
      description: 'Beside a vehicle: its visits and papers.',
      props: { vehicleId: 'Id of the vehicle.' },
    },
  ],
  lang: ['en', 'hi'],
})
