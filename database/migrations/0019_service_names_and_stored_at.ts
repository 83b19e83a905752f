import { defineMigration } from '@karkhana/kernel/migrations'

/** Two service accounts of one name cannot be told apart; a secret remembers when somebody stored it. */
export default defineMigration({
  up: [
    `create unique index memberships_service_name_unique on memberships (organisation_id, lower(name))
  where kind = 'service'`,
    `alter table organisation_secrets add column stored_at timestamptz not null default now()`,
    'update organisation_secrets set stored_at = updated_at',
  ],
  down: [
    'alter table organisation_secrets drop column stored_at',
    'drop index memberships_service_name_unique',
  ],
})
