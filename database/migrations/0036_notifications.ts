import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

/** The inbox of each member, and the records that a member wants to hear nothing more of. */
export default defineMigration({
  up: [
    organisationTable('notifications', {
      columns: {
        member_id: reference('memberships', { onDelete: 'cascade' }),
        reason: 'text not null',
        // Number or name of the record, never what stands in it.
        title: 'text not null',
        href: 'text not null',
        table_name: 'text',
        record_id: 'uuid',
        actor_name: 'text',
        // How often it happened while it was unread.
        count: 'integer not null default 1',
        happened_at: 'timestamptz not null',
        read_at: 'timestamptz',
      },
      indexes: [['member_id', 'happened_at desc', 'id desc']],
      uniqueWhere: [
        [['member_id', 'reason', 'record_id'], 'read_at is null and record_id is not null'],
      ],
      extra: [
        `create index notifications_unread_index on notifications (organisation_id, member_id) where read_at is null`,
      ],
    }),
    // Each tells of a change that is audited where it was made.
    'drop trigger notifications_audit on notifications',
    `create function kernel_tell_inbox() returns trigger language plpgsql as $$
begin
  perform pg_notify('karkhana_live', new.organisation_id || ' inbox ' || new.member_id);
  return null;
end $$`,
    `create trigger notifications_live after insert or update on notifications
  for each row execute function kernel_tell_inbox()`,

    organisationTable('notification_mutes', {
      columns: {
        member_id: reference('memberships', { onDelete: 'cascade' }),
        table_name: 'text not null',
        record_id: 'uuid not null',
      },
      unique: [['member_id', 'table_name', 'record_id']],
    }),
    // A wish about the own inbox.
    'drop trigger notification_mutes_audit on notification_mutes',
  ],
  down: [
    dropTable('notification_mutes'),
    dropTable('notifications'),
    'drop function kernel_tell_inbox()',
  ],
})
