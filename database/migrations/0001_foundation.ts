import { defineMigration } from '@karkhana/kernel/migrations'

/** Functions that every organisation table leans on, and the audit log that the database writes. */
export default defineMigration({
  up: [
    `create function kernel_organisation_id() returns uuid
  language sql stable parallel safe
  as $$ select nullif(current_setting('app.organisation_id', true), '')::uuid $$`,

    `create function kernel_touch() returns trigger language plpgsql as $$
begin
  new.version := old.version + 1;
  new.updated_at := now();
  return new;
end $$`,

    `create function kernel_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: correct it by a new entry', tg_table_name
    using errcode = 'restrict_violation';
end $$`,

    `create table audit_log (
  organisation_id uuid not null,
  at timestamptz not null default clock_timestamp(),
  id bigint generated always as identity,
  table_name text not null,
  row_id uuid not null,
  action text not null check (action in ('insert', 'update', 'delete')),
  actor_kind text,
  actor_id text,
  request_id text,
  changes jsonb not null,
  primary key (organisation_id, at, id)
) partition by range (at)`,
    'create index audit_log_row_index on audit_log (organisation_id, table_name, row_id, at)',
    'create table audit_log_default partition of audit_log default',
    'alter table audit_log enable row level security',
    'alter table audit_log force row level security',
    `create policy audit_log_organisation on audit_log
  using (organisation_id = kernel_organisation_id())
  with check (organisation_id = kernel_organisation_id())`,
    'grant select on audit_log to {{app}}',

    `create function kernel_ensure_audit_partitions() returns void language plpgsql as $$
declare
  first date;
begin
  for step in 0..2 loop
    first := (date_trunc('month', now()) + make_interval(months => step))::date;
    execute format(
      'create table if not exists audit_log_%s partition of audit_log for values from (%L) to (%L)',
      to_char(first, 'YYYYMM'), first, (first + interval '1 month')::date);
  end loop;
end $$`,

    `create function kernel_audit() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
declare
  before jsonb := case when tg_op = 'INSERT' then '{}'::jsonb else to_jsonb(old) end;
  after jsonb := case when tg_op = 'DELETE' then '{}'::jsonb else to_jsonb(new) end;
  source jsonb := case when tg_op = 'DELETE' then before else after end;
  diff jsonb;
begin
  select coalesce(jsonb_object_agg(key, jsonb_build_array(before -> key, after -> key)), '{}'::jsonb)
    into diff
    from (select jsonb_object_keys(before || after) as key) keys
   where (before -> key) is distinct from (after -> key)
     and key not in ('organisation_id', 'id', 'created_at', 'updated_at', 'version');
  if tg_op = 'UPDATE' and diff = '{}'::jsonb then
    return null;
  end if;
  insert into audit_log
    (organisation_id, table_name, row_id, action, actor_kind, actor_id, request_id, changes)
  values (
    (source ->> 'organisation_id')::uuid, tg_table_name, (source ->> 'id')::uuid, lower(tg_op),
    nullif(current_setting('app.actor_kind', true), ''),
    nullif(current_setting('app.actor_id', true), ''),
    nullif(current_setting('app.request_id', true), ''),
    diff);
  return null;
end $$`,
  ],
  down: [
    'drop function kernel_audit()',
    'drop function kernel_ensure_audit_partitions()',
    'drop table audit_log',
    'drop function kernel_refuse_change()',
    'drop function kernel_touch()',
    'drop function kernel_organisation_id()',
  ],
})
