import { defineMigration, dropTable, organisationTable } from '@karkhana/kernel/migrations'

/** How the organisation writes invoices. */
export default defineMigration({
  up: [
    organisationTable('invoicing_settings', {
      columns: { discount_limit_percent: 'numeric(5, 2) not null default 10' },
      checks: { discount_limit_range: 'discount_limit_percent between 0 and 100' },
      extra: [
        'create unique index invoicing_settings_one_row on invoicing_settings (organisation_id)',
      ],
    }),
  ],
  down: [dropTable('invoicing_settings')],
})
