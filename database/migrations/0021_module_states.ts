import { defineMigration } from '@karkhana/kernel/migrations'

/**
 * Five states instead of three: what was switched off (`archived` so far) is paused; archived modules can be read, of
 * purged ones only a tombstone is left.
 */
export default defineMigration({
  up: [
    'alter table organisation_modules drop constraint organisation_modules_state_check',
    `update organisation_modules set state = 'paused' where state = 'archived'`,
    `alter table organisation_modules add constraint organisation_modules_state_check
       check (state in ('available', 'enabled', 'paused', 'archived', 'purged'))`,
  ],
  down: [
    'alter table organisation_modules drop constraint organisation_modules_state_check',
    `update organisation_modules set state = 'archived' where state in ('paused', 'purged')`,
    `alter table organisation_modules add constraint organisation_modules_state_check
       check (state in ('available', 'enabled', 'archived'))`,
  ],
})
