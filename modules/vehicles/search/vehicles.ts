import { defineSearch } from '@karkhana/kernel/module'
import { anywhere, beginningWith, inOrder, matchingIds } from '@karkhana/kernel/search'
import { registrationTerm } from '../services/registration.ts'
import { modelName, vehicleName } from '../transformers/names.ts'

interface Row {
  id: string
  registration: string | null
  vin: string | null
  make: string
  model: string
  owner: string
}

/** Vehicles by plate in any spacing, by chassis number, or by make and model. */
export default defineSearch({
  id: 'vehicles.vehicles',
  label: 'Vehicles',
  icon: 'i-lucide-car-front',
  permission: 'vehicles.vehicle.view',
  find: (scope, text, limit) =>
    scope.read(async (unit) => {
      const mark = registrationTerm(text)
      const vehicles = () =>
        unit.from('vehicles_vehicles').whereNull('archived_at').select('id', 'created_at')
      const queries = [
        ...(mark ? [beginningWith(vehicles(), 'registration', mark)] : []),
        ...(mark ? [beginningWith(vehicles(), 'vin', mark)] : []),
        vehicles().where((either) => {
          either.whereRaw("(make || ' ' || model) ilike ?", [anywhere(text)])
          if (mark) {
            either.orWhereLike('registration', anywhere(mark)).orWhereLike('vin', anywhere(mark))
          }
        }),
      ]
      const ids = await matchingIds(unit, queries, limit)
      const rows = (await unit
        .from('vehicles_vehicles as v')
        .join('contacts_contacts as c', (join) =>
          join.on('c.organisation_id', 'v.organisation_id').andOn('c.id', 'v.contact_id')
        )
        .whereIn('v.id', ids)
        .select('v.id', 'v.registration', 'v.vin', 'v.make', 'v.model', 'c.name as owner')) as Row[]
      return inOrder(ids, rows).map((row) => ({
        id: row.id,
        title: vehicleName(row),
        detail: `${modelName(row)} · ${row.owner}`,
        href: `/vehicles/${row.id}`,
      }))
    }),
})
