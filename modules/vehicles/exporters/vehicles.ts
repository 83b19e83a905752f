import { inBatches } from '@karkhana/kernel/transfer'
import { defineExporter } from '@karkhana/kernel/module'
import type { Fuel } from '../contracts.ts'
import { FUELS } from '../fuels.ts'
import { readableRegistration } from '../services/registration.ts'

interface Row {
  id: string
  registration: string | null
  vin: string | null
  make: string
  model: string
  variant: string | null
  fuel: Fuel
  odometer_km: number | null
  notes: string | null
  archived_at: Date | null
  owner_name: string
  owner_phone: string | null
}

/** All vehicles in the columns of their import. */
export default defineExporter({
  id: 'vehicles.vehicles',
  label: 'Vehicles',
  permission: 'vehicles.vehicle.view',
  table: 'vehicles_vehicles',
  columns: [
    { key: 'registration', label: 'Registration', kind: 'text' },
    { key: 'vin', label: 'Chassis no.', kind: 'text' },
    { key: 'make', label: 'Make', kind: 'text' },
    { key: 'model', label: 'Model', kind: 'text' },
    { key: 'variant', label: 'Variant', kind: 'text' },
    { key: 'fuel', label: 'Fuel', kind: 'text' },
    { key: 'odometer_km', label: 'Odometer km', kind: 'integer' },
    { key: 'owner_name', label: 'Owner', kind: 'text' },
    { key: 'owner_phone', label: 'Owner phone', kind: 'text' },
    { key: 'notes', label: 'Notes', kind: 'text' },
    { key: 'archived', label: 'Archived', kind: 'text' },
  ],
  async *rows(scope) {
    const batches = inBatches<Row>(scope, (unit, after, size) =>
      unit
        .from('vehicles_vehicles as v')
        .join('contacts_contacts as c', (join) =>
          join.on('c.organisation_id', 'v.organisation_id').andOn('c.id', 'v.contact_id')
        )
        .where('v.id', '>', after)
        .orderBy('v.id')
        .limit(size)
        .select('v.id', 'v.registration', 'v.vin', 'v.make', 'v.model', 'v.variant', 'v.fuel')
        .select('v.odometer_km', 'v.notes', 'v.archived_at')
        .select('c.name as owner_name', 'c.phone as owner_phone')
    )
    for await (const rows of batches) {
      yield rows.map(({ archived_at: archivedAt, registration, fuel, ...row }) => ({
        ...row,
        registration: registration && readableRegistration(registration),
        fuel: FUELS[fuel],
        archived: archivedAt !== null,
      }))
    }
  },
})
