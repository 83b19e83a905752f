import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

/** Tables whose progress moves, and which the owner of the database reads and writes while it does. */
const MOVED = ['bulk_runs', 'print_runs', 'exports', 'imports', 'data_exports']

const unforced = [...MOVED, 'bulk_records', 'runs'].map(
  (name) => `alter table ${name} no force row level security`
)
const forced = [...MOVED, 'bulk_records'].map(
  (name) => `alter table ${name} force row level security`
)

const COPIED = `organisation_id, id, kind, subject_id, module_id, member_id, actor, permissions, key, attempt, title,
  state, total, done, failed, note, failure, created_at, started_at, finished_at`

const failure = (of = '') =>
  `case when ${of}state = 'failed' then coalesce(${of}failure, 'It could not be finished.') end`

const copy = (select: string) => `insert into runs (${COPIED}) ${select}`

/** The run of a row, which has its id. */
const partOfRun = (table: string) => `alter table ${table}
  add foreign key (organisation_id, id) references runs (organisation_id, id) on delete cascade`

/**
 * One row for everything that somebody asked for and that takes longer than an answer: who asked, how far it is, how it
 * ended. What it works on stays in the table of its kind, in a row with the same id; an import has a run for each step.
 */
export default defineMigration({
  up: [
    organisationTable('runs', {
      columns: {
        kind: 'text not null',
        // what the run works on: itself, or the import whose step it is
        subject_id: 'uuid not null',
        module_id: 'text not null',
        member_id: reference('memberships', { nullable: true, onDelete: 'cascade' }),
        // who asked: { kind, id, name, memberId }, and what they might do then
        actor: 'jsonb not null',
        permissions: 'text[] not null',
        // given by the asker: the same request twice is one run
        key: 'uuid',
        // tells jobs of an earlier attempt from those of the present one
        attempt: 'uuid not null default gen_random_uuid()',
        // the job that works on it, or waits to
        job_id: 'uuid',
        title: 'text not null',
        state: "text not null default 'waiting'",
        total: 'integer not null default 0',
        done: 'integer not null default 0',
        failed: 'integer not null default 0',
        note: 'text',
        failure: 'text',
        started_at: 'timestamptz',
        finished_at: 'timestamptz',
        // null while who asked has still to hear how it ended
        told_at: 'timestamptz',
      },
      unique: [['member_id', 'kind', 'key']],
      indexes: [['member_id', 'created_at desc', 'id desc'], ['subject_id']],
      checks: {
        state_known: "state in ('waiting', 'running', 'done', 'failed', 'cancelled')",
        counted: 'total >= 0 and done >= 0 and failed >= 0',
        over: "(finished_at is not null) = (state in ('done', 'failed', 'cancelled'))",
        failed_explained: "state <> 'failed' or failure is not null",
      },
    }),
    // How far it has come is no change that anybody asks about.
    'drop trigger runs_audit on runs',
    `create trigger runs_audit after insert or update of state or delete on runs
  for each row execute function kernel_audit('permissions')`,
    // Whoever asked hears of it, wherever they are.
    `create trigger runs_live after insert or update of state, total, done, failed, note on runs
  for each row when (new.member_id is not null) execute function kernel_tell_work()`,
    // What was moved is no deed of today.
    'alter table runs disable trigger user',
    ...unforced,
    copy(`select b.organisation_id, b.id, 'bulk', b.id, b.module_id, b.member_id, b.actor, b.permissions, b.key,
       b.attempt, b.action, b.state, c.total, c.done, c.failed, null, ${failure('b.')}, b.created_at, b.created_at,
       case when b.state <> 'running' then coalesce(b.finished_at, b.updated_at) end
  from bulk_runs b, lateral (
    select count(*)::int as total, count(*) filter (where state = 'done')::int as done,
           count(*) filter (where state = 'failed')::int as failed
      from bulk_records r where r.organisation_id = b.organisation_id and r.run_id = b.id) c`),
    copy(`select organisation_id, id, 'print', id, module_id, member_id, actor, permissions, key, gen_random_uuid(),
       coalesce(file_name, document), state, cardinality(record_ids), done, failed, null, ${failure()}, created_at,
       created_at, case when state <> 'running' then coalesce(finished_at, updated_at) end
  from print_runs`),
    copy(`select organisation_id, id, 'export', id, module_id, member_id, actor, permissions, null, gen_random_uuid(),
       file_name, case state when 'writing' then 'running' else state end, rows_written, rows_written, 0, null, failure,
       created_at, created_at, case when state <> 'writing' then coalesce(finished_at, updated_at) end
  from exports`),
    copy(`select organisation_id, id, 'data_export', id, 'kernel', null,
       jsonb_build_object('kind', 'system', 'id', requested_by, 'name', requested_by, 'memberId', null), '{}', null,
       gen_random_uuid(), 'Export of all data',
       case state when 'ready' then 'done' when 'expired' then 'done' else state end, 100, progress, 0,
       case when state in ('waiting', 'running') then step end, failure, created_at, created_at,
       case when state not in ('waiting', 'running') then coalesce(finished_at, updated_at) end
  from data_exports`),
    // The step that is under way, or that was the last one; others wait for their owner.
    `update imports set run = gen_random_uuid() where state in ('failed', 'cancelled')`,
    copy(`select organisation_id, run, 'import', id, module_id, member_id, actor, permissions, null, run, file_name,
       case when state in ('failed', 'cancelled') then state else 'running' end,
       coalesce(cardinality(only_rows), row_count - cardinality(skipped_rows)), position, failed, null, ${failure()},
       created_at, created_at, case when state in ('failed', 'cancelled') then coalesce(finished_at, updated_at) end
  from imports where run is not null`),
    `update imports set state = 'checking' where state in ('failed', 'cancelled')`,

    'drop trigger exports_audit on exports',
    'drop trigger data_exports_audit on data_exports',
    `alter table bulk_runs drop column module_id, drop column member_id, drop column actor, drop column permissions,
  drop column key, drop column state, drop column attempt, drop column failure, drop column finished_at`,
    `alter table print_runs drop column module_id, drop column member_id, drop column actor, drop column permissions,
  drop column key, drop column state, drop column done, drop column failed, drop column failure,
  drop column finished_at`,
    `alter table exports drop column module_id, drop column member_id, drop column actor, drop column permissions,
  drop column state, drop column rows_written, drop column failure, drop column finished_at`,
    `alter table imports drop column actor, drop column permissions, drop column position, drop column failure,
  drop constraint imports_state_known,
  add constraint imports_state_known
    check (state in ('uploaded', 'checking', 'checked', 'importing', 'done', 'cancelled'))`,
    // The file of an export goes before the export does.
    'alter table data_exports add column removed_at timestamptz',
    `update data_exports set removed_at = coalesce(expires_at, updated_at) where state = 'expired'`,
    `alter table data_exports drop column state, drop column progress, drop column step, drop column failure,
  drop column finished_at`,
    `alter table data_exports add constraint data_exports_ready_whole check (verified_at is null or
    (sha256 is not null and bytes is not null and expires_at is not null))`,
    `create trigger data_exports_audit
  after insert or update of sha256, verified_at, removed_at, downloads or delete on data_exports
  for each row execute function kernel_audit('file')`,
    ...['bulk_runs', 'print_runs', 'exports', 'data_exports'].map(partOfRun),
    ...forced,
    'alter table runs force row level security',
    'update runs set told_at = finished_at',
    'alter table runs enable trigger user',

    // The functions of workers belong to the owner, whom the policies of organisations bind as well.
    'create policy runs_work on runs to current_user using (true) with check (true)',
    // A run ends with the job that nobody will try again, however that came about, and goes on when somebody does.
    `create function kernel_follow_job() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and new.state = 'queued' then
    update runs set state = 'waiting', failure = null, finished_at = null, told_at = null
     where organisation_id = new.organisation_id and job_id = new.id and state in ('failed', 'cancelled');
  elsif tg_op = 'UPDATE' and new.state = 'dead' then
    update runs set state = 'failed', failure = 'Karkhana could not finish it.', note = null, finished_at = now()
     where organisation_id = new.organisation_id and job_id = new.id and state in ('waiting', 'running');
  else
    update runs set state = 'cancelled', note = null, finished_at = now(), told_at = now()
     where organisation_id = old.organisation_id and job_id = old.id and state in ('waiting', 'running');
  end if;
  return null;
end $$`,
    `create trigger jobs_run_ended after update of state on jobs for each row
  when (new.state in ('dead', 'cancelled') and old.state <> new.state) execute function kernel_follow_job()`,
    `create trigger jobs_run_again after update of state on jobs for each row
  when (new.state = 'queued' and old.state in ('dead', 'cancelled')) execute function kernel_follow_job()`,
    `create trigger jobs_run_gone after delete on jobs for each row
  when (old.state not in ('done', 'dead', 'cancelled')) execute function kernel_follow_job()`,
    `create function kernel_untold_runs(most integer) returns setof jsonb language sql stable security definer
  set search_path = public, pg_temp as $$
  select jsonb_build_object('organisationId', organisation_id, 'id', id)
    from runs where finished_at > now() - interval '7 days' and told_at is null order by finished_at limit most $$`,
    'revoke all on function kernel_untold_runs(integer) from public',
    'grant execute on function kernel_untold_runs(integer) to {{app}}',
    'create index runs_untold_index on runs (finished_at) where finished_at is not null and told_at is null',

    // Of an export that was not finished nothing is kept.
    'create policy export_parts_work on export_parts to current_user using (true) with check (true)',
    `create function kernel_drop_export_parts() returns trigger language plpgsql as $$
begin
  delete from export_parts where organisation_id = new.organisation_id and export_id = new.id;
  return null;
end $$`,
    `create trigger runs_export_parts after update of state on runs for each row
  when (new.kind = 'export' and new.state in ('failed', 'cancelled')) execute function kernel_drop_export_parts()`,
    'create index runs_job_index on runs (organisation_id, job_id) where job_id is not null',

    // What members began, in one shape: runs, and jobs that say how far they are.
    `create view work_of_members with (security_invoker = true) as
  select r.organisation_id, r.id, r.member_id, r.kind, r.subject_id, r.module_id, r.title, r.state, r.total, r.done,
         r.failed, coalesce(r.note, j.reason) as note, r.failure, null::jsonb as result, r.created_at, r.finished_at
    from runs r
    left join jobs j on j.organisation_id = r.organisation_id and j.id = r.job_id and j.state = 'waiting'
  union all
  select organisation_id, id, member_id, 'job', id, module_id, name,
         case state when 'queued' then 'waiting' when 'failed' then 'waiting' when 'dead' then 'failed' else state end,
         100, coalesce(progress, 0), 0, coalesce(progress_note, reason), null, result, created_at, finished_at
    from jobs
   where member_id is not null and (progress is not null or result is not null)`,
    'grant select on work_of_members to {{app}}',
  ],
  down: [
    'drop view work_of_members',
    ...['ended', 'again', 'gone'].map((what) => `drop trigger jobs_run_${what} on jobs`),
    'drop function kernel_follow_job()',
    'drop function kernel_untold_runs(integer)',
    'drop trigger runs_export_parts on runs',
    'drop function kernel_drop_export_parts()',
    'drop policy export_parts_work on export_parts',
    ...unforced,
    ...MOVED.map((name) => `alter table ${name} disable trigger user`),
    ...['bulk_runs', 'print_runs', 'exports', 'data_exports'].map(
      (name) => `alter table ${name} drop constraint ${name}_organisation_id_id_fkey`
    ),
    `alter table bulk_runs
  add column module_id text, add column member_id uuid, add column actor jsonb, add column permissions text[],
  add column key uuid, add column state text not null default 'running', add column attempt uuid,
  add column failure text, add column finished_at timestamptz`,
    `update bulk_runs t set module_id = r.module_id, member_id = r.member_id, actor = r.actor,
       permissions = r.permissions, key = coalesce(r.key, r.id),
       state = case r.state when 'waiting' then 'running' else r.state end, attempt = r.attempt, failure = r.failure,
       finished_at = r.finished_at
  from runs r where r.organisation_id = t.organisation_id and r.id = t.id`,
    `alter table bulk_runs alter column module_id set not null, alter column member_id set not null,
  alter column actor set not null, alter column permissions set not null, alter column key set not null,
  alter column attempt set not null, add unique (organisation_id, member_id, key),
  add foreign key (organisation_id, member_id) references memberships (organisation_id, id) on delete cascade,
  add constraint bulk_runs_state_known check (state in ('running', 'done', 'cancelled', 'failed'))`,
    'create index bulk_runs_member_id_index on bulk_runs (organisation_id, member_id)',
    `alter table print_runs
  add column module_id text, add column member_id uuid, add column actor jsonb, add column permissions text[],
  add column key uuid, add column state text not null default 'running', add column done integer not null default 0,
  add column failed integer not null default 0, add column failure text, add column finished_at timestamptz`,
    `update print_runs t set module_id = r.module_id, member_id = r.member_id, actor = r.actor,
       permissions = r.permissions, key = coalesce(r.key, r.id),
       state = case r.state when 'waiting' then 'running' else r.state end, done = r.done, failed = r.failed,
       failure = r.failure, finished_at = r.finished_at
  from runs r where r.organisation_id = t.organisation_id and r.id = t.id`,
    `alter table print_runs alter column module_id set not null, alter column member_id set not null,
  alter column actor set not null, alter column permissions set not null, alter column key set not null,
  add unique (organisation_id, member_id, key),
  add foreign key (organisation_id, member_id) references memberships (organisation_id, id) on delete cascade,
  add constraint print_runs_state_known check (state in ('running', 'done', 'cancelled', 'failed'))`,
    'create index print_runs_member_id_index on print_runs (organisation_id, member_id)',
    `create index print_runs_member_id_created_at_id_index
  on print_runs (organisation_id, member_id, created_at desc, id desc)`,
    `alter table exports
  add column module_id text, add column member_id uuid, add column actor jsonb, add column permissions text[],
  add column state text not null default 'writing', add column rows_written integer not null default 0,
  add column failure text, add column finished_at timestamptz`,
    `update exports t set module_id = r.module_id, member_id = r.member_id, actor = r.actor,
       permissions = r.permissions, rows_written = r.done, failure = r.failure, finished_at = r.finished_at,
       state = case when r.state in ('waiting', 'running') then 'writing' else r.state end
  from runs r where r.organisation_id = t.organisation_id and r.id = t.id`,
    `alter table exports alter column module_id set not null, alter column member_id set not null,
  alter column actor set not null, alter column permissions set not null,
  add foreign key (organisation_id, member_id) references memberships (organisation_id, id),
  add constraint exports_state_known check (state in ('writing', 'done', 'cancelled', 'failed')),
  add constraint exports_failed_explained check ((state = 'failed') = (failure is not null))`,
    'create index exports_member_id_index on exports (organisation_id, member_id)',
    `create index exports_member_id_created_at_id_index
  on exports (organisation_id, member_id, created_at desc, id desc)`,
    `create trigger exports_audit after insert or update of state or delete on exports
  for each row execute function kernel_audit()`,
    `alter table imports add column actor jsonb, add column permissions text[],
  add column position integer not null default 0, add column failure text, drop constraint imports_state_known`,
    `update imports t set actor = r.actor, permissions = r.permissions, position = least(r.done, t.row_count),
       state = case when r.state in ('failed', 'cancelled') then r.state else t.state end, failure = r.failure
  from runs r where r.organisation_id = t.organisation_id and r.id = t.run`,
    `update imports set run = null where state not in ('checking', 'importing')`,
    `update imports set actor = jsonb_build_object('kind', 'system', 'id', 'import', 'name', 'import', 'memberId', member_id),
       permissions = '{}' where actor is null`,
    `alter table imports alter column actor set not null, alter column permissions set not null,
  add constraint imports_position_range check (position between 0 and row_count),
  add constraint imports_failed_explained check ((state = 'failed') = (failure is not null)),
  add constraint imports_state_known
    check (state in ('uploaded', 'checking', 'checked', 'importing', 'done', 'cancelled', 'failed'))`,
    'drop trigger data_exports_audit on data_exports',
    'alter table data_exports drop constraint data_exports_ready_whole',
    `alter table data_exports
  add column state text not null default 'waiting', add column progress smallint not null default 0,
  add column step text, add column failure text, add column finished_at timestamptz`,
    `update data_exports t set
       state = case when t.removed_at is not null then 'expired' when t.verified_at is not null then 'ready'
                    when r.state in ('waiting', 'running') then r.state else 'failed' end,
       progress = least(r.done, 100), step = r.note, failure = coalesce(r.failure, 'It was stopped.'),
       finished_at = r.finished_at
  from runs r where r.organisation_id = t.organisation_id and r.id = t.id`,
    `update data_exports set failure = null where state <> 'failed'`,
    `alter table data_exports drop column removed_at,
  add constraint data_exports_state_known check (state in ('waiting', 'running', 'ready', 'failed', 'expired')),
  add constraint data_exports_progress_range check (progress between 0 and 100),
  add constraint data_exports_failed_explained check (state <> 'failed' or failure is not null),
  add constraint data_exports_ready_whole check (
    state not in ('ready', 'expired') or (sha256 is not null and bytes is not null
    and verified_at is not null and finished_at is not null and expires_at is not null))`,
    `create trigger data_exports_audit
  after insert or update of state, sha256, verified_at, downloads or delete on data_exports
  for each row execute function kernel_audit('file')`,
    ...MOVED.map((name) => `alter table ${name} enable trigger user`),
    ...forced,
    dropTable('runs'),
  ],
})
