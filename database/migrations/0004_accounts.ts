import { defineMigration, dropTable } from '@karkhana/kernel/migrations'

/** How people prove who they are: verified addresses, second factors, sessions, links sent by mail, throttles. */
export default defineMigration({
  up: [
    `alter table users
  alter column password drop not null,
  add column email_verified_at timestamptz,
  add column password_changed_at timestamptz,
  add column phone text,
  add column locale text not null default 'en-IN',
  add column appearance text not null default 'system' check (appearance in ('system', 'light', 'dark')),
  add column notifications jsonb not null default '{}',
  add column two_factor_secret text,
  add column two_factor_confirmed_at timestamptz,
  add column two_factor_last_step bigint,
  add column disabled_at timestamptz`,
    'update users set email_verified_at = created_at, password_changed_at = created_at',

    `create table user_recovery_codes (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  hash text not null,
  used_at timestamptz,
  created_at timestamptz not null default now()
)`,
    'create index user_recovery_codes_user_index on user_recovery_codes (user_id)',

    `create table user_identities (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  provider text not null,
  subject text not null,
  email text not null,
  created_at timestamptz not null default now(),
  unique (provider, subject),
  unique (user_id, provider)
)`,

    `create table user_links (
  id uuid primary key,
  kind text not null check (kind in ('register', 'verify_email', 'change_email', 'reset_password')),
  user_id uuid references users (id) on delete cascade,
  email text not null,
  hash text not null unique,
  payload jsonb,
  ip text,
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now()
)`,
    'create index user_links_user_index on user_links (user_id)',
    'create index user_links_email_index on user_links (lower(email))',

    `create table user_sessions (
  id uuid primary key,
  user_id uuid not null references users (id) on delete cascade,
  method text not null check (method in ('password', 'google', 'link')),
  two_factor boolean not null default false,
  remembered boolean not null default false,
  ip text,
  place text,
  user_agent text,
  confirmed_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
)`,
    'create index user_sessions_user_index on user_sessions (user_id, last_seen_at)',

    `create table security_events (
  id uuid primary key,
  at timestamptz not null default clock_timestamp(),
  kind text not null,
  user_id uuid references users (id),
  organisation_id uuid references organisations (id),
  partner_id uuid,
  session_id uuid,
  ip text,
  user_agent text,
  details jsonb not null default '{}'
)`,
    'create index security_events_user_index on security_events (user_id, at, id)',
    'create index security_events_organisation_index on security_events (organisation_id, at, id)',
    `create trigger security_events_append_only before update or delete on security_events
  for each row execute function kernel_refuse_change()`,

    `create table sign_in_throttles (
  key text primary key,
  failures integer not null default 0,
  blocked_until timestamptz,
  last_at timestamptz not null default now()
)`,
    'grant select, insert on security_events to {{app}}',
    `grant select, insert, update, delete on
  user_recovery_codes, user_identities, user_links, user_sessions, sign_in_throttles to {{app}}`,
  ],
  down: [
    dropTable('sign_in_throttles'),
    dropTable('security_events'),
    dropTable('user_sessions'),
    dropTable('user_links'),
    dropTable('user_identities'),
    dropTable('user_recovery_codes'),
    `alter table users
  drop column email_verified_at, drop column password_changed_at, drop column phone, drop column locale,
  drop column appearance, drop column notifications, drop column two_factor_secret,
  drop column two_factor_confirmed_at, drop column two_factor_last_step, drop column disabled_at`,
  ],
})
