import { defineMigration, dropTable, organisationTable } from '@karkhana/kernel/migrations'

/** The settings of job cards move to where the kernel keeps those of all modules. */
export default defineMigration({
  up: [
    // Row-level security is forced on the owner too, and this step is for every organisation.
    'alter table jobcards_settings no force row level security',
    'alter table module_settings no force row level security',
    `insert into module_settings (organisation_id, id, module_id, chosen)
select organisation_id, id, 'jobcards',
       jsonb_build_object('approval_free_below', approval_free_below_paise)
  from jobcards_settings where approval_free_below_paise <> 0`,
    'alter table module_settings force row level security',
    dropTable('jobcards_settings'),
  ],
  down: [
    organisationTable('jobcards_settings', {
      columns: {
        approval_free_below_paise: 'bigint not null default 0',
      },
      checks: { approval_limit_range: 'approval_free_below_paise between 0 and 100000000' },
      extra: [
        'create unique index jobcards_settings_one_row on jobcards_settings (organisation_id)',
      ],
    }),
    'alter table jobcards_settings no force row level security',
    'alter table module_settings no force row level security',
    `insert into jobcards_settings (organisation_id, id, approval_free_below_paise)
select organisation_id, id, (chosen ->> 'approval_free_below')::bigint
  from module_settings where module_id = 'jobcards' and chosen ? 'approval_free_below'`,
    `delete from module_settings where module_id = 'jobcards'`,
    'alter table module_settings force row level security',
    'alter table jobcards_settings force row level security',
  ],
})
