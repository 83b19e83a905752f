import { defineSearch } from '@karkhana/kernel/module'
import { registrationSql } from '../services/registration_sql.ts'

/** Vehicles by plate in any spacing, by chassis number, by make and model, and by their owner. */
export default defineSearch({
  id: 'vehicles.vehicles',
  label: 'Vehicles',
  icon: 'i-lucide-car-front',
  permission: 'vehicles.vehicle.view',
  table: 'vehicles_vehicles',
  joins: { owner: { table: 'contacts_contacts', on: 't.contact_id' } },
  where: 't.archived_at is null',
  title: `coalesce(${registrationSql('t.registration')}, t.vin)`,
  detail: [
    `case when starts_with(lower(t.model), lower(t.make) || ' ') then t.model
          else t.make || ' ' || t.model end`,
    'owner.name',
  ],
  codes: ['t.registration', 't.vin'],
  phones: ['owner.phone'],
  words: ['t.make', 't.model', 't.variant', 'owner.name'],
  href: '/vehicles/:id',
})
