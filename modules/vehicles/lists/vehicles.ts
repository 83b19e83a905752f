import type { Scope } from '@karkhana/kernel'
import { defineList, type ListInput } from '@karkhana/kernel/lists'
import { FUELS } from '../fuels.ts'
import { vehicleRow, type RawVehicleRow, type VehicleRow } from '../transformers/vehicle.ts'
import { searchVehicles } from './search.ts'

/** The vehicles of the organisation; archived ones only when they are asked for. */
export function vehicleList(input: ListInput) {
  return defineList<RawVehicleRow, VehicleRow>({
    from(unit) {
      const query = unit
        .from('vehicles_vehicles as v')
        .join('contacts_contacts as c', 'c.id', 'v.contact_id')
        .select('v.id', 'v.registration', 'v.vin', 'v.make', 'v.model', 'v.variant', 'v.fuel')
        .select('v.odometer_km', 'v.contact_id', 'v.archived_at')
        .select('c.name as contact_name', 'c.phone as contact_phone')
      return input.filters?.archived ? query : query.whereNull('v.archived_at')
    },
    id: 'v.id',
    customFields: 'vehicles_vehicles',
    search: searchVehicles,
    filters: {
      fuel: {
        label: 'Fuel',
        options: Object.entries(FUELS).map(([value, label]) => ({ value, label })),
        apply: (query, value) => query.where('v.fuel', value),
      },
      make: {
        label: 'Make',
        options: makes,
        apply: (query, value) => query.whereRaw('lower(v.make) = lower(?)', [value]),
      },
      archived: {
        label: 'Archived',
        options: [
          { value: 'only', label: 'Archived only' },
          { value: 'with', label: 'Archived as well' },
        ],
        apply: (query, value) => {
          if (value !== 'with') query.whereNotNull('v.archived_at')
        },
      },
    },
    sorts: {
      newest: {
        label: 'Newest first',
        column: 'v.created_at',
        type: 'timestamptz',
        direction: 'desc',
      },
      registration: {
        label: 'Registration',
        column: "coalesce(v.registration, '')",
        type: 'text',
        direction: 'asc',
      },
      make: {
        label: 'Make and model',
        column: "lower(v.make || ' ' || v.model)",
        type: 'text',
        direction: 'asc',
      },
    },
    defaultSort: 'newest',
    row: vehicleRow,
  })
}

/** The makes that the workshop has seen, one spelling each, the 100 most frequent. */
function makes(scope: Scope) {
  return scope.read((unit) =>
    unit.rows<{ value: string; label: string }>(
      `select make as value, make as label
         from (select min(make) as make from vehicles_vehicles
                group by lower(make) order by count(*) desc limit 100) frequent
        order by make`
    )
  )
}
