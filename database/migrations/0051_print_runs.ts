import {
  defineMigration,
  dropTable,
  organisationTable,
  ownsFiles,
  reference,
} from '@karkhana/kernel/migrations'

/** Documents of many records that members have printed into one file. */
export default defineMigration({
  up: [
    organisationTable('print_runs', {
      columns: {
        document: 'text not null',
        module_id: 'text not null',
        member_id: reference('memberships', { onDelete: 'cascade' }),
        // who asked: { kind, id, name, memberId }, and what they might do then
        actor: 'jsonb not null',
        permissions: 'text[] not null',
        // given by the asker: the same request twice is one run
        key: 'uuid not null',
        // in the order in which they are printed
        record_ids: 'uuid[] not null',
        output: 'text not null',
        format: 'text',
        language: 'text',
        state: "text not null default 'running'",
        // records that were printed, and those that were left: { id, title, reason }
        done: 'integer not null default 0',
        failed: 'integer not null default 0',
        failures: "jsonb not null default '[]'",
        failure: 'text',
        file_id: 'uuid',
        file_name: 'text',
        bytes: 'bigint',
        finished_at: 'timestamptz',
      },
      unique: [['member_id', 'key']],
      indexes: [['member_id', 'created_at desc', 'id desc']],
      checks: {
        state_known: "state in ('running', 'done', 'cancelled', 'failed')",
        output_known: "output in ('pdf', 'zip')",
        records_some: 'cardinality(record_ids) between 1 and 2000',
      },
    }),
    // Records are read, none is changed.
    'drop trigger print_runs_audit on print_runs',
    ...ownsFiles('print_runs', 'file_id'),
  ],
  down: [dropTable('print_runs')],
})
