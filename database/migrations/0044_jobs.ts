import { defineMigration, dropTable, organisationTable } from '@karkhana/kernel/migrations'

const STATES = `state in ('queued', 'running', 'waiting', 'done', 'failed', 'dead', 'cancelled')`
/** To be handed to a worker: for the first time, or for another attempt. */
const READY = `state in ('queued', 'failed')`

/** Columns that a job has whoever it works for. */
const COLUMNS = {
  name: 'text not null',
  queue: 'text not null',
  payload_version: 'integer not null',
  envelope: 'jsonb not null',
  priority: 'integer not null default 0',
  // How many jobs of the same module waited before it in its organisation: the smaller, the sooner its turn.
  turn: 'integer not null default 0',
  unique_key: 'text',
  state: `text not null default 'queued'`,
  reason: 'text',
  attempts: 'integer not null default 0',
  // Attempts whose process died; they do not count as attempts.
  deaths: 'integer not null default 0',
  retry_limit: 'integer not null',
  retry_delay: 'integer not null',
  timeout: 'integer not null',
  progress: 'integer',
  progress_note: 'text',
  result: 'jsonb',
  last_error: 'text',
  run_at: 'timestamptz not null default now()',
  node: 'uuid',
  // When and how often it was handed to the queue that wakes the workers; null while it has to be.
  handed_at: 'timestamptz',
  handings: 'integer not null default 0',
  cancel_requested_at: 'timestamptz',
  started_at: 'timestamptz',
  finished_at: 'timestamptz',
}

const CHECKS = {
  state: STATES,
  priority: 'priority between -10 and 10',
  progress: 'progress between 0 and 100',
  finished: `(finished_at is not null) = (state in ('done', 'dead', 'cancelled'))`,
}

const deploymentTable = [
  `create table deployment_jobs (
  id uuid primary key,
  ${Object.entries(COLUMNS)
    .map(([name, type]) => `${name} ${type}`)
    .join(',\n  ')},
  created_at timestamptz not null default now(),
  ${Object.entries(CHECKS)
    .map(([name, condition]) => `constraint deployment_jobs_${name} check (${condition})`)
    .join(',\n  ')}
)`,
  'grant select, insert, update, delete on deployment_jobs to {{app}}',
  `create unique index deployment_jobs_unique_key on deployment_jobs (name, unique_key)
  where state = 'queued' and unique_key is not null`,
]

/** What a worker, or the queue that wakes it, has to know of a job. */
const handed = (organisation: string) => `jsonb_build_object('id', j.id,
    'organisationId', ${organisation}, 'queue', j.queue, 'priority', j.priority, 'turn', j.turn,
    'runAt', j.run_at, 'timeout', j.timeout, 'handings', j.handings, 'envelope', j.envelope)`

/** The same statement on the jobs of organisations and on those of the deployment. */
function onBoth(statement: (table: string, organisation: string) => string) {
  return `return query ${statement('jobs', 'j.organisation_id')};
  return query ${statement('deployment_jobs', 'null::uuid')};`
}

function workerFunction(signature: string, returns: string, body: string) {
  const up = [
    `create function ${signature} returns ${returns} language plpgsql volatile security definer
  set search_path = public, pg_temp as $$
begin
  ${body}
end $$`,
    `revoke all on function ${signature} from public`,
    `grant execute on function ${signature} to {{app}}`,
  ]
  return { up, down: `drop function ${signature}` }
}

const FUNCTIONS = [
  workerFunction(
    'kernel_begin_jobs(ids uuid[], at_node uuid)',
    'setof jsonb',
    // Those that cannot begin are answered with the state that they have.
    onBoth(
      (table, organisation) => `with begun as (
    update ${table} j set state = 'running', attempts = j.attempts + 1, node = at_node, started_at = clock_timestamp(),
           unique_key = null, reason = null, cancel_requested_at = null
     where j.id = any(ids) and j.${READY}
     returning j.*)
  select ${handed(organisation)} || jsonb_build_object('begun', true, 'attempt', j.attempts,
           'retryLimit', j.retry_limit, 'retryDelay', j.retry_delay)
    from begun j
  union all
  select jsonb_build_object('id', j.id, 'begun', false, 'state', j.state)
    from ${table} j where j.id = any(ids) and not j.${READY}`
    )
  ),
  workerFunction(
    'kernel_end_jobs(outcomes jsonb)',
    'setof jsonb',
    // A worker that was taken for dead meanwhile ends nothing: its attempt is another one's by now.
    onBoth(
      (table, organisation) => `with ended as (
    update ${table} j set state = o.state, last_error = case when o.state = 'done' then null else coalesce(o.error, j.last_error) end,
           result = coalesce(o.result, j.result),
           progress = case when o.state = 'done' and j.progress is not null then 100 else j.progress end,
           attempts = j.attempts - case when o.counts then 0 else 1 end,
           run_at = coalesce(o.run_at, j.run_at), node = null, handed_at = null, handings = j.handings + 1,
           finished_at = case when o.state in ('done', 'dead', 'cancelled') then clock_timestamp() end
      from jsonb_to_recordset(outcomes) as o(id uuid, node uuid, attempt integer, state text, counts boolean,
             error text, result jsonb, run_at timestamptz)
     where j.id = o.id and j.state = 'running' and j.attempts = o.attempt and j.node is not distinct from o.node
     returning j.*)
  select ${handed(organisation)} || jsonb_build_object('state', j.state) from ended j`
    )
  ),
  workerFunction(
    'kernel_return_jobs(nodes uuid[], most_deaths integer)',
    'setof jsonb',
    onBoth(
      (table, organisation) => `with lost as (
    update ${table} j set deaths = j.deaths + 1, attempts = j.attempts - 1, node = null, handed_at = null, handings = j.handings + 1,
           run_at = clock_timestamp(),
           state = case when j.cancel_requested_at is not null then 'cancelled'
                        when j.deaths + 1 >= most_deaths then 'dead' else 'queued' end,
           last_error = case when j.deaths + 1 >= most_deaths
             then 'Its process died ' || most_deaths || ' times while it ran.' else j.last_error end,
           finished_at = case when j.cancel_requested_at is not null or j.deaths + 1 >= most_deaths
             then clock_timestamp() end
     where j.state = 'running' and (j.node = any(nodes)
        or j.started_at + make_interval(secs => j.timeout + 120) < clock_timestamp())
     returning j.*)
  select ${handed(organisation)} || jsonb_build_object('state', j.state) from lost j`
    )
  ),
  workerFunction(
    'kernel_note_progress(job uuid, at_node uuid, at_attempt integer, percent integer, what text)',
    'void',
    `update jobs j set progress = percent, progress_note = what
   where j.id = job and j.state = 'running' and j.attempts = at_attempt and j.node is not distinct from at_node;
  update deployment_jobs j set progress = percent, progress_note = what
   where j.id = job and j.state = 'running' and j.attempts = at_attempt and j.node is not distinct from at_node;`
  ),
  workerFunction(
    'kernel_hand_jobs(most integer)',
    'setof jsonb',
    onBoth(
      (table, organisation) => `with handed as (
    update ${table} j set handed_at = clock_timestamp(), handings = j.handings + 1
     where j.id in (select w.id from ${table} w where w.handed_at is null and w.${READY}
                     order by w.turn, w.run_at limit most for update skip locked)
     returning j.*)
  select ${handed(organisation)} from handed j`
    )
  ),
  workerFunction(
    'kernel_hand_again(ids uuid[])',
    'void',
    `update jobs j set handed_at = null where (ids is null or j.id = any(ids)) and j.${READY} and j.handed_at is not null;
  update deployment_jobs j set handed_at = null
   where (ids is null or j.id = any(ids)) and j.${READY} and j.handed_at is not null;`
  ),
  workerFunction(
    'kernel_handed_jobs(after uuid, most integer)',
    'setof jsonb',
    `return query select u.handed from (
    select j.id, ${handed('j.organisation_id')} as handed from jobs j
     where j.${READY} and j.run_at < now() - interval '5 seconds' and j.id > after
       and coalesce(j.handed_at, j.created_at) < now() - interval '5 seconds'
    union all
    select j.id, ${handed('null::uuid')} from deployment_jobs j
     where j.${READY} and j.run_at < now() - interval '5 seconds' and j.id > after
       and coalesce(j.handed_at, j.created_at) < now() - interval '5 seconds') u
   order by u.id limit most;`
  ),
  workerFunction(
    'kernel_count_jobs()',
    'setof jsonb',
    `return query select jsonb_build_object('queue', c.queue, 'state', c.state, 'count', count(*),
      'oldest', min(c.run_at)) from (
    select j.queue, j.state, j.run_at from jobs j where j.state not in ('done', 'cancelled')
    union all
    select j.queue, j.state, j.run_at from deployment_jobs j where j.state not in ('done', 'cancelled')) c
   group by c.queue, c.state;`
  ),
]

/** How migration 0020 made it, with other sources of the figures about jobs. */
const measure = (
  figures: string
) => `create or replace function kernel_measure_organisation(organisation uuid)
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
    ${figures},
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
end $$`

const count = (condition: string) =>
  `(select count(*) from jobs j where j.organisation_id = organisation and ${condition})`

const waitingWork = (
  source: string
) => `create or replace function kernel_waiting_work() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp as $$
  select organisation_id from event_deliveries where state = 'waiting'
  union
  select organisation_id from webhook_deliveries where state = 'waiting'
  union
  select organisation_id from ${source} $$`

/**
 * Every job, whichever queue wakes the workers for it: of organisations, and of the deployment. What was put aside
 * until now goes on from here. The functions are for workers, which see to the jobs of all organisations.
 */
export default defineMigration({
  up: [
    organisationTable('jobs', {
      columns: {
        ...COLUMNS,
        module_id: 'text not null',
        // The module whose return it waits for.
        waits_for: 'text',
        actor_id: 'text',
        // The member who began it, if it was one.
        member_id: 'uuid',
      },
      checks: CHECKS,
      indexes: [['created_at desc', 'id desc']],
      extra: [
        'create unique index jobs_id on jobs (id)',
        // What goes its way, most of it, costs these nothing.
        `create index jobs_state_index on jobs (organisation_id, state, created_at desc, id desc)
  where state in ('waiting', 'failed', 'dead', 'cancelled')`,
        `create index jobs_member_index on jobs (organisation_id, member_id, created_at desc)
  where progress is not null or result is not null`,
        `create unique index jobs_unique_key on jobs (organisation_id, name, unique_key)
  where state = 'queued' and unique_key is not null`,
        `create index jobs_turn_index on jobs (organisation_id, module_id, priority) where state = 'queued'`,
        `create index jobs_unhanded_index on jobs (turn, run_at) where handed_at is null and ${READY}`,
        `create index jobs_ready_index on jobs (id) where ${READY}`,
        `create index jobs_running_index on jobs (node) where state = 'running'`,
        `create index jobs_parked_index on jobs (organisation_id, waits_for) where state = 'waiting'`,
      ],
    }),
    // What the system notes of its own work is no change that anybody made; what people do to it is audited.
    'drop trigger jobs_audit on jobs',
    `create trigger jobs_audit after update or delete on jobs
  for each row when (coalesce(nullif(current_setting('app.actor_kind', true), ''), 'system') <> 'system')
  execute function kernel_audit()`,
    // The functions below belong to the owner, whom the policies of organisations bind as well.
    'create policy jobs_work on jobs to current_user using (true) with check (true)',
    deploymentTable,

    `insert into jobs (organisation_id, id, name, module_id, waits_for, queue, payload_version, envelope, state, reason,
                      retry_limit, retry_delay, timeout, created_at, actor_id)
     select p.organisation_id, p.job_id, p.envelope ->> 'job', split_part(p.envelope ->> 'job', '.', 1), p.module_id,
            'default', coalesce((p.envelope ->> 'version')::int, 1), p.envelope, 'waiting', p.reason,
            (p.settings ->> 'retryLimit')::int, (p.settings ->> 'retryDelay')::int, (p.settings ->> 'timeout')::int,
            p.created_at, p.envelope ->> 'actorId'
       from parked_jobs p`,
    measure(`'jobsParked', ${count(`j.state = 'waiting'`)},
    'jobsDone', ${count(`j.state = 'done' and j.created_at > now() - interval '30 days'`)},
    'jobsFailed', ${count(`j.state = 'dead' and j.created_at > now() - interval '30 days'`)},
    'jobsLastFailedAt', (select max(j.finished_at) from jobs j
      where j.organisation_id = organisation and j.state = 'dead')`),
    waitingWork(`jobs where state = 'waiting'`),
    dropTable('parked_jobs'),

    ...FUNCTIONS.map(({ up }) => up),
  ],
  down: [
    ...FUNCTIONS.map(({ down }) => down),
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
    'create policy parked_jobs_work on parked_jobs for select to current_user using (true)',
    'create policy parked_jobs_back on parked_jobs to current_user using (true) with check (true)',
    `insert into parked_jobs (organisation_id, id, job_id, module_id, reason, envelope, settings, created_at)
     select organisation_id, id, id, coalesce(waits_for, module_id), coalesce(reason, ''), envelope,
            jsonb_build_object('retryLimit', retry_limit, 'retryDelay', retry_delay, 'timeout', timeout), created_at
       from jobs where state = 'waiting'`,
    'drop policy parked_jobs_back on parked_jobs',
    measure(
      `'jobsParked', (select count(*) from parked_jobs p where p.organisation_id = organisation)`
    ),
    waitingWork('parked_jobs'),
    'drop table deployment_jobs',
    dropTable('jobs'),
  ],
})
