import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

/** What the application may change of a request; who asked for what stays as it was written. */
const CHANGEABLE = [
  'status',
  'expires_at',
  'confirmed_by',
  'confirmed_by_name',
  'confirmed_at',
  'ended_by_name',
  'ended_at',
  'failure',
]

/**
 * Of each module of an organisation its version there and whether a bridge went off by itself; requests to delete the
 * rows of a module, which two people agree to, the function that deletes them, and what is told of them afterwards.
 */
export default defineMigration({
  up: [
    `alter table organisation_modules
  add column module_version text,
  add column automatic boolean not null default false`,
    // Every module had this version until now.
    'alter table organisation_modules disable trigger user',
    `update organisation_modules set module_version = '0.1.0'
      where state in ('enabled', 'paused', 'archived')`,
    'alter table organisation_modules enable trigger user',

    organisationTable('module_purges', {
      columns: {
        module_id: 'text not null',
        module_version: 'text not null',
        tables: 'text[] not null',
        // of the export that the rows can be had from afterwards; a module without rows needs none
        export_id: 'uuid',
        export_sha256: "text check (export_sha256 ~ '^[0-9a-f]{64}$')",
        rows: 'jsonb not null',
        status:
          "text not null default 'requested' check (status in ('requested', 'confirmed', 'done', 'cancelled', 'expired', 'failed'))",
        // people, by user: one person may be a member once only, but their tokens are not two people
        requested_by: 'uuid not null',
        requested_by_name: 'text not null',
        expires_at: 'timestamptz not null',
        confirmed_by: 'uuid',
        confirmed_by_name: 'text',
        confirmed_at: 'timestamptz',
        ended_by_name: 'text',
        ended_at: 'timestamptz',
        failure: 'text',
        // the transaction in which rows may be deleted; written by kernel_purge_table alone
        transaction_id: 'xid8',
      },
      checks: {
        two_people: 'confirmed_by is distinct from requested_by',
        confirmed_by_somebody: "status not in ('confirmed', 'done') or confirmed_by is not null",
      },
      uniqueWhere: [[['module_id'], "status in ('requested', 'confirmed')"]],
      indexes: [['module_id', 'id desc']],
    }),
    'revoke update, delete on module_purges from {{app}}',
    `grant update (${CHANGEABLE.join(', ')}) on module_purges to {{app}}`,

    organisationTable('module_tombstones', {
      columns: {
        module_id: 'text not null',
        module_version: 'text not null',
        purge_id: reference('module_purges'),
        rows: 'jsonb not null',
        export_id: 'uuid',
        export_sha256: 'text',
        requested_by_name: 'text not null',
        confirmed_by_name: 'text not null',
        purged_at: 'timestamptz not null',
      },
      unique: [['purge_id']],
      indexes: [['module_id', 'id desc']],
      appendOnly: true,
    }),

    // The module that a table belongs to: of several whose prefix fits, the one with the longest.
    `create function kernel_table_module(table_name text) returns text
  language sql stable security definer set search_path = public, pg_temp as $$
  select m.module from (select distinct module from kernel_migrations) m
   where m.module <> 'kernel' and starts_with(table_name, replace(m.module, '-', '_') || '_')
   order by length(m.module) desc limit 1 $$`,
    'revoke all on function kernel_table_module(text) from public',
    'grant execute on function kernel_table_module(text) to {{app}}',

    `create function kernel_check_purge() returns trigger language plpgsql as $$
declare
  named text;
begin
  foreach named in array new.tables loop
    if kernel_table_module(named) is distinct from new.module_id or to_regclass(named) is null then
      raise exception '% is no table of the module %', named, new.module_id
        using errcode = 'restrict_violation';
    end if;
  end loop;
  return new;
end $$`,
    `create trigger module_purges_check before insert on module_purges
  for each row execute function kernel_check_purge()`,

    // For triggers that refuse deletions: whether the rows of the table are deleted for good, as two people agreed.
    `create function kernel_purging(table_name text) returns boolean language sql stable as $$
  select exists (
    select 1 from module_purges p
     where p.organisation_id = kernel_organisation_id() and p.status = 'confirmed'
       and table_name = any(p.tables) and p.transaction_id = pg_current_xact_id_if_assigned()) $$`,
    'grant execute on function kernel_purging(text) to {{app}}',

    `create or replace function kernel_refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and tg_level = 'ROW' and kernel_purging(tg_table_name) then
    return old;
  end if;
  raise exception '% is append-only: correct it by a new entry', tg_table_name
    using errcode = 'restrict_violation';
end $$`,

    // Deletes every row that the organisation of the open unit has in one table of the purge; the only way to delete
    // rows that only grow. Row-level security holds here too.
    `create function kernel_purge_table(purge uuid, target text) returns bigint
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  found_purge module_purges;
  removed bigint;
  left_over bigint;
  branches text := coalesce(current_setting('app.branch_ids', true), '');
begin
  select * into found_purge from module_purges p
   where p.organisation_id = kernel_organisation_id() and p.id = purge and p.status = 'confirmed'
     and p.confirmed_by is distinct from p.requested_by
   for update;
  if not found then
    raise exception 'purge % is not confirmed by two people', purge using errcode = 'restrict_violation';
  end if;
  if not target = any(found_purge.tables) then
    raise exception '% is not part of the purge', target using errcode = 'restrict_violation';
  end if;
  perform 1 from organisation_modules m
   where m.organisation_id = kernel_organisation_id() and m.module_id = found_purge.module_id
     and m.state = 'archived';
  if not found then
    raise exception 'the module % is not archived', found_purge.module_id using errcode = 'restrict_violation';
  end if;
  update module_purges p set transaction_id = pg_current_xact_id()
   where p.organisation_id = kernel_organisation_id() and p.id = purge;
  perform set_config('app.branch_ids', '', true);
  execute format('delete from %I where organisation_id = $1', target) using kernel_organisation_id();
  get diagnostics removed = row_count;
  execute format('select count(*) from %I where organisation_id = $1', target)
    into left_over using kernel_organisation_id();
  if left_over > 0 then
    raise exception '% rows of % are left', left_over, target using errcode = 'restrict_violation';
  end if;
  perform set_config('app.branch_ids', branches, true);
  return removed;
end $$`,
    'revoke all on function kernel_purge_table(uuid, text) from public',
    'grant execute on function kernel_purge_table(uuid, text) to {{app}}',
  ],
  down: [
    'drop function kernel_purge_table(uuid, text)',
    `create or replace function kernel_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: correct it by a new entry', tg_table_name
    using errcode = 'restrict_violation';
end $$`,
    'drop function kernel_purging(text)',
    dropTable('module_tombstones'),
    dropTable('module_purges'),
    'drop function kernel_check_purge()',
    'drop function kernel_table_module(text)',
    'alter table organisation_modules drop column module_version, drop column automatic',
  ],
})
