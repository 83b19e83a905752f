import { defineSearch } from '@karkhana/kernel/module'
import { lookupVehicles } from '../services/lookup.ts'

/** Vehicles by plate in any spacing, chassis number, model and owner. */
export default defineSearch({
  id: 'vehicles.vehicles',
  label: 'Vehicles',
  icon: 'i-lucide-car-front',
  permission: 'vehicles.vehicle.view',
  async find(scope, text, limit) {
    const found = await lookupVehicles(scope, { q: text })
    return found.slice(0, limit).map(({ id, label, hint }) => ({
      id,
      title: label,
      detail: hint,
      href: `/vehicles/${id}`,
    }))
  },
})
