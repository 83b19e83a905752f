import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

/**
 * Vehicles with their present owner, and every odometer reading ever noted. `odometer_km` repeats
 * the last reading, for lists.
 */
export default defineMigration({
  up: [
    organisationTable('vehicles_vehicles', {
      columns: {
        contact_id: reference('contacts_contacts'),
        registration: 'text',
        vin: 'text',
        make: 'text not null',
        model: 'text not null',
        variant: 'text',
        fuel: 'text not null',
        odometer_km: 'integer',
        notes: 'text',
        archived_at: 'timestamptz',
      },
      uniqueWhere: [
        [['registration'], 'registration is not null'],
        [['vin'], 'vin is not null'],
      ],
      indexes: [['created_at desc', 'id desc']],
      checks: {
        identified: 'registration is not null or vin is not null',
        registration: "registration ~ '^[0-9A-Z]{4,16}$'",
        fuel: "fuel in ('ev', 'petrol', 'diesel', 'cng', 'hybrid')",
        odometer: 'odometer_km between 0 and 9999999',
      },
    }),
    organisationTable('vehicles_odometer_readings', {
      columns: {
        vehicle_id: reference('vehicles_vehicles'),
        reading_km: 'integer not null',
        read_at: 'timestamptz not null',
        reason: 'text',
        recorded_by: 'text not null',
      },
      indexes: [['vehicle_id', 'read_at desc']],
      checks: { reading: 'reading_km between 0 and 9999999' },
      appendOnly: true,
    }),
  ],
  down: [dropTable('vehicles_odometer_readings'), dropTable('vehicles_vehicles')],
})
