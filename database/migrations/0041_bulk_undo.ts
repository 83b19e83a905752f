import { defineMigration } from '@karkhana/kernel/migrations'

/** What an action on many records takes to be undone: the value that a record had, and its version after it. */
export default defineMigration({
  up: [
    // The run that this one takes back
    `alter table bulk_runs add column undoes uuid,
  add foreign key (organisation_id, undoes) references bulk_runs (organisation_id, id) on delete cascade`,
    'create unique index bulk_runs_undoes_index on bulk_runs (organisation_id, undoes) where undoes is not null',
    // Empty where nothing was changed: there is nothing to take back
    'alter table bulk_records add column value_before jsonb, add column version_after integer',
  ],
  down: [
    'alter table bulk_records drop column value_before, drop column version_after',
    'alter table bulk_runs drop column undoes',
  ],
})
