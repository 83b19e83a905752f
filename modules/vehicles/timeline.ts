import { defineTimeline } from '@karkhana/kernel/module'
import { FUELS } from './fuels.ts'

/** What the timeline of a vehicle tells: its owners, its papers, its odometer. */
export default defineTimeline({
  created: 'Added',
  columns: {
    archived_at: { set: 'Archived', cleared: 'Restored' },
    contact_id: 'Owner',
    registration: 'Registration',
    vin: 'Chassis no.',
    make: 'Make',
    model: 'Model',
    variant: 'Variant',
    fuel: { label: 'Fuel', values: FUELS },
    notes: { label: 'Notes', quiet: true },
  },
  sources: [
    {
      table: 'vehicles_odometer_readings',
      record: 'vehicle_id',
      at: 'read_at',
      kind: 'event',
      actor: { name: 'recorded_by' },
      columns: ['reading_km', 'reason'],
      describe: ({ reading_km: km, reason }) => ({
        title: 'Odometer',
        detail: [
          `${Number(km).toLocaleString('en-IN')} km`,
          ...(reason ? ['Less than before', String(reason)] : []),
        ].join('\n'),
      }),
    },
  ],
})
