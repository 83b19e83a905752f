import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

/** Files that people import, how far each has come, and which columns they chose last time. */
export default defineMigration({
  up: [
    organisationTable('imports', {
      columns: {
        importer: 'text not null',
        module_id: 'text not null',
        member_id: reference('memberships'),
        // who asked: { kind, id, name, memberId }, and what they might do then
        actor: 'jsonb not null',
        permissions: 'text[] not null',
        file_name: 'text not null',
        headings: 'jsonb not null',
        row_count: 'integer not null',
        // rows as gzipped JSON; taken out when the file is no longer kept
        content: 'bytea',
        mapping: "jsonb not null default '{}'",
        state: "text not null default 'uploaded'",
        // tells jobs of an earlier run from those of the present one
        run: 'uuid',
        position: 'integer not null default 0',
        created: 'integer not null default 0',
        changed: 'integer not null default 0',
        same: 'integer not null default 0',
        failed: 'integer not null default 0',
        failures: "jsonb not null default '[]'",
        failure: 'text',
        finished_at: 'timestamptz',
      },
      checks: {
        state_known:
          "state in ('uploaded', 'checking', 'checked', 'importing', 'done', 'cancelled', 'failed')",
        position_range: 'position between 0 and row_count',
        failed_explained: "(state = 'failed') = (failure is not null)",
      },
      indexes: [['created_at desc', 'id desc']],
    }),
    // Steps of the progress are no changes that anybody asks about; the rows of the file are audited as records.
    'drop trigger imports_audit on imports',
    `create trigger imports_audit after insert or update of state, content or delete on imports
  for each row execute function kernel_audit('content', 'failures')`,
    organisationTable('import_mappings', {
      columns: {
        member_id: reference('memberships'),
        importer: 'text not null',
        headings: 'jsonb not null',
      },
      unique: [['member_id', 'importer']],
    }),
  ],
  down: [dropTable('import_mappings'), dropTable('imports')],
})
