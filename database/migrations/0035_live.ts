import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

/**
 * Live updates: every commit with audited changes tells the nodes once which organisation has news and since when, and
 * who has which record open is kept where all nodes see it.
 */
export default defineMigration({
  up: [
    // The payload is the same for all rows of a transaction, so that the commit sends one notice.
    `create function kernel_tell_live() returns trigger language plpgsql as $$
begin
  perform pg_notify('karkhana_live',
    new.organisation_id || ' changed ' || floor(extract(epoch from now()) * 1000)::bigint);
  return null;
end $$`,
    `create trigger audit_log_live after insert on audit_log
  for each row execute function kernel_tell_live()`,

    organisationTable('record_presences', {
      columns: {
        table_name: 'text not null',
        record_id: 'uuid not null',
        member_id: reference('memberships', { onDelete: 'cascade' }),
        // One window of a browser.
        window_id: 'uuid not null',
        editing: 'boolean not null',
        seen_at: 'timestamptz not null',
      },
      unique: [['window_id']],
      indexes: [['table_name', 'record_id', 'seen_at']],
    }),
    // Who looks at what for a minute is no change of anything.
    'drop trigger record_presences_audit on record_presences',
  ],
  down: [
    dropTable('record_presences'),
    'drop trigger audit_log_live on audit_log',
    'drop function kernel_tell_live()',
  ],
})
