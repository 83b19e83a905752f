import { defineMigration } from '@karkhana/kernel/migrations'

/**
 * The audit trail notes where a change came from and keeps secrets out, covers organisations themselves, and is
 * sealed: each seal binds its rows and the seal before it by a hash, and carries a signature that only the
 * application can make. Security events are written through a function alone.
 */
export default defineMigration({
  up: [
    `alter table audit_log
  add column ip text,
  add column xid xid8 not null default pg_current_xact_id(),
  add column seal bigint,
  add column digest bytea,
  add constraint audit_log_sealed_check check ((seal is null) = (digest is null))`,
    `create index audit_log_unsealed_index on audit_log (organisation_id, id) where seal is null`,
    'create index audit_log_seal_index on audit_log (organisation_id, seal, id) where seal is not null',

    // Months are cut in UTC, whatever the zone of the session that asks.
    `create or replace function kernel_ensure_audit_partitions() returns void language plpgsql
  security definer set search_path = public, pg_temp set timezone = 'UTC' as $$
declare
  first date;
begin
  perform pg_advisory_xact_lock(4712028, 0);
  for step in 0..3 loop
    first := (date_trunc('month', now()) + make_interval(months => step))::date;
    begin
      execute format(
        'create table if not exists audit_log_%s partition of audit_log for values from (%L) to (%L)',
        to_char(first, 'YYYYMM'), first, (first + interval '1 month')::date);
    exception when check_violation then
      raise warning 'audit_log_default holds rows of %; they stay there', to_char(first, 'YYYY-MM');
    end;
  end loop;
end $$`,
    'revoke all on function kernel_ensure_audit_partitions() from public',
    'grant execute on function kernel_ensure_audit_partitions() to {{app}}',
    'select kernel_ensure_audit_partitions()',

    // Arguments of the trigger name columns whose values are kept out: only that they changed is noted.
    // A change of a global table may come without an open unit; the row goes to the organisation it belongs to.
    `create or replace function kernel_audit() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
declare
  before jsonb := case when tg_op = 'INSERT' then '{}'::jsonb else to_jsonb(old) end;
  after jsonb := case when tg_op = 'DELETE' then '{}'::jsonb else to_jsonb(new) end;
  source jsonb := case when tg_op = 'DELETE' then before else after end;
  organisation text :=
    source ->> case tg_table_name when 'organisations' then 'id' else 'organisation_id' end;
  previous text := coalesce(current_setting('app.organisation_id', true), '');
  diff jsonb;
begin
  select coalesce(jsonb_object_agg(key, case when key = any(tg_argv) then to_jsonb('changed'::text)
                                             else jsonb_build_array(before -> key, after -> key) end),
                  '{}'::jsonb)
    into diff
    from (select jsonb_object_keys(before || after) as key) keys
   where (before -> key) is distinct from (after -> key)
     and key not in ('organisation_id', 'id', 'created_at', 'updated_at', 'version');
  if tg_op = 'UPDATE' and diff = '{}'::jsonb then
    return null;
  end if;
  if organisation <> previous then
    perform set_config('app.organisation_id', organisation, true);
  end if;
  insert into audit_log
    (organisation_id, table_name, row_id, action, actor_kind, actor_id, request_id, ip, changes)
  values (
    organisation::uuid, tg_table_name, (source ->> 'id')::uuid, lower(tg_op),
    nullif(current_setting('app.actor_kind', true), ''),
    nullif(current_setting('app.actor_id', true), ''),
    nullif(current_setting('app.request_id', true), ''),
    nullif(current_setting('app.ip', true), ''),
    diff);
  if organisation <> previous then
    perform set_config('app.organisation_id', previous, true);
  end if;
  return null;
end $$`,
    `create trigger organisations_audit after insert or update or delete on organisations
  for each row execute function kernel_audit()`,
    'drop trigger invitations_audit on invitations',
    `create trigger invitations_audit after insert or update or delete on invitations
  for each row execute function kernel_audit('secret_hash')`,

    `create table audit_seals (
  organisation_id uuid not null references organisations (id),
  sequence bigint not null check (sequence > 0),
  rows integer not null check (rows > 0),
  hash bytea not null,
  previous_hash bytea not null,
  key_id text,
  signature bytea,
  sealed_at timestamptz not null default clock_timestamp(),
  xid xid8 not null default pg_current_xact_id(),
  primary key (organisation_id, sequence)
)`,
    'alter table audit_seals enable row level security',
    'alter table audit_seals force row level security',
    `create policy audit_seals_organisation on audit_seals
  using (organisation_id = kernel_organisation_id())
  with check (organisation_id = kernel_organisation_id())`,
    'grant select on audit_seals to {{app}}',

    // Binds the owner of the database too, until somebody takes the trigger away on purpose.
    `create function kernel_guard_audit_log() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.seal is null and new.seal is not null
     and row(new.organisation_id, new.at, new.id, new.table_name, new.row_id, new.action, new.actor_kind,
             new.actor_id, new.request_id, new.ip, new.xid, new.changes)
         is not distinct from
         row(old.organisation_id, old.at, old.id, old.table_name, old.row_id, old.action, old.actor_kind,
             old.actor_id, old.request_id, old.ip, old.xid, old.changes) then
    return new;
  end if;
  raise exception 'the audit trail only grows' using errcode = 'restrict_violation';
end $$`,
    `create trigger audit_log_append_only before update or delete on audit_log
  for each row execute function kernel_guard_audit_log()`,
    `create function kernel_guard_audit_seal() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.signature is null and new.signature is not null and new.key_id is not null
     and row(new.organisation_id, new.sequence, new.rows, new.hash, new.previous_hash, new.sealed_at, new.xid)
         is not distinct from
         row(old.organisation_id, old.sequence, old.rows, old.hash, old.previous_hash, old.sealed_at, old.xid) then
    return new;
  end if;
  raise exception 'a seal of the audit trail never changes' using errcode = 'restrict_violation';
end $$`,
    `create trigger audit_seals_append_only before update or delete on audit_seals
  for each row execute function kernel_guard_audit_seal()`,
    ...['audit_log', 'audit_seals', 'security_events'].map(
      (table) => `create trigger ${table}_never_emptied before truncate on ${table}
  for each statement execute function kernel_refuse_change()`
    ),

    // The text that a row is sealed by; the application builds the same text to verify it.
    `create function kernel_audit_text(entry audit_log) returns text language sql stable as $$
  select jsonb_build_array(entry.organisation_id, entry.id,
           to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), entry.table_name, entry.row_id,
           entry.action, entry.actor_kind, entry.actor_id, entry.request_id, entry.ip, entry.xid::text,
           entry.changes)::text $$`,
    `create function kernel_audit_link(state bytea, previous bytea, line text) returns bytea
  language sql immutable parallel safe
  as $$ select sha256(coalesce(state, previous) || convert_to(line, 'UTF8')) $$`,
    `create aggregate kernel_audit_chain(previous bytea, line text) (
  sfunc = kernel_audit_link, stype = bytea
)`,

    // Seals what finished transactions have written, 20 000 rows at the most; null when there is nothing.
    `create function kernel_seal_audit(organisation uuid) returns jsonb language plpgsql volatile
  security definer set search_path = public, pg_temp as $$
declare
  before text := coalesce(current_setting('app.organisation_id', true), '');
  last audit_seals;
  made audit_seals;
begin
  perform pg_advisory_xact_lock(4712027, hashtext(organisation::text));
  perform set_config('app.organisation_id', organisation::text, true);
  select * into last from audit_seals s
   where s.organisation_id = organisation order by s.sequence desc limit 1;
  with unsealed as (
    select a.at, a.id, kernel_audit_text(a) as line from audit_log a
     where a.organisation_id = organisation and a.seal is null
       and a.xid is distinct from pg_current_xact_id_if_assigned()
     order by a.id limit 20000
  ), chained as (
    select u.at, u.id,
           kernel_audit_chain(coalesce(last.hash, ''::bytea), u.line) over (order by u.id) as digest
      from unsealed u
  ), sealed as (
    update audit_log a set seal = coalesce(last.sequence, 0) + 1, digest = c.digest
      from chained c
     where a.organisation_id = organisation and a.at = c.at and a.id = c.id
    returning a.id, a.digest
  )
  insert into audit_seals (organisation_id, sequence, rows, hash, previous_hash)
  select organisation, coalesce(last.sequence, 0) + 1, count(*),
         (array_agg(s.digest order by s.id desc))[1], coalesce(last.hash, ''::bytea)
    from sealed s having count(*) > 0
  returning * into made;
  perform set_config('app.organisation_id', before, true);
  if made.sequence is null then
    return null;
  end if;
  return jsonb_build_object(
    'sequence', made.sequence, 'rows', made.rows, 'hash', encode(made.hash, 'hex'),
    'previousHash', encode(made.previous_hash, 'hex'),
    'sealedAt', to_char(made.sealed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'));
end $$`,
    'revoke all on function kernel_seal_audit(uuid) from public',
    'grant execute on function kernel_seal_audit(uuid) to {{app}}',

    // Only in the transaction that made the seal: an unsigned one found later was not made by the application.
    `create function kernel_sign_audit_seal(organisation uuid, number bigint, key text, signed bytea)
  returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  before text := coalesce(current_setting('app.organisation_id', true), '');
begin
  perform set_config('app.organisation_id', organisation::text, true);
  update audit_seals s set key_id = key, signature = signed
   where s.organisation_id = organisation and s.sequence = number and s.signature is null
     and s.xid = pg_current_xact_id_if_assigned();
  if not found then
    raise exception 'seal % was not made by this transaction', number using errcode = 'restrict_violation';
  end if;
  perform set_config('app.organisation_id', before, true);
end $$`,
    'revoke all on function kernel_sign_audit_seal(uuid, bigint, text, bytea) from public',
    'grant execute on function kernel_sign_audit_seal(uuid, bigint, text, bytea) to {{app}}',
    `create function kernel_check_seal_signed() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
declare
  before text := coalesce(current_setting('app.organisation_id', true), '');
  signed boolean;
begin
  perform set_config('app.organisation_id', new.organisation_id::text, true);
  select s.signature is not null into signed from audit_seals s
   where s.organisation_id = new.organisation_id and s.sequence = new.sequence;
  perform set_config('app.organisation_id', before, true);
  if signed is not true then
    raise exception 'seal % is not signed', new.sequence using errcode = 'check_violation';
  end if;
  return null;
end $$`,
    `create constraint trigger audit_seals_signed after insert on audit_seals
  deferrable initially deferred for each row execute function kernel_check_seal_signed()`,

    `create function kernel_note_security_event(
  event uuid, kind text, person uuid, organisation uuid, partner uuid, session uuid, ip text, agent text,
  details jsonb)
  returns void language sql volatile security definer set search_path = public, pg_temp as $$
  insert into security_events
    (id, kind, user_id, organisation_id, partner_id, session_id, ip, user_agent, details)
  values (event, kind, person, organisation, partner, session, ip, agent, details) $$`,
    'revoke all on function kernel_note_security_event(uuid, text, uuid, uuid, uuid, uuid, text, text, jsonb) from public',
    'grant execute on function kernel_note_security_event(uuid, text, uuid, uuid, uuid, uuid, text, text, jsonb) to {{app}}',
    'revoke insert on security_events from {{app}}',
  ],
  down: [
    'grant insert on security_events to {{app}}',
    'drop function kernel_note_security_event(uuid, text, uuid, uuid, uuid, uuid, text, text, jsonb)',
    'drop trigger security_events_never_emptied on security_events',
    'drop function kernel_sign_audit_seal(uuid, bigint, text, bytea)',
    'drop function kernel_seal_audit(uuid)',
    'drop aggregate kernel_audit_chain(bytea, text)',
    'drop function kernel_audit_link(bytea, bytea, text)',
    'drop function kernel_audit_text(audit_log)',
    'drop trigger audit_log_never_emptied on audit_log',
    'drop trigger audit_log_append_only on audit_log',
    'drop function kernel_guard_audit_log()',
    'drop table audit_seals',
    'drop function kernel_guard_audit_seal()',
    'drop function kernel_check_seal_signed()',
    'drop trigger organisations_audit on organisations',
    `alter table audit_log
  drop constraint audit_log_sealed_check,
  drop column ip, drop column xid, drop column seal, drop column digest`,
  ],
})
