import { defineMigration, dropTable, organisationTable } from '@karkhana/kernel/migrations'

/** The rules of invoices move to where the kernel keeps the settings of all modules. */
export default defineMigration({
  up: [
    // Row-level security is forced on the owner too, and this step is for every organisation.
    'alter table invoicing_settings no force row level security',
    'alter table module_settings no force row level security',
    `insert into module_settings (organisation_id, id, module_id, chosen)
select organisation_id, id, 'invoicing',
       jsonb_build_object('discount_limit_percent', trim_scale(discount_limit_percent)::text)
  from invoicing_settings where discount_limit_percent <> 10`,
    'alter table module_settings force row level security',
    dropTable('invoicing_settings'),
  ],
  down: [
    organisationTable('invoicing_settings', {
      columns: { discount_limit_percent: 'numeric(5, 2) not null default 10' },
      checks: { discount_limit_range: 'discount_limit_percent between 0 and 100' },
      extra: [
        'create unique index invoicing_settings_one_row on invoicing_settings (organisation_id)',
      ],
    }),
    'alter table invoicing_settings no force row level security',
    'alter table module_settings no force row level security',
    `insert into invoicing_settings (organisation_id, id, discount_limit_percent)
select organisation_id, id, (chosen ->> 'discount_limit_percent')::numeric
  from module_settings where module_id = 'invoicing' and chosen ? 'discount_limit_percent'`,
    `delete from module_settings where module_id = 'invoicing'`,
    'alter table module_settings force row level security',
    'alter table invoicing_settings force row level security',
  ],
})
