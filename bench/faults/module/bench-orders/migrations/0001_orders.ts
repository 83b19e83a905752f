import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

/** Nothing here keeps a second effect out but the keys that the contract asks for, so that one would be counted. */
export default defineMigration({
  up: [
    organisationTable('bench_orders_orders', {
      columns: {
        reference: 'text not null',
        number: 'text not null',
        customer_id: 'uuid not null',
      },
      indexes: [['reference']],
    }),
    organisationTable('bench_orders_handled', {
      columns: {
        place: 'bigint generated always as identity',
        order_id: reference('bench_orders_orders', { onDelete: 'cascade' }),
        event_id: 'uuid not null',
      },
    }),
    organisationTable('bench_orders_effects', {
      columns: {
        order_id: reference('bench_orders_orders', { onDelete: 'cascade' }),
        step: 'text not null',
        run_id: 'uuid not null',
      },
      unique: [['run_id']],
    }),
    organisationTable('bench_orders_minutes', {
      columns: { due_at: 'timestamptz not null', run_id: 'uuid not null' },
      unique: [['run_id']],
    }),
  ],
  down: [
    dropTable('bench_orders_minutes'),
    dropTable('bench_orders_effects'),
    dropTable('bench_orders_handled'),
    dropTable('bench_orders_orders'),
  ],
})
