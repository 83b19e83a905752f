import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
  unrestrict,
} from '@karkhana/kernel/migrations'

/** Opening hours of a branch that nobody has set yet: Monday to Saturday, half past nine to half past six. */
const HOURS = JSON.stringify({
  1: [['09:30', '18:30']],
  2: [['09:30', '18:30']],
  3: [['09:30', '18:30']],
  4: [['09:30', '18:30']],
  5: [['09:30', '18:30']],
  6: [['09:30', '18:30']],
  7: [],
})

/**
 * The profile of an organisation, logos, working calendars of branches, and document numbers whose formats may change.
 */
export default defineMigration({
  up: [
    `alter table organisations
  add column version integer not null default 1,
  add column website text,
  add column logo text`,
    `create trigger organisations_touch before update on organisations
  for each row execute function kernel_touch()`,

    'alter table branches add column logo text',
    `alter table branches add column hours jsonb not null default '${HOURS}'`,
    organisationTable('branch_holidays', {
      columns: {
        branch_id: reference('branches', { nullable: true }),
        on_date: 'date not null',
        name: 'text not null',
      },
      extra: [
        `create unique index branch_holidays_day_unique
  on branch_holidays (organisation_id, branch_id, on_date) nulls not distinct`,
      ],
    }),

    `create table logos (
  owner_kind text not null check (owner_kind in ('organisation', 'branch', 'partner')),
  owner_id uuid not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  content bytea not null,
  width integer not null,
  height integer not null,
  created_at timestamptz not null default now(),
  primary key (owner_kind, owner_id, sha256)
)`,
    'create index logos_sha256_index on logos (sha256)',
    'grant select, insert, update, delete on logos to {{app}}',

    organisationTable('number_formats', {
      columns: {
        series: 'text not null',
        branch_id: reference('branches', { nullable: true }),
        pattern: 'text not null',
      },
      extra: [
        `create unique index number_formats_place_unique
  on number_formats (organisation_id, series, branch_id) nulls not distinct`,
      ],
    }),
    // A volatile function sees what was committed while it waited for the lock; one statement would not.
    `create function kernel_number_format(series_id text, branch uuid) returns text
  language plpgsql volatile as $$
begin
  perform pg_advisory_xact_lock_shared(
    hashtextextended('kernel.number:' || kernel_organisation_id() || ':' || series_id, 0));
  return (
    select f.pattern from number_formats f
     where f.organisation_id = kernel_organisation_id() and f.series = series_id
       and (f.branch_id is null or f.branch_id = branch)
     order by f.branch_id nulls last limit 1);
end $$`,
    'grant execute on function kernel_number_format(text, uuid) to {{app}}',

    unrestrict('number_series'),
    `alter table number_series
  add column space uuid,
  add column prefix text,
  add column first_number bigint not null default 1`,
    'alter table number_series disable trigger user',
    // Row-level security is forced on the owner too, and this step is for every organisation.
    'alter table number_series no force row level security',
    'alter table branches no force row level security',
    `update number_series s
   set prefix = replace(replace(replace(replace(replace(
         regexp_replace(s.pattern, '\\{0+1\\}$', ''),
         '{BR}', b.code),
         '{FY}', case when s.period like 'FY%' then substr(s.period, 5) else '' end),
         '{YYYY}', left(s.period, 4)),
         '{YY}', substr(s.period, 3, 2)),
         '{MM}', substr(s.period, 6, 2)),
       space = case when s.pattern like '%{BR}%' then null else s.branch_id end
  from branches b
 where b.organisation_id = s.organisation_id and b.id = s.branch_id`,
    'alter table branches force row level security',
    'alter table number_series force row level security',
    'alter table number_series enable trigger user',
    `alter table number_series
  alter column prefix set not null,
  drop constraint number_series_organisation_id_series_branch_id_period_key,
  drop column branch_id`,
    `create unique index number_series_counter_unique
  on number_series (organisation_id, series, space, prefix) nulls not distinct`,
  ],
  down: [
    `alter table number_series
  drop column space, drop column prefix, drop column first_number, add column branch_id uuid`,
    dropTable('number_formats'),
    'drop function kernel_number_format(text, uuid)',
    dropTable('logos'),
    dropTable('branch_holidays'),
    'alter table branches drop column logo, drop column hours',
    'drop trigger organisations_touch on organisations',
    'alter table organisations drop column version, drop column website, drop column logo',
  ],
})
