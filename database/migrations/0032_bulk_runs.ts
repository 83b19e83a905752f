import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

/** Things that members do to many records at once, and what became of each record. */
export default defineMigration({
  up: [
    organisationTable('bulk_runs', {
      columns: {
        list: 'text not null',
        action: 'text not null',
        module_id: 'text not null',
        member_id: reference('memberships', { onDelete: 'cascade' }),
        // who asked: { kind, id, name, memberId }, and what they might do then
        actor: 'jsonb not null',
        permissions: 'text[] not null',
        // given by the asker: the same request twice is one run
        key: 'uuid not null',
        input: 'jsonb not null',
        state: "text not null default 'running'",
        // tells jobs of an earlier attempt from those of the present one
        attempt: 'uuid not null',
        failure: 'text',
        finished_at: 'timestamptz',
      },
      unique: [['member_id', 'key']],
      checks: { state_known: "state in ('running', 'done', 'cancelled', 'failed')" },
    }),
    organisationTable('bulk_records', {
      columns: {
        run_id: reference('bulk_runs', { onDelete: 'cascade' }),
        record_id: 'uuid not null',
        place: 'integer not null',
        state: "text not null default 'waiting'",
        // what the reader knows the record by, and why it was left
        title: 'text',
        reason: 'text',
      },
      unique: [['run_id', 'record_id']],
      indexes: [['run_id', 'state', 'place']],
      checks: { state_known: "state in ('waiting', 'done', 'failed')" },
    }),
    // The records themselves are audited; how far a run has come is no change that anybody asks about.
    'drop trigger bulk_records_audit on bulk_records',
  ],
  down: [dropTable('bulk_records'), dropTable('bulk_runs')],
})
