import { defineMigration } from '@karkhana/kernel/migrations'

/**
 * Whether a person has chosen between light and dark: only a choice of theirs follows them to another device. So far
 * nobody could choose, the column held its default.
 */
export default defineMigration({
  up: [
    'alter table users alter column appearance drop not null, alter column appearance drop default',
    'update users set appearance = null',
    'create index user_sessions_begun_index on user_sessions (user_id, created_at)',
  ],
  down: [
    'drop index user_sessions_begun_index',
    "update users set appearance = 'system' where appearance is null",
    "alter table users alter column appearance set default 'system', alter column appearance set not null",
  ],
})
