import { defineMigration, dropTable, organisationTable } from '@karkhana/kernel/migrations'

/** The trigger that refuses changes of what only grows, as 0025 left it, and with samples. */
const refuseChange = (
  samples: string
) => `create or replace function kernel_refuse_change() returns trigger
  language plpgsql as $$
begin
  if tg_level = 'ROW' and tg_op = 'DELETE' and (kernel_erasing() or kernel_purging(tg_table_name)) then
    return old;
  end if;
  if tg_level = 'ROW' and tg_op = 'UPDATE' and kernel_erasing() then
    return new;
  end if;
${samples}  raise exception '% is append-only: correct it by a new entry', tg_table_name
    using errcode = 'restrict_violation';
end $$`

const SAMPLES = `  if tg_level = 'ROW' and tg_op = 'DELETE' then
    if kernel_removing_sample(to_jsonb(old)) then
      return old;
    end if;
  end if;
`

/**
 * Which records are samples, and the function that deletes one with its parts: the history of a sample goes too,
 * although a history only grows.
 */
export default defineMigration({
  up: [
    organisationTable('sample_records', {
      columns: {
        set_id: 'text not null',
        table_name: 'text not null',
        record_id: 'uuid not null',
        // the transaction that deletes it; written by kernel_remove_sample alone
        removing: 'xid8',
      },
      unique: [['table_name', 'record_id']],
      indexes: [['record_id'], ['set_id']],
    }),
    'revoke update on sample_records from {{app}}',

    // For the trigger that refuses deletions: whether the row hangs on a sample that is deleted.
    `create function kernel_removing_sample(gone jsonb) returns boolean language sql stable as $$
  select exists (
    select 1 from sample_records s
     where s.organisation_id = kernel_organisation_id()
       and s.removing = pg_current_xact_id_if_assigned()
       and exists (select 1 from jsonb_each_text(gone) f where f.value = s.record_id::text)) $$`,
    'grant execute on function kernel_removing_sample(jsonb) to {{app}}',
    refuseChange(SAMPLES),

    // Deletes one sample with those parts of it that the caller names; a row of another record that refers to it
    // stops the deletion. Row-level security holds here too.
    `create function kernel_remove_sample(sample uuid, parts text[]) returns bigint
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  found_sample sample_records;
  part record;
  removed bigint;
  total bigint := 0;
  branches text := coalesce(current_setting('app.branch_ids', true), '');
begin
  select * into found_sample from sample_records s
   where s.organisation_id = kernel_organisation_id() and s.id = sample for update;
  if not found then
    raise exception '% is no sample', sample using errcode = 'restrict_violation';
  end if;
  update sample_records s set removing = pg_current_xact_id()
   where s.organisation_id = kernel_organisation_id() and s.id = sample;
  perform set_config('app.branch_ids', '', true);
  for part in
    select c.conrelid::regclass::text as name, a.attname as key
      from pg_constraint c
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey) and a.attname <> 'organisation_id'
     where c.contype = 'f' and c.confrelid = found_sample.table_name::regclass
       and array_length(c.conkey, 1) = 2 and c.conrelid::regclass::text = any(parts)
       and kernel_table_module(c.conrelid::regclass::text) = kernel_table_module(found_sample.table_name)
  loop
    execute format('delete from %I where organisation_id = $1 and %I = $2', part.name, part.key)
      using kernel_organisation_id(), found_sample.record_id;
    get diagnostics removed = row_count;
    total := total + removed;
  end loop;
  execute format('delete from %I where organisation_id = $1 and id = $2', found_sample.table_name)
    using kernel_organisation_id(), found_sample.record_id;
  get diagnostics removed = row_count;
  total := total + removed;
  delete from sample_records s where s.organisation_id = kernel_organisation_id() and s.id = sample;
  perform set_config('app.branch_ids', branches, true);
  return total;
end $$`,
    'revoke all on function kernel_remove_sample(uuid, text[]) from public',
    'grant execute on function kernel_remove_sample(uuid, text[]) to {{app}}',
  ],
  down: [
    'drop function kernel_remove_sample(uuid, text[])',
    refuseChange(''),
    'drop function kernel_removing_sample(jsonb)',
    dropTable('sample_records'),
  ],
})
