import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

const OPEN = `state in ('pending', 'failed', 'running')`
const STATES = `state in ('pending', 'waiting', 'running', 'done', 'failed', 'dead', 'dropped')`

/** What the system notes of its own work is no change that anybody made; what people do is audited. */
function auditPeopleOnly(table: string) {
  return [
    `drop trigger ${table}_audit on ${table}`,
    `create trigger ${table}_audit after insert or update or delete on ${table}
  for each row when (current_setting('app.actor_kind', true) is distinct from 'system')
  execute function kernel_audit()`,
  ]
}

/** Lets the functions below tell which organisations have work, and nothing else; the application's role cannot. */
function countable(table: string) {
  return `create policy ${table}_work on ${table} for select to current_user using (true)`
}

function callable(signature: string) {
  return [
    `revoke all on function ${signature} from public`,
    `grant execute on function ${signature} to {{app}}`,
  ]
}

/**
 * Events that modules emit, what became of them at each handler, work by the clock, and webhooks to addresses of the
 * organisation. Three functions tell the worker which organisations have something to do.
 */
export default defineMigration({
  up: [
    organisationTable('outbox', {
      columns: {
        // Of the events of one record: the order in which its transactions were committed.
        sequence: 'bigint generated always as identity',
        event: 'text not null',
        module: 'text not null',
        payload: 'jsonb not null',
        record: 'text',
        emitted_at: 'timestamptz not null',
        request_id: 'text not null',
        actor_kind: 'text not null',
        actor_id: 'text not null',
        relayed_at: 'timestamptz',
      },
      indexes: [['emitted_at desc', 'id desc']],
      extra: [
        `create index outbox_unrelayed_index on outbox (organisation_id, sequence) where relayed_at is null`,
      ],
    }),
    // Its facts are audited where they are written.
    'drop trigger outbox_audit on outbox',
    countable('outbox'),

    organisationTable('event_deliveries', {
      columns: {
        event_id: reference('outbox', { onDelete: 'cascade' }),
        event: 'text not null',
        sequence: 'bigint not null',
        handler: 'text not null',
        module: 'text not null',
        record: 'text',
        state: `text not null default 'pending'`,
        reason: 'text',
        attempts: 'integer not null default 0',
        next_attempt_at: 'timestamptz not null',
        last_error: 'text',
        handled_at: 'timestamptz',
        replayed: 'boolean not null default false',
      },
      unique: [['event_id', 'handler']],
      checks: { state: STATES },
      indexes: [
        ['created_at desc', 'id desc'],
        ['state', 'created_at desc', 'id desc'],
      ],
      extra: [
        `create index event_deliveries_due_index on event_deliveries (next_attempt_at) where ${OPEN}`,
        `create index event_deliveries_order_index on event_deliveries (organisation_id, handler, record, sequence)
  where state in ('pending', 'waiting', 'running', 'failed')`,
        `create index event_deliveries_waiting_index on event_deliveries (organisation_id, module) where state = 'waiting'`,
      ],
    }),
    auditPeopleOnly('event_deliveries'),
    countable('event_deliveries'),

    organisationTable('event_effects', {
      columns: {
        event_id: reference('outbox', { onDelete: 'cascade' }),
        handler: 'text not null',
      },
      unique: [['handler', 'event_id']],
    }),
    // Each row stands beside the effect that it guards, which is audited.
    'drop trigger event_effects_audit on event_effects',

    organisationTable('schedule_runs', {
      columns: {
        schedule: 'text not null',
        module: 'text not null',
        due_at: 'timestamptz not null',
        state: `text not null default 'queued'`,
        manual: 'boolean not null default false',
        note: 'text',
        job_id: 'uuid',
        started_at: 'timestamptz',
        ended_at: 'timestamptz',
      },
      unique: [['schedule', 'due_at']],
      checks: { state: `state in ('queued', 'running', 'done', 'failed', 'skipped')` },
      indexes: [['due_at desc', 'id desc']],
    }),
    auditPeopleOnly('schedule_runs'),
    countable('schedule_runs'),

    // Since when each schedule is known, so that a new one misses nothing of the time before it.
    `create table kernel_schedules (
  id text primary key,
  cron text not null,
  since timestamptz not null,
  last_due_at timestamptz
)`,
    'grant select, insert, update, delete on kernel_schedules to {{app}}',

    organisationTable('webhook_endpoints', {
      columns: {
        url: 'text not null',
        description: 'text',
        events: 'text[] not null',
        enabled: 'boolean not null default true',
        disabled_reason: 'text',
        failing_since: 'timestamptz',
        old_key_until: 'timestamptz',
      },
    }),
    organisationTable('webhook_deliveries', {
      columns: {
        endpoint_id: reference('webhook_endpoints', { onDelete: 'cascade' }),
        // The message: the id of the event, or one of its own for a test.
        message_id: 'uuid not null',
        name: 'text not null',
        module: 'text not null',
        body: 'text not null',
        state: `text not null default 'pending'`,
        reason: 'text',
        attempts: 'integer not null default 0',
        next_attempt_at: 'timestamptz not null',
        last_attempt_at: 'timestamptz',
        last_status: 'integer',
        last_error: 'text',
        last_answer: 'text',
        duration_ms: 'integer',
        delivered_at: 'timestamptz',
      },
      checks: { state: STATES },
      indexes: [['endpoint_id', 'created_at desc', 'id desc']],
      extra: [
        `create index webhook_deliveries_due_index on webhook_deliveries (next_attempt_at) where ${OPEN}`,
        `create index webhook_deliveries_waiting_index on webhook_deliveries (organisation_id, module) where state = 'waiting'`,
      ],
    }),
    auditPeopleOnly('webhook_deliveries'),
    countable('webhook_deliveries'),
    countable('parked_jobs'),

    'alter table organisation_modules add column first_enabled_at timestamptz',
    `update organisation_modules set first_enabled_at = changed_at where state in ('enabled', 'paused', 'archived')`,
    `create function kernel_note_first_enabled() returns trigger language plpgsql as $$
begin
  if new.state = 'purged' then
    new.first_enabled_at := null;
  elsif new.state = 'enabled' and new.first_enabled_at is null then
    new.first_enabled_at := now();
  end if;
  return new;
end $$`,
    `create trigger organisation_modules_first_enabled before insert or update of state on organisation_modules
  for each row execute function kernel_note_first_enabled()`,

    'alter table organisations add column resumed_at timestamptz',
    `create function kernel_note_resumed() returns trigger language plpgsql as $$
begin
  if old.suspended_at is not null and new.suspended_at is null then
    new.resumed_at := now();
  end if;
  return new;
end $$`,
    `create trigger organisations_resumed before update of suspended_at on organisations
  for each row execute function kernel_note_resumed()`,

    `create function kernel_event_work(at timestamptz) returns setof uuid language sql stable
  security definer set search_path = public, pg_temp as $$
  select organisation_id from outbox where relayed_at is null
  union
  select organisation_id from event_deliveries where ${OPEN} and next_attempt_at <= at
  union
  select organisation_id from webhook_deliveries where ${OPEN} and next_attempt_at <= at $$`,
    callable('kernel_event_work(timestamptz)'),
    `create function kernel_waiting_work() returns setof uuid language sql stable
  security definer set search_path = public, pg_temp as $$
  select organisation_id from event_deliveries where state = 'waiting'
  union
  select organisation_id from webhook_deliveries where state = 'waiting'
  union
  select organisation_id from parked_jobs $$`,
    callable('kernel_waiting_work()'),
    // What was due while the module was off or the organisation closed was not missed.
    `create function kernel_schedule_work(of_schedule text, of_module text, zone text, due timestamptz)
  returns setof uuid language sql stable security definer set search_path = public, pg_temp as $$
  select o.id from organisations o
    join organisation_modules m on m.organisation_id = o.id and m.module_id = of_module
   where o.timezone = zone and o.suspended_at is null and (o.resumed_at is null or o.resumed_at < due)
     and m.entitled and m.state = 'enabled' and m.changed_at < due
     and not exists (select 1 from schedule_runs r
                      where r.organisation_id = o.id and r.schedule = of_schedule and r.due_at >= due
                        and not r.manual) $$`,
    callable('kernel_schedule_work(text, text, text, timestamptz)'),
  ],
  down: [
    'drop function kernel_schedule_work(text, text, text, timestamptz)',
    'drop function kernel_waiting_work()',
    'drop function kernel_event_work(timestamptz)',
    'drop trigger organisations_resumed on organisations',
    'drop function kernel_note_resumed()',
    'alter table organisations drop column resumed_at',
    'drop trigger organisation_modules_first_enabled on organisation_modules',
    'drop function kernel_note_first_enabled()',
    'alter table organisation_modules drop column first_enabled_at',
    'drop policy parked_jobs_work on parked_jobs',
    dropTable('webhook_deliveries'),
    dropTable('webhook_endpoints'),
    'drop table kernel_schedules',
    dropTable('schedule_runs'),
    dropTable('event_effects'),
    dropTable('event_deliveries'),
    dropTable('outbox'),
  ],
})
