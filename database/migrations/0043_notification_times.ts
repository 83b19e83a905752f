import { defineMigration } from '@karkhana/kernel/migrations'

/** When people are written to: at once, outside quiet hours, or once a day. */
export default defineMigration({
  up: [
    // { quiet: { from: '21:00', to: '08:00' } | null, digest: '09:00' }
    `alter table users add column notification_times jsonb not null default '{}'`,
    `alter table notifications
  add column in_inbox boolean not null default true,
  add column mail_due_at timestamptz,
  add column mailed_at timestamptz`,
    `create index notifications_mail_index on notifications (organisation_id, member_id, mail_due_at)
  where mail_due_at is not null`,
    // A mail that was sent changes nothing in an inbox.
    'drop trigger notifications_live on notifications',
    `create trigger notifications_live
  after insert or update of title, href, actor_name, count, happened_at, read_at on notifications
  for each row execute function kernel_tell_inbox()`,
  ],
  down: [
    'drop trigger notifications_live on notifications',
    `create trigger notifications_live after insert or update on notifications
  for each row execute function kernel_tell_inbox()`,
    'drop index notifications_mail_index',
    `alter table notifications
  drop column in_inbox, drop column mail_due_at, drop column mailed_at`,
    'alter table users drop column notification_times',
  ],
})
