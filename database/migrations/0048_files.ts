import { defineMigration, dropTable, organisationTable } from '@karkhana/kernel/migrations'

/** Stored bytes of organisations, what they come to, and files of attachments and exports among them. */
export default defineMigration({
  up: [
    organisationTable('stored_files', {
      columns: {
        // `<organisation>/<year>/<id>`, the same on every disk
        key: 'text not null',
        disk: 'text not null',
        bytes: 'bigint not null',
        type: 'text not null',
        sha256: 'text not null',
        purpose: 'text not null',
        owner_table: 'text',
        owner_id: 'uuid',
        state: "text not null default 'writing'",
        // Copies that the program keeps for itself, such as exports, take none of the room of the organisation
        counted: 'boolean not null default true',
        released_at: 'timestamptz',
      },
      unique: [['key']],
      indexes: [['owner_table', 'owner_id']],
      checks: {
        key_of_organisation: `starts_with(key, organisation_id::text || '/')`,
        bytes_positive: 'bytes >= 0',
        sha256_form: `sha256 ~ '^[0-9a-f]{64}$'`,
        purpose_form: `purpose ~ '^[a-z][a-z0-9-]*\\.[a-z0-9_.]+$'`,
        state_known: "state in ('writing', 'kept', 'deleted')",
      },
      extra: [
        `create index stored_files_waiting_index on stored_files (organisation_id, state, created_at)
  where state <> 'kept'`,
      ],
    }),
    // What owns a file is audited; the row only says where its bytes are
    'drop trigger stored_files_audit on stored_files',

    // One row per organisation, its id that of the organisation; kept by the trigger below
    organisationTable('file_usage', {
      columns: {
        bytes: 'bigint not null default 0',
        files: 'integer not null default 0',
      },
    }),
    'drop trigger file_usage_audit on file_usage',
    `create function kernel_count_file() returns trigger language plpgsql as $$
declare
  was boolean := tg_op <> 'INSERT' and old.counted and old.state <> 'deleted';
  is_now boolean := tg_op <> 'DELETE' and new.counted and new.state <> 'deleted';
  organisation uuid := case when tg_op = 'DELETE' then old.organisation_id else new.organisation_id end;
  grown bigint := case when is_now then new.bytes else 0 end - case when was then old.bytes else 0 end;
begin
  if was = is_now and grown = 0 then return null; end if;
  insert into file_usage as u (organisation_id, id, bytes, files)
  values (organisation, organisation, grown, is_now::int - was::int)
  on conflict (organisation_id, id)
    do update set bytes = u.bytes + excluded.bytes, files = u.files + excluded.files;
  return null;
end $$`,
    `create trigger stored_files_count after insert or update of bytes, counted, state or delete on stored_files
  for each row execute function kernel_count_file()`,

    // Columns that hold ids of stored files: what a row holds no more is let go, in the same transaction
    `create function kernel_release_files() returns trigger language plpgsql as $$
declare
  before jsonb := to_jsonb(old);
  after jsonb := case when tg_op = 'DELETE' then '{}'::jsonb else to_jsonb(new) end;
  held text;
begin
  foreach held in array tg_argv loop
    if before ->> held is not null and (after ->> held) is distinct from (before ->> held) then
      update stored_files set state = 'deleted', released_at = now()
       where organisation_id = old.organisation_id and id = (before ->> held)::uuid and state <> 'deleted';
    end if;
  end loop;
  return null;
end $$`,

    `alter table attachments
  add column file_id uuid,
  add column thumbnail_id uuid,
  add column preview_id uuid,
  add column refusal text,
  add foreign key (organisation_id, file_id) references stored_files (organisation_id, id),
  add foreign key (organisation_id, thumbnail_id) references stored_files (organisation_id, id),
  add foreign key (organisation_id, preview_id) references stored_files (organisation_id, id),
  drop constraint attachments_state_known,
  add constraint attachments_state_known
    check (state in ('uploading', 'scanning', 'kept', 'refused'))`,
    `create index attachments_in_rows_index on attachments (organisation_id, id) where content is not null`,
    `create trigger attachments_files after update of file_id, thumbnail_id, preview_id or delete on attachments
  for each row execute function kernel_release_files('file_id', 'thumbnail_id', 'preview_id')`,
    'drop trigger attachments_audit on attachments',
    `create trigger attachments_audit
  after insert or delete or update of name, type, state, content, thumbnail, file_id, deleted_at on attachments
  for each row execute function kernel_audit('content', 'thumbnail')`,

    `alter table data_exports
  add column file_id uuid,
  add foreign key (organisation_id, file_id) references stored_files (organisation_id, id)`,
    `create trigger data_exports_files after update of file_id or delete on data_exports
  for each row execute function kernel_release_files('file_id')`,

    'alter table organisations add column file_quota_bytes bigint check (file_quota_bytes >= 0)',
    'alter table organisation_usage add column file_bytes bigint not null default 0',
  ],
  down: [
    'alter table organisation_usage drop column file_bytes',
    'alter table organisations drop column file_quota_bytes',
    'drop trigger data_exports_files on data_exports',
    'alter table data_exports drop column file_id',
    'drop trigger attachments_files on attachments',
    'drop trigger attachments_audit on attachments',
    `create trigger attachments_audit
  after insert or delete or update of name, type, state, content, thumbnail, deleted_at on attachments
  for each row execute function kernel_audit('content', 'thumbnail')`,
    'drop index attachments_in_rows_index',
    `alter table attachments
  drop column file_id, drop column thumbnail_id, drop column preview_id, drop column refusal,
  drop constraint attachments_state_known,
  add constraint attachments_state_known check (state in ('uploading', 'kept'))`,
    'drop function kernel_release_files()',
    dropTable('stored_files'),
    'drop function kernel_count_file()',
    dropTable('file_usage'),
  ],
})
