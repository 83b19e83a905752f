import { defineMigration } from '@karkhana/kernel/migrations'

/** Counters may begin behind one, where a format goes on from another: the documents of each are counted once. */
export default defineMigration({
  up: [
    `create or replace function kernel_measure_organisation(organisation uuid)
  returns jsonb language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  previous text := coalesce(current_setting('app.organisation_id', true), '');
  answer jsonb;
  bytes bigint := 0;
  part bigint;
  owned text;
begin
  perform set_config('app.organisation_id', organisation::text, true);
  for owned in
    select c.relname
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id' and a.attnotnull
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> 'organisation_usage'
  loop
    execute format(
      'select coalesce(sum(pg_column_size(t.*)), 0) from %I t where t.organisation_id = $1', owned)
      into part using organisation;
    bytes := bytes + part;
  end loop;
  select jsonb_build_object(
    'users', (select count(*) from memberships m
               where m.organisation_id = organisation and m.active and m.kind = 'person'),
    'documents', (select coalesce(sum(s.last_number - s.first_number + 1), 0) from number_series s
                   where s.organisation_id = organisation),
    'storageBytes', bytes,
    'jobsParked', (select count(*) from parked_jobs p where p.organisation_id = organisation),
    'lastSeenAt', greatest(
      (select max(l.at) from audit_log l
        where l.organisation_id = organisation and l.actor_kind in ('user', 'token')),
      (select max(t.last_used_at) from api_tokens t join memberships m on m.id = t.tokenable_id
        where m.organisation_id = organisation),
      (select max(s.last_seen_at) from user_sessions s
         join users u on u.id = s.user_id and u.last_organisation_id = organisation
         join memberships m on m.user_id = u.id and m.organisation_id = organisation)))
    into answer;
  perform set_config('app.organisation_id', previous, true);
  return answer;
end $$`,
  ],
  down: [
    `create or replace function kernel_measure_organisation(organisation uuid)
  returns jsonb language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  previous text := coalesce(current_setting('app.organisation_id', true), '');
  answer jsonb;
  bytes bigint := 0;
  part bigint;
  owned text;
begin
  perform set_config('app.organisation_id', organisation::text, true);
  for owned in
    select c.relname
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id' and a.attnotnull
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> 'organisation_usage'
  loop
    execute format(
      'select coalesce(sum(pg_column_size(t.*)), 0) from %I t where t.organisation_id = $1', owned)
      into part using organisation;
    bytes := bytes + part;
  end loop;
  select jsonb_build_object(
    'users', (select count(*) from memberships m
               where m.organisation_id = organisation and m.active and m.kind = 'person'),
    'documents', (select coalesce(sum(s.last_number), 0) from number_series s
                   where s.organisation_id = organisation),
    'storageBytes', bytes,
    'jobsParked', (select count(*) from parked_jobs p where p.organisation_id = organisation),
    'lastSeenAt', greatest(
      (select max(l.at) from audit_log l
        where l.organisation_id = organisation and l.actor_kind in ('user', 'token')),
      (select max(t.last_used_at) from api_tokens t join memberships m on m.id = t.tokenable_id
        where m.organisation_id = organisation),
      (select max(s.last_seen_at) from user_sessions s
         join users u on u.id = s.user_id and u.last_organisation_id = organisation
         join memberships m on m.user_id = u.id and m.organisation_id = organisation)))
    into answer;
  perform set_config('app.organisation_id', previous, true);
  return answer;
end $$`,
  ],
})
