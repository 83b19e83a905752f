import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

/** What members write about records of modules. */
export default defineMigration({
  up: [
    organisationTable('comments', {
      columns: {
        module_id: 'text not null',
        record_table: 'text not null',
        record_id: 'uuid not null',
        author_kind: 'text not null',
        author_id: 'text not null',
        // nobody's, of a job or a program without a member
        author_member_id: reference('memberships', { nullable: true }),
        body: 'text not null',
        // memberships that are named
        mentions: "uuid[] not null default '{}'",
        edited_at: 'timestamptz',
        deleted_at: 'timestamptz',
      },
      indexes: [['record_table', 'record_id', 'created_at desc']],
      checks: {
        body_length: 'char_length(body) between 1 and 5000',
        table_of_module: `starts_with(record_table, module_id || '_')`,
        mentions_few: 'cardinality(mentions) <= 20',
      },
    }),
  ],
  down: [dropTable('comments')],
})
