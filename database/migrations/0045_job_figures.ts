import { defineMigration } from '@karkhana/kernel/migrations'

const COLUMNS = `queue, state, run_at`

/** Figures of the queues without a word of whose jobs they are; and members hear of the jobs that they began. */
export default defineMigration({
  up: [
    // Jobs that begin together bring the scopes of their organisations along, each once.
    `create function kernel_begin_with_scopes(ids uuid[], at_node uuid) returns setof jsonb language sql volatile
  security definer set search_path = public, pg_temp as $$
  with begun as materialized (select b.answer from kernel_begin_jobs(ids, at_node) as b(answer))
  select answer from begun
  union all
  select jsonb_build_object('scopeOf', o.id, 'answer', kernel_open_scope(o.id, null, null, null))
    from (select distinct (answer ->> 'organisationId')::uuid as id from begun
           where (answer ->> 'begun')::boolean and answer ->> 'organisationId' is not null) o $$`,
    'revoke all on function kernel_begin_with_scopes(uuid[], uuid) from public',
    'grant execute on function kernel_begin_with_scopes(uuid[], uuid) to {{app}}',
    'drop function kernel_count_jobs()',
    `create function kernel_job_figures() returns setof jsonb language sql stable security definer
  set search_path = public, pg_temp as $$
  select jsonb_build_object('queue', queue,
           'ready', count(*) filter (where state in ('queued', 'failed') and run_at <= now()),
           'later', count(*) filter (where state in ('queued', 'failed') and run_at > now()),
           'running', count(*) filter (where state = 'running'),
           'waiting', count(*) filter (where state = 'waiting'),
           'dead', count(*) filter (where state = 'dead'),
           'oldestSeconds', coalesce(floor(extract(epoch from now() - min(run_at) filter (
             where state in ('queued', 'failed') and run_at <= now()))), 0)::int)
    from (select ${COLUMNS} from jobs where state not in ('done', 'cancelled')
          union all
          select ${COLUMNS} from deployment_jobs where state not in ('done', 'cancelled')) j
   group by queue order by queue $$`,
    'revoke all on function kernel_job_figures() from public',
    'grant execute on function kernel_job_figures() to {{app}}',

    // For a worker that has not heard of it.
    `create function kernel_cancelled_jobs(ids uuid[]) returns setof uuid language sql stable security definer
  set search_path = public, pg_temp as $$
  select j.id from jobs j
   where j.id = any(ids) and j.state = 'running' and j.cancel_requested_at is not null $$`,
    'revoke all on function kernel_cancelled_jobs(uuid[]) from public',
    'grant execute on function kernel_cancelled_jobs(uuid[]) to {{app}}',

    `create function kernel_tell_work() returns trigger language plpgsql as $$
begin
  perform pg_notify('karkhana_live', new.organisation_id || ' inbox ' || new.member_id);
  return null;
end $$`,
    // Of jobs that say how far they are; of the others nobody waits to hear.
    `create trigger jobs_live after update of state, progress, progress_note, result on jobs
  for each row when (new.member_id is not null and (new.progress is not null or new.result is not null))
  execute function kernel_tell_work()`,
  ],
  down: [
    'drop function kernel_begin_with_scopes(uuid[], uuid)',
    'drop trigger jobs_live on jobs',
    'drop function kernel_tell_work()',
    'drop function kernel_cancelled_jobs(uuid[])',
    'drop function kernel_job_figures()',
    `create function kernel_count_jobs() returns setof jsonb language sql stable security definer
  set search_path = public, pg_temp as $$
  select jsonb_build_object('queue', queue, 'state', state, 'count', count(*), 'oldest', min(run_at))
    from (select ${COLUMNS} from jobs where state not in ('done', 'cancelled')
          union all
          select ${COLUMNS} from deployment_jobs where state not in ('done', 'cancelled')) j
   group by queue, state $$`,
    'revoke all on function kernel_count_jobs() from public',
    'grant execute on function kernel_count_jobs() to {{app}}',
  ],
})
