import { defineMigration } from '@karkhana/kernel/migrations'

/** Counters of tries know when they began; what has run out is found quickly when it is cleaned up. */
export default defineMigration({
  up: [
    `alter table sign_in_throttles add column started_at timestamptz not null default now()`,
    'create index sign_in_throttles_last_index on sign_in_throttles (last_at)',
    'create index user_links_expires_index on user_links (expires_at)',
  ],
  down: [
    'drop index user_links_expires_index',
    'drop index sign_in_throttles_last_index',
    'alter table sign_in_throttles drop column started_at',
  ],
})
