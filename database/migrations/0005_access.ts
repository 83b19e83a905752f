import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

const BUILT_IN = "'owner', 'admin', 'manager', 'accountant', 'technician'"

/** Roles of an organisation's own, limits to branches, invitations, and the partners above organisations. */
export default defineMigration({
  up: [
    organisationTable('roles', {
      columns: {
        name: 'text not null',
        description: 'text',
        base: 'text',
        grants: "text[] not null default '{}'",
        denials: "text[] not null default '{}'",
      },
      checks: { base: `base in (${BUILT_IN})` },
      extra: ['create unique index roles_name_unique on roles (organisation_id, lower(name))'],
    }),
    'alter table memberships drop constraint memberships_role_check',
    `alter table memberships
  alter column user_id drop not null,
  add column kind text not null default 'person' check (kind in ('person', 'service')),
  add column name text,
  add column role_id uuid,
  add column grants text[] not null default '{}',
  add column branch_ids uuid[] not null default '{}',
  add constraint memberships_role_check check (role in (${BUILT_IN}, 'custom')),
  add constraint memberships_custom_role_check check ((role = 'custom') = (role_id is not null)),
  add constraint memberships_kind_fields_check check (
    case kind when 'person' then user_id is not null else user_id is null and name is not null end),
  add foreign key (organisation_id, role_id) references roles (organisation_id, id)`,

    `alter table organisations
  add column partner_id uuid,
  add column plan_id uuid,
  add column suspended_at timestamptz,
  add column suspended_reason text,
  add column two_factor_roles text[] not null default '{}',
  add column brand jsonb not null default '{}'`,

    organisationTable('invitations', {
      columns: {
        kind: 'text not null',
        email: 'text',
        role: 'text not null',
        role_id: reference('roles', { nullable: true }),
        branch_ids: "uuid[] not null default '{}'",
        secret_hash: 'text not null unique',
        hint: 'text not null',
        max_uses: 'integer not null',
        uses: 'integer not null default 0',
        expires_at: 'timestamptz not null',
        revoked_at: 'timestamptz',
        invited_by: 'text not null',
      },
      checks: {
        kind: "kind in ('email', 'link', 'code')",
        email: "(kind = 'email') = (email is not null)",
        max_uses: 'max_uses between 1 and 20',
        uses: 'uses between 0 and max_uses',
        role: `role in (${BUILT_IN}, 'custom')`,
        custom_role: "(role = 'custom') = (role_id is not null)",
      },
    }),
    organisationTable('invitation_uses', {
      columns: {
        invitation_id: reference('invitations'),
        user_id: 'uuid not null',
        user_name: 'text not null',
        ip: 'text',
      },
      appendOnly: true,
    }),

    `create table partners (
  id uuid primary key,
  name text not null,
  email text,
  phone text,
  brand jsonb not null default '{}',
  suspended_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
)`,
    'alter table organisations add foreign key (partner_id) references partners (id)',
    'create index organisations_partner_index on organisations (partner_id, name, id)',
    'alter table security_events add foreign key (partner_id) references partners (id)',
    'create index security_events_partner_index on security_events (partner_id, at, id)',
    `create table partner_members (
  id uuid primary key,
  partner_id uuid not null references partners (id),
  user_id uuid not null references users (id),
  role text not null check (role in ('manager', 'support')),
  active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (partner_id, user_id)
)`,
    'create index partner_members_user_index on partner_members (user_id)',
    `create table plans (
  id uuid primary key,
  partner_id uuid not null references partners (id),
  name text not null,
  description text,
  modules text[] not null,
  active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
)`,
    'create unique index plans_name_unique on plans (partner_id, lower(name))',
    'alter table organisations add foreign key (plan_id) references plans (id)',
    organisationTable('partner_access', {
      columns: {
        partner_id: 'uuid not null references partners (id)',
        role: 'text not null',
        reason: 'text not null',
        granted_by: 'text not null',
        expires_at: 'timestamptz not null',
        revoked_at: 'timestamptz',
      },
      checks: { role: `role in (${BUILT_IN})` },
      indexes: [['partner_id', 'expires_at']],
    }),
    organisationTable('partner_views', {
      columns: {
        access_id: reference('partner_access'),
        user_id: 'uuid not null references users (id)',
        user_name: 'text not null',
        path: 'text not null',
        ip: 'text',
      },
      indexes: [['created_at desc']],
      appendOnly: true,
    }),
    `create table organisation_usage (
  organisation_id uuid not null references organisations (id),
  on_date date not null,
  users integer not null,
  documents bigint not null,
  storage_bytes bigint not null,
  jobs_done integer not null,
  jobs_failed integer not null,
  jobs_parked integer not null,
  last_seen_at timestamptz,
  measured_at timestamptz not null default now(),
  primary key (organisation_id, on_date)
)`,
    `grant select, insert, update, delete on
  partners, partner_members, plans, organisation_usage to {{app}}`,
  ],
  down: [
    dropTable('organisation_usage'),
    dropTable('partner_views'),
    dropTable('partner_access'),
    'alter table organisations drop column plan_id, drop column partner_id',
    dropTable('plans'),
    dropTable('partner_members'),
    'alter table security_events drop constraint security_events_partner_id_fkey',
    dropTable('partners'),
    dropTable('invitation_uses'),
    dropTable('invitations'),
    `alter table organisations
  drop column suspended_at, drop column suspended_reason, drop column two_factor_roles, drop column brand`,
    `alter table memberships
  drop column kind, drop column name, drop column role_id, drop column grants, drop column branch_ids`,
    dropTable('roles'),
  ],
})
