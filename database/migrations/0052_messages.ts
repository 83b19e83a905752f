import { defineMigration, dropTable, organisationTable } from '@karkhana/kernel/migrations'

const TRIGGER = `create trigger messages_audit after insert or update or delete on messages
  for each row execute function`

/**
 * One record of each message to somebody outside, whatever the channel: the text messages become it, e-mails join
 * them. Addresses that nothing is sent to any more, and the wording that an organisation has chosen for a message.
 */
export default defineMigration({
  up: [
    'drop trigger sms_messages_audit on sms_messages',
    'drop trigger sms_messages_touch on sms_messages',
    'alter table sms_messages rename to messages',
    'alter policy sms_messages_organisation on messages rename to messages_organisation',
    'alter table messages rename constraint sms_messages_pkey to messages_pkey',
    'alter table messages rename column to_phone to recipient',
    'alter table messages rename column status to state',
    `alter table messages
  drop constraint sms_messages_to_phone_check,
  drop constraint sms_messages_status_check,
  drop constraint sms_messages_organisation_id_idempotency_key_key,
  add column channel text not null default 'sms' check (channel in ('mail', 'sms', 'whatsapp')),
  add column recipient_name text,
  -- Subject of a mail, as it went.
  add column subject text,
  add column template_id text,
  -- 0 is the wording that the module ships.
  add column template_version integer,
  add column language text,
  -- What the template is filled with when it is sent; ids where its module can read the rest.
  add column content jsonb,
  add column record_table text,
  add column record_id uuid,
  add column requested_by text,
  add column requested_by_member uuid,
  -- A worker has it in hand until then.
  add column claimed_until timestamptz,
  -- Instant of the last news of it.
  add column at timestamptz not null default now(),
  add column delivered_at timestamptz,
  add constraint messages_channel_key_unique unique (organisation_id, channel, idempotency_key),
  add constraint messages_state_known
    check (state in ('queued', 'sent', 'delivered', 'bounced', 'failed', 'suppressed')),
  add constraint messages_failed_explained
    check (state not in ('bounced', 'failed', 'suppressed') or error_message is not null or recipient is null),
  add constraint messages_phone
    check (channel = 'mail' or recipient is null or recipient ~ '^\\+[1-9][0-9]{7,14}$')`,
    'alter table messages alter column channel drop default',
    'alter table messages no force row level security',
    'update messages set at = coalesce(sent_at, created_at)',
    'alter table messages force row level security',
    `alter index sms_messages_created_at_id_index rename to messages_created_at_id_index`,
    `alter index sms_messages_status_created_at_id_index rename to messages_state_created_at_id_index`,
    `create index messages_record_index on messages (organisation_id, record_table, record_id, at desc)
  where record_id is not null`,
    `create trigger messages_touch before update on messages
  for each row execute function kernel_touch()`,
    // The audit trail cannot be erased, therefore it does not repeat what was said to whom.
    `${TRIGGER} kernel_audit('recipient', 'recipient_name', 'body', 'subject', 'content', 'error_message')`,

    organisationTable('message_suppressions', {
      columns: {
        channel: `text not null check (channel in ('mail', 'sms', 'whatsapp'))`,
        address: 'text not null',
        reason: `text not null check (reason in ('bounced', 'complained', 'manual'))`,
        detail: 'text',
        message_id: 'uuid',
      },
      unique: [['channel', 'address']],
      indexes: [['created_at desc', 'id desc']],
    }),
    'drop trigger message_suppressions_audit on message_suppressions',
    `create trigger message_suppressions_audit after insert or update or delete on message_suppressions
  for each row execute function kernel_audit('address', 'detail')`,

    organisationTable('message_templates', {
      columns: {
        template_id: 'text not null',
        language: `text not null check (language in ('en', 'hi'))`,
        number: 'integer not null check (number > 0)',
        // Without words: the wording of the module again.
        words: `jsonb check (jsonb_typeof(words) = 'object')`,
        saved_by: 'text not null',
      },
      unique: [['template_id', 'language', 'number']],
    }),
  ],
  down: [
    dropTable('message_templates'),
    dropTable('message_suppressions'),
    `alter table messages no force row level security`,
    `delete from messages where channel <> 'sms'`,
    `update messages set state = 'failed' where state in ('bounced', 'suppressed')`,
    `update messages set state = 'sent' where state = 'delivered'`,
    `alter table messages force row level security`,
    'drop trigger messages_audit on messages',
    'drop trigger messages_touch on messages',
    'drop index messages_record_index',
    `alter table messages
  drop constraint messages_channel_key_unique,
  drop constraint messages_state_known,
  drop constraint messages_failed_explained,
  drop constraint messages_phone,
  drop column channel, drop column recipient_name, drop column subject, drop column template_id,
  drop column template_version, drop column language, drop column content, drop column record_table,
  drop column record_id, drop column requested_by, drop column requested_by_member,
  drop column claimed_until, drop column at, drop column delivered_at`,
    'alter table messages rename column state to status',
    'alter table messages rename column recipient to to_phone',
    'alter table messages rename constraint messages_pkey to sms_messages_pkey',
    'alter policy messages_organisation on messages rename to sms_messages_organisation',
    'alter index messages_created_at_id_index rename to sms_messages_created_at_id_index',
    'alter index messages_state_created_at_id_index rename to sms_messages_status_created_at_id_index',
    `alter table messages
  add constraint sms_messages_status_check check (status in ('queued', 'sent', 'failed')),
  add constraint sms_messages_to_phone_check check (to_phone ~ '^\\+[1-9][0-9]{7,14}$'),
  add constraint sms_messages_organisation_id_idempotency_key_key unique (organisation_id, idempotency_key)`,
    'alter table messages rename to sms_messages',
    `create trigger sms_messages_touch before update on sms_messages
  for each row execute function kernel_touch()`,
    `create trigger sms_messages_audit after insert or update or delete on sms_messages
  for each row execute function kernel_audit('to_phone', 'body')`,
  ],
})
