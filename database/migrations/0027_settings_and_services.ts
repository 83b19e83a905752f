import {
  defineMigration,
  dropTable,
  organisationTable,
  reference,
} from '@karkhana/kernel/migrations'

const CHOSEN = `jsonb not null default '{}' check (jsonb_typeof(chosen) = 'object')`

/**
 * What is chosen for modules where it differs from their defaults: by an organisation, by its members, for the whole
 * deployment. The services that an organisation has chosen, and the text messages that went through one of them.
 */
export default defineMigration({
  up: [
    organisationTable('module_settings', {
      columns: { module_id: 'text not null', chosen: CHOSEN },
      unique: [['module_id']],
    }),
    organisationTable('user_module_settings', {
      columns: {
        membership_id: reference('memberships', { onDelete: 'cascade' }),
        module_id: 'text not null',
        chosen: CHOSEN,
      },
      unique: [['membership_id', 'module_id']],
    }),
    `create table deployment_module_settings (
  module_id text primary key,
  chosen ${CHOSEN},
  version integer not null default 1,
  updated_by text not null,
  updated_at timestamptz not null default now()
)`,
    'grant select, insert, update on deployment_module_settings to {{app}}',

    organisationTable('organisation_drivers', {
      columns: { family: 'text not null', driver_id: 'text not null' },
      unique: [['family']],
    }),

    organisationTable('sms_messages', {
      columns: {
        module_id: 'text not null',
        to_phone: `text not null check (to_phone ~ '^\\+[1-9][0-9]{7,14}$')`,
        body: 'text not null',
        idempotency_key: 'text not null',
        status: `text not null default 'queued' check (status in ('queued', 'sent', 'failed'))`,
        driver_id: 'text',
        provider_id: 'text',
        attempts: 'integer not null default 0',
        error_code: 'text',
        error_message: 'text',
        sent_at: 'timestamptz',
      },
      unique: [['idempotency_key']],
      indexes: [
        ['created_at desc', 'id desc'],
        ['status', 'created_at desc', 'id desc'],
      ],
    }),
    // The audit trail cannot be erased, therefore it does not repeat what was said to whom.
    'drop trigger sms_messages_audit on sms_messages',
    `create trigger sms_messages_audit after insert or update or delete on sms_messages
  for each row execute function kernel_audit('to_phone', 'body')`,
  ],
  down: [
    dropTable('sms_messages'),
    dropTable('organisation_drivers'),
    'drop table if exists deployment_module_settings',
    dropTable('user_module_settings'),
    dropTable('module_settings'),
  ],
})
