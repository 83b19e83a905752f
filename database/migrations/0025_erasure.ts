import { defineMigration, dropTable, organisationTable } from '@karkhana/kernel/migrations'

/** Lets a function of the owner run for the application, and for nobody else. */
const callable = (signature: string) => [
  `revoke all on function ${signature} from public`,
  `grant execute on function ${signature} to {{app}}`,
]

/**
 * Erasing people. The application may erase what the rules of the tables call personal, and nothing else, not even of
 * rows that only grow; what the law keeps only after its time. The audit trail forgets the same values: each entry that
 * was sealed is noted with the hash of its new text, signed by the application, so that the chain can be verified on.
 */
export default defineMigration({
  up: [
    'grant select on kernel_migrations to {{app}}',

    organisationTable('data_erasures', {
      columns: {
        kind: "text not null check (kind in ('person', 'retention'))",
        subject_kind: 'text',
        subject_id: 'uuid',
        requested_by: 'text not null',
        // table to { erased, kept, deleted }, counted in rows
        tables: "jsonb not null default '{}'",
        // until when the law keeps what was left; null when nothing was
        kept_until: 'date',
        audit_entries: 'integer not null default 0',
        finished_at: 'timestamptz',
      },
      checks: {
        person_named: "(kind = 'person') = (subject_kind is not null and subject_id is not null)",
      },
      indexes: [
        ['subject_kind', 'subject_id'],
        ['created_at desc', 'id desc'],
      ],
    }),

    // Written by the migration command from the declarations of kernel and modules; see app/data/rules.ts
    `create table data_rules (
  table_name text primary key,
  module text not null,
  personal jsonb not null,
  keep interval,
  keep_from text,
  then_do text check (then_do in ('erase', 'delete'))
)`,
    'grant select on data_rules to {{app}}',

    // A function of the owner called by somebody else, in the transaction it marked: nobody can pretend to be one.
    `create function kernel_erasing() returns boolean language sql stable as $$
  select current_user <> session_user
     and current_setting('app.erasing', true) = pg_current_xact_id_if_assigned()::text $$`,
    `create or replace function kernel_refuse_change() returns trigger language plpgsql as $$
begin
  if tg_level = 'ROW' and tg_op = 'DELETE' and (kernel_erasing() or kernel_purging(tg_table_name)) then
    return old;
  end if;
  if tg_level = 'ROW' and tg_op = 'UPDATE' and kernel_erasing() then
    return new;
  end if;
  raise exception '% is append-only: correct it by a new entry', tg_table_name
    using errcode = 'restrict_violation';
end $$`,

    `create function kernel_erased_text(value text, id uuid) returns text language sql immutable as $$
  select case when value is null then null
              when value ~ '^[0-9A-Z]+$' then 'ERASED' || upper(right(id::text, 8))
              else 'Erased ' || right(id::text, 8) end $$`,
    `create function kernel_erased_key(doc jsonb, key text, mode text, id uuid) returns jsonb
  language sql immutable as $$
  select case when doc -> key is null or jsonb_typeof(doc -> key) = 'null' then doc
              when mode = 'clear' or jsonb_typeof(doc -> key) <> 'string' then jsonb_set(doc, array[key], 'null')
              else jsonb_set(doc, array[key], to_jsonb(kernel_erased_text(doc ->> key, id))) end $$`,

    // The keys of a table that an erasure touches; those that are kept only when their time is over.
    `create function kernel_personal_keys(target text, kept boolean)
  returns table (key text, mode text) language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return query
    select p.key, p.value from data_rules r, jsonb_each_text(r.personal) p
     where r.table_name = target and (p.value in ('clear', 'replace') or (kept and p.value in ('keep', 'actor')))
     union all
    select 'custom.' || f.key, 'clear' from custom_fields f
     where f.organisation_id = kernel_organisation_id() and f.table_name = target and f.personal;
end $$`,

    // Rows of the open organisation among `ids` whose time is over; without a time, none are.
    `create function kernel_due_rows(target text, ids uuid[]) returns uuid[] language plpgsql stable
  security definer set search_path = public, pg_temp as $$
declare
  rule data_rules;
  due uuid[];
begin
  select * into rule from data_rules r where r.table_name = target and r.keep is not null;
  if not found then return '{}'; end if;
  execute format(
    'select coalesce(array_agg(t.id), ''{}'') from %I t
      where t.organisation_id = kernel_organisation_id() and ($1 is null or t.id = any($1))
        and t.%I::timestamptz + $2 < now()', target, coalesce(rule.keep_from, 'created_at'))
    into due using ids, rule.keep;
  return due;
end $$`,
    callable('kernel_due_rows(text, uuid[])'),

    `create function kernel_ensure_erasure(erasure uuid) returns void language plpgsql stable
  security definer set search_path = public, pg_temp as $$
begin
  perform 1 from data_erasures e
   where e.organisation_id = kernel_organisation_id() and e.id = erasure and e.finished_at is null;
  if not found then
    raise exception 'erasure % is not open', erasure using errcode = 'restrict_violation';
  end if;
end $$`,

    // Erases the personal columns of rows; with `kept` also those that the law kept, of the rows whose time is over.
    `create function kernel_erase_rows(erasure uuid, target text, ids uuid[], kept boolean) returns bigint
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  expressions jsonb := '{}';
  found_key record;
  col text;
  part text;
  present record;
  expression text;
  changed bigint;
begin
  perform kernel_ensure_erasure(erasure);
  if kept then ids := kernel_due_rows(target, ids); end if;
  for found_key in select k.key, k.mode from kernel_personal_keys(target, kept) k order by k.key loop
    col := split_part(found_key.key, '.', 1);
    part := nullif(split_part(found_key.key, '.', 2), '');
    select a.attnotnull as required, format_type(a.atttypid, null) as type into present
      from pg_attribute a
     where a.attrelid = to_regclass(quote_ident(target)) and a.attname = col and not a.attisdropped
       and a.attgenerated = '';
    if not found then continue; end if;
    expression := coalesce(expressions ->> col, format('t.%I', col));
    if part is not null then
      expression := format('kernel_erased_key(%s, %L, %L, t.id)', expression, part, found_key.mode);
    elsif present.type like '%[]' or present.type in ('json', 'jsonb') then
      expression := case when present.required then '''{}''' else 'null' end || '::' || present.type;
    elsif found_key.mode = 'replace' and present.type in ('text', 'character varying') then
      expression := format('kernel_erased_text(%s, t.id)', expression);
    elsif not present.required then
      expression := 'null';
    elsif present.type in ('text', 'character varying') then
      expression := format('kernel_erased_text(%s, t.id)', expression);
    else
      raise exception '%.% cannot be erased: it is required and no text', target, col
        using errcode = 'restrict_violation';
    end if;
    expressions := expressions || jsonb_build_object(col, expression);
  end loop;
  if expressions = '{}' or ids is null or cardinality(ids) = 0 then return 0; end if;
  perform set_config('app.erasing', pg_current_xact_id()::text, true);
  execute (
    select format('update %I t set %s where t.organisation_id = kernel_organisation_id() and t.id = any($1) and (%s)',
             target,
             string_agg(format('%I = %s', e.key, e.value), ', '),
             string_agg(format('t.%I is distinct from %s', e.key, e.value), ' or '))
      from jsonb_each_text(expressions) e)
    using ids;
  get diagnostics changed = row_count;
  perform set_config('app.erasing', '', true);
  return changed;
end $$`,
    callable('kernel_erase_rows(uuid, text, uuid[], boolean)'),

    // Deletes the rows of a table whose time is over, where its rule says so.
    `create function kernel_delete_expired(erasure uuid, target text) returns bigint
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  removed bigint;
begin
  perform kernel_ensure_erasure(erasure);
  perform 1 from data_rules r where r.table_name = target and r.then_do = 'delete';
  if not found then
    raise exception 'rows of % are not deleted by age', target using errcode = 'restrict_violation';
  end if;
  perform set_config('app.erasing', pg_current_xact_id()::text, true);
  execute format('delete from %I t where t.organisation_id = kernel_organisation_id() and t.id = any($1)', target)
    using kernel_due_rows(target, null);
  get diagnostics removed = row_count;
  perform set_config('app.erasing', '', true);
  return removed;
end $$`,
    callable('kernel_delete_expired(uuid, text)'),

    `create table audit_redactions (
  organisation_id uuid not null references organisations (id),
  sequence bigint generated always as identity,
  entry_id bigint not null,
  erasure_id uuid not null,
  -- of the entry as it was sealed, and SHA-256 of its text as it reads now
  digest bytea not null,
  text_hash bytea not null,
  columns text[] not null,
  at timestamptz not null default clock_timestamp(),
  xid xid8 not null default pg_current_xact_id(),
  key_id text,
  signature bytea,
  primary key (organisation_id, sequence)
)`,
    'create index audit_redactions_entry_index on audit_redactions (organisation_id, entry_id, sequence)',
    'alter table audit_redactions enable row level security',
    'alter table audit_redactions force row level security',
    `create policy audit_redactions_organisation on audit_redactions
  using (organisation_id = kernel_organisation_id())
  with check (organisation_id = kernel_organisation_id())`,
    'grant select on audit_redactions to {{app}}',
    `create function kernel_guard_audit_redaction() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.signature is null and new.signature is not null and new.key_id is not null
     and to_jsonb(new) - array['signature', 'key_id'] = to_jsonb(old) - array['signature', 'key_id'] then
    return new;
  end if;
  raise exception 'a redaction of the audit trail never changes' using errcode = 'restrict_violation';
end $$`,
    `create trigger audit_redactions_append_only before update or delete on audit_redactions
  for each row execute function kernel_guard_audit_redaction()`,
    `create trigger audit_redactions_never_emptied before truncate on audit_redactions
  for each statement execute function kernel_refuse_change()`,
    `create function kernel_check_redaction_signed() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
declare
  before text := coalesce(current_setting('app.organisation_id', true), '');
  signed boolean;
begin
  perform set_config('app.organisation_id', new.organisation_id::text, true);
  select r.signature is not null into signed from audit_redactions r
   where r.organisation_id = new.organisation_id and r.sequence = new.sequence;
  perform set_config('app.organisation_id', before, true);
  if signed is not true then
    raise exception 'redaction % is not signed', new.sequence using errcode = 'check_violation';
  end if;
  return null;
end $$`,
    `create constraint trigger audit_redactions_signed after insert on audit_redactions
  deferrable initially deferred for each row execute function kernel_check_redaction_signed()`,

    `create or replace function kernel_guard_audit_log() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.seal is null and new.seal is not null
     and row(new.organisation_id, new.at, new.id, new.table_name, new.row_id, new.action, new.actor_kind,
             new.actor_id, new.request_id, new.ip, new.xid, new.changes)
         is not distinct from
         row(old.organisation_id, old.at, old.id, old.table_name, old.row_id, old.action, old.actor_kind,
             old.actor_id, old.request_id, old.ip, old.xid, old.changes) then
    return new;
  end if;
  if tg_op = 'UPDATE' and kernel_erasing()
     and to_jsonb(new) - 'changes' = to_jsonb(old) - 'changes' then
    return new;
  end if;
  raise exception 'the audit trail only grows' using errcode = 'restrict_violation';
end $$`,

    // [old, new] of each personal key says "Erased" where it held something.
    `create function kernel_redacted(changes jsonb, keys text[]) returns jsonb language plpgsql immutable as $$
declare
  name text;
  col text;
  part text;
  side integer;
begin
  foreach name in array keys loop
    col := split_part(name, '.', 1);
    part := nullif(split_part(name, '.', 2), '');
    if jsonb_typeof(changes -> col) is distinct from 'array' then continue; end if;
    for side in 0..1 loop
      if part is null and jsonb_typeof(changes -> col -> side) not in ('null') then
        changes := jsonb_set(changes, array[col, side::text], '"Erased"');
      elsif part is not null and jsonb_typeof(changes -> col -> side) = 'object'
            and jsonb_typeof(changes -> col -> side -> part) <> 'null' then
        changes := jsonb_set(changes, array[col, side::text, part], '"Erased"');
      end if;
    end loop;
  end loop;
  return changes;
end $$`,

    // Takes the personal values of rows out of their audit entries, and gives back what is to be signed.
    `create function kernel_redact_audit(erasure uuid, target text, ids uuid[], kept boolean)
  returns table (sequence bigint, entry_id bigint, digest text, text_hash text, columns text[], at text, redacted bigint)
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  keys text[];
  entry audit_log;
  made audit_redactions;
  done bigint := 0;
begin
  perform kernel_ensure_erasure(erasure);
  if kept then
    -- of rows that are gone nothing is kept any more
    execute format('select coalesce(array_agg(i), ''{}'') from unnest($1) i
      where i = any($2) or not exists (select 1 from %I t where t.organisation_id = $3 and t.id = i)', target)
      into ids using ids, kernel_due_rows(target, ids), kernel_organisation_id();
  end if;
  perform pg_advisory_xact_lock(4712027, hashtext(kernel_organisation_id()::text));
  select array_agg(k.key) into keys from kernel_personal_keys(target, kept) k;
  if keys is null then return; end if;
  perform set_config('app.erasing', pg_current_xact_id()::text, true);
  for entry in
    update audit_log a set changes = kernel_redacted(a.changes, keys)
     where a.organisation_id = kernel_organisation_id() and a.table_name = target and a.row_id = any(ids)
       and kernel_redacted(a.changes, keys) is distinct from a.changes
    returning a.*
  loop
    done := done + 1;
    if entry.seal is null then continue; end if;
    insert into audit_redactions (organisation_id, entry_id, erasure_id, digest, text_hash, columns)
    values (kernel_organisation_id(), entry.id, erasure, entry.digest,
            sha256(convert_to(kernel_audit_text(entry), 'UTF8')), keys)
    returning * into made;
    sequence := made.sequence;
    entry_id := made.entry_id;
    digest := encode(made.digest, 'hex');
    text_hash := encode(made.text_hash, 'hex');
    columns := made.columns;
    at := to_char(made.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US');
    redacted := null;
    return next;
  end loop;
  perform set_config('app.erasing', '', true);
  sequence := null;
  redacted := done;
  return next;
end $$`,
    callable('kernel_redact_audit(uuid, text, uuid[], boolean)'),

    `create function kernel_sign_redactions(numbers bigint[], key text, signatures text[]) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  update audit_redactions r set key_id = key, signature = decode(s.signature, 'hex')
    from unnest(numbers, signatures) as s(number, signature)
   where r.organisation_id = kernel_organisation_id() and r.sequence = s.number and r.signature is null
     and r.xid = pg_current_xact_id_if_assigned();
end $$`,
    callable('kernel_sign_redactions(bigint[], text, text[])'),
  ],
  down: [
    `create or replace function kernel_refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and tg_level = 'ROW' and kernel_purging(tg_table_name) then
    return old;
  end if;
  raise exception '% is append-only: correct it by a new entry', tg_table_name
    using errcode = 'restrict_violation';
end $$`,
    `create or replace function kernel_guard_audit_log() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.seal is null and new.seal is not null
     and to_jsonb(new) - array['seal', 'digest'] = to_jsonb(old) - array['seal', 'digest'] then
    return new;
  end if;
  raise exception 'the audit trail only grows' using errcode = 'restrict_violation';
end $$`,
    'drop function kernel_erasing()',
    'drop function kernel_sign_redactions(bigint[], text, text[])',
    'drop function kernel_redact_audit(uuid, text, uuid[], boolean)',
    'drop function kernel_redacted(jsonb, text[])',
    dropTable('audit_redactions'),
    'drop function kernel_check_redaction_signed()',
    'drop function kernel_guard_audit_redaction()',
    'drop function kernel_delete_expired(uuid, text)',
    'drop function kernel_erase_rows(uuid, text, uuid[], boolean)',
    'drop function kernel_ensure_erasure(uuid)',
    'drop function kernel_due_rows(text, uuid[])',
    'drop function kernel_personal_keys(text, boolean)',
    'drop function kernel_erased_key(jsonb, text, text, uuid)',
    'drop function kernel_erased_text(text, uuid)',
    dropTable('data_rules'),
    dropTable('data_erasures'),
  ],
})
