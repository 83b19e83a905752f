import { defineMigration, organisationTable, dropTable } from '@karkhana/kernel/migrations'

/** Organisations, the people in them, where they work, their sessions and tokens. */
export default defineMigration({
  up: [
    `create table organisations (
  id uuid primary key,
  name text not null,
  legal_name text not null,
  country text not null,
  timezone text not null,
  locale text not null,
  currency text not null,
  financial_year_start smallint not null check (financial_year_start between 1 and 12),
  email text,
  phone text,
  created_at timestamptz not null,
  updated_at timestamptz not null
)`,
    `create table users (
  id uuid primary key,
  name text not null,
  email text not null,
  password text not null,
  last_organisation_id uuid references organisations (id),
  created_at timestamptz not null,
  updated_at timestamptz not null
)`,
    'create unique index users_email_unique on users (lower(email))',
    `create table memberships (
  id uuid primary key,
  organisation_id uuid not null references organisations (id),
  user_id uuid not null references users (id),
  role text not null check (role in ('owner', 'admin', 'manager', 'accountant', 'technician')),
  active boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (organisation_id, user_id),
  unique (organisation_id, id)
)`,
    'create index memberships_user_index on memberships (user_id)',
    `create trigger memberships_audit after insert or update or delete on memberships
  for each row execute function kernel_audit()`,
    `create table organisation_modules (
  id uuid not null default gen_random_uuid(),
  organisation_id uuid not null references organisations (id),
  module_id text not null,
  entitled boolean not null,
  state text not null check (state in ('available', 'enabled', 'archived')),
  changed_at timestamptz not null default now(),
  changed_by text not null,
  primary key (organisation_id, module_id)
)`,
    `create trigger organisation_modules_audit after insert or update or delete on organisation_modules
  for each row execute function kernel_audit()`,
    `create table api_tokens (
  id serial primary key,
  tokenable_id uuid not null references memberships (id),
  type text not null,
  name text,
  hash text not null,
  abilities text not null,
  created_at timestamptz,
  updated_at timestamptz,
  last_used_at timestamptz,
  expires_at timestamptz
)`,
    'create index api_tokens_tokenable_index on api_tokens (tokenable_id)',
    `create table sessions (
  id text primary key,
  data text not null,
  user_id text,
  expires_at timestamptz not null
)`,
    'create index sessions_expires_index on sessions (expires_at)',
    'create index sessions_user_index on sessions (user_id)',
    `create table rate_limits (
  key text primary key,
  points integer not null default 0,
  expire bigint
)`,
    `grant select, insert, update, delete on
  organisations, users, memberships, organisation_modules, api_tokens, sessions, rate_limits to {{app}}`,
    'grant usage, select on sequence api_tokens_id_seq to {{app}}',

    organisationTable('branches', {
      columns: {
        code: 'text not null',
        name: 'text not null',
        address_line1: 'text not null',
        address_line2: 'text',
        city: 'text not null',
        state_code: 'text not null',
        postal_code: 'text not null',
        tax_id: 'text',
        phone: 'text',
        email: 'text',
        active: 'boolean not null default true',
        position: 'integer not null default 0',
      },
      unique: [['code']],
      checks: { code_format: "code ~ '^[A-Z0-9]{1,4}$'" },
    }),
    organisationTable('number_series', {
      columns: {
        series: 'text not null',
        branch_id: 'uuid not null',
        period: 'text not null',
        pattern: 'text not null',
        last_number: 'bigint not null default 0',
      },
      unique: [['series', 'branch_id', 'period']],
    }),
    organisationTable('parked_jobs', {
      columns: {
        job_id: 'uuid not null',
        module_id: 'text not null',
        reason: 'text not null',
        envelope: 'jsonb not null',
        settings: 'jsonb not null',
      },
      unique: [['job_id']],
      indexes: [['module_id']],
    }),
  ],
  down: [
    dropTable('parked_jobs'),
    dropTable('number_series'),
    dropTable('branches'),
    dropTable('rate_limits'),
    dropTable('sessions'),
    dropTable('api_tokens'),
    dropTable('organisation_modules'),
    dropTable('memberships'),
    dropTable('users'),
    dropTable('organisations'),
  ],
})
