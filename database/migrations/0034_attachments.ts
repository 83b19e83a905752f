import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

/** Files at records of modules, and the parts of those that are still on their way. */
export default defineMigration({
  up: [
    organisationTable('attachments', {
      columns: {
        module_id: 'text not null',
        record_table: 'text not null',
        record_id: 'uuid not null',
        author_kind: 'text not null',
        author_id: 'text not null',
        author_member_id: reference('memberships', { nullable: true }),
        name: 'text not null',
        // by its content; empty while it is on its way
        type: "text not null default ''",
        bytes: 'integer not null',
        state: "text not null default 'uploading'",
        content: 'bytea',
        thumbnail: 'bytea',
        deleted_at: 'timestamptz',
      },
      indexes: [['record_table', 'record_id', 'created_at desc']],
      checks: {
        name_length: 'char_length(name) between 1 and 200',
        table_of_module: `starts_with(record_table, module_id || '_')`,
        bytes_positive: 'bytes > 0',
        state_known: "state in ('uploading', 'kept')",
      },
    }),
    // Pictures and office files are compressed already
    'alter table attachments alter column content set storage external',
    'drop trigger attachments_audit on attachments',
    `create trigger attachments_audit
  after insert or delete or update of name, type, state, content, thumbnail, deleted_at on attachments
  for each row execute function kernel_audit('content', 'thumbnail')`,

    organisationTable('attachment_parts', {
      columns: {
        attachment_id: reference('attachments', { onDelete: 'cascade' }),
        part: 'integer not null',
        content: 'bytea not null',
      },
      unique: [['attachment_id', 'part']],
      checks: { part_range: 'part between 0 and 99' },
    }),
    'alter table attachment_parts alter column content set storage external',
    // Parts become the file within seconds, which is audited
    'drop trigger attachment_parts_audit on attachment_parts',
  ],
  down: [dropTable('attachment_parts'), dropTable('attachments')],
})
