import { defineMigration } from '@karkhana/kernel/migrations'

/** Room for files by plan, the warning that it runs out, and files on their way found without looking at the others. */
export default defineMigration({
  up: [
    'alter table plans add column file_quota_bytes bigint check (file_quota_bytes >= 0)',
    // Per cent of the room that the owners were told of
    `alter table file_usage add column warned smallint not null default 0 check (warned in (0, 80, 100))`,
    `create index attachments_on_their_way_index on attachments (organisation_id, state, created_at)
  where state in ('uploading', 'scanning')`,
  ],
  down: [
    'drop index attachments_on_their_way_index',
    'alter table file_usage drop column warned',
    'alter table plans drop column file_quota_bytes',
  ],
})
