import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

/** Imports whose rows are corrected in place, and exports that are written by a job. */
export default defineMigration({
  up: [
    `alter table imports
  add column facts jsonb not null default '{}',
  add column only_rows integer[],
  add column skipped_rows integer[] not null default '{}'`,
    organisationTable('exports', {
      columns: {
        // of an exporter, or of a list with what its reader had chosen
        source: 'text not null',
        name: 'text not null',
        module_id: 'text not null',
        choice: "jsonb not null default '{}'",
        format: 'text not null',
        title: 'text not null',
        member_id: reference('memberships'),
        // who asked: { kind, id, name, memberId }, and what they might do then
        actor: 'jsonb not null',
        permissions: 'text[] not null',
        state: "text not null default 'writing'",
        file_name: 'text not null',
        rows_written: 'integer not null default 0',
        bytes: 'bigint not null default 0',
        failure: 'text',
        finished_at: 'timestamptz',
      },
      checks: {
        source_known: "source in ('exporter', 'list')",
        format_known: "format in ('csv', 'xlsx')",
        state_known: "state in ('writing', 'done', 'cancelled', 'failed')",
        failed_explained: "(state = 'failed') = (failure is not null)",
      },
      indexes: [['member_id', 'created_at desc', 'id desc']],
    }),
    'drop trigger exports_audit on exports',
    `create trigger exports_audit after insert or update of state or delete on exports
  for each row execute function kernel_audit()`,
    organisationTable('export_parts', {
      columns: {
        export_id: reference('exports', { onDelete: 'cascade' }),
        part: 'integer not null',
        content: 'bytea not null',
      },
      unique: [['export_id', 'part']],
    }),
    // Packed already, or sent as it is
    'alter table export_parts alter column content set storage external',
    // The export itself is audited
    'drop trigger export_parts_audit on export_parts',
  ],
  down: [
    dropTable('export_parts'),
    dropTable('exports'),
    'alter table imports drop column facts, drop column only_rows, drop column skipped_rows',
  ],
})
