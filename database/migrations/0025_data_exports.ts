import { defineMigration, dropTable, organisationTable } from '@karkhana/kernel/migrations'

/** Exports of the data of an organisation, and the digest of a table that tells whether one still is what is there. */
export default defineMigration({
  up: [
    organisationTable('data_exports', {
      columns: {
        // ids of modules; `kernel` is the organisation itself
        modules: 'text[] not null',
        state: "text not null default 'waiting'",
        progress: 'smallint not null default 0',
        step: 'text',
        // module to its tables, each with its number of rows, or with { digest, hidden }; see kernel_table_digest
        rows: "jsonb not null default '{}'",
        digests: "jsonb not null default '{}'",
        sha256: 'text',
        bytes: 'bigint',
        file: 'text not null',
        requested_by: 'text not null',
        finished_at: 'timestamptz',
        verified_at: 'timestamptz',
        expires_at: 'timestamptz',
        downloads: 'integer not null default 0',
        downloaded_at: 'timestamptz',
        failure: 'text',
      },
      checks: {
        state_known: "state in ('waiting', 'running', 'ready', 'failed', 'expired')",
        progress_range: 'progress between 0 and 100',
        modules_named: 'cardinality(modules) > 0',
        ready_whole: `state not in ('ready', 'expired') or (sha256 is not null and bytes is not null
    and verified_at is not null and finished_at is not null and expires_at is not null)`,
        failed_explained: "state <> 'failed' or failure is not null",
      },
      indexes: [['created_at desc', 'id desc']],
    }),
    // Steps of the progress are no changes that anybody asks about, and the name of the file is half of a key.
    'drop trigger data_exports_audit on data_exports',
    `create trigger data_exports_audit
  after insert or update of state, sha256, verified_at, downloads or delete on data_exports
  for each row execute function kernel_audit('file')`,

    // Lines of an export are made by the same expression under the same settings: app/data/export/table_lines.ts.
    `create function kernel_table_digest(owned text, hidden text[]) returns jsonb
  language plpgsql stable
  set timezone = 'UTC' set datestyle = 'ISO, YMD' set intervalstyle = 'postgres'
  set bytea_output = 'hex' set extra_float_digits = 1 as $$
declare
  answer jsonb;
begin
  execute format(
    'select jsonb_build_object(''rows'', count(*), ''digest'', coalesce(encode(
       kernel_audit_chain(''''::bytea, (to_jsonb(t) - $1)::text order by t.id), ''hex''), ''''))
       from %I t where t.organisation_id = kernel_organisation_id()', owned)
    into answer using hidden;
  return answer;
end $$`,
    'grant execute on function kernel_table_digest(text, text[]) to {{app}}',
  ],
  down: ['drop function kernel_table_digest(text, text[])', dropTable('data_exports')],
})
