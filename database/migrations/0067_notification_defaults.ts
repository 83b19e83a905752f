import { defineMigration, dropTable, organisationTable } from '@karkhana/kernel/migrations'

/** How those who have not chosen themselves are told, by role: channels for each reason. */
export default defineMigration({
  up: [
    organisationTable('notification_defaults', {
      columns: {
        // A built-in role, or the id of one of the organisation's own.
        role: 'text not null',
        // { "assigned": { "inbox": true, "mail": "soon", "sms": false, "whatsapp": false } }
        choices: `jsonb not null check (jsonb_typeof(choices) = 'object')`,
      },
      unique: [['role']],
    }),
  ],
  down: [dropTable('notification_defaults')],
})
